import pc from 'picocolors';

/**
 * Colours are for a person at a terminal: a pipe or a file gets plain text. picocolors alone also colours whatever runs
 * with `CI` set, and a script that reads the output would then stumble over the escape codes. `NO_COLOR` and
 * `FORCE_COLOR` have the last word.
 */
function coloursFor(stream: NodeJS.WriteStream) {
  return pc.createColors(pc.isColorSupported && (stream.isTTY === true || process.env.FORCE_COLOR !== undefined));
}

/** For what goes to standard output. */
export const colours = coloursFor(process.stdout);

/** For what goes to standard error: progress and faults. */
export const errorColours = coloursFor(process.stderr);
