import { styleText } from 'node:util';

type Style = Parameters<typeof styleText>[0];

const LEVEL_STYLE: Readonly<Record<string, Style>> = {
  trace: 'gray',
  debug: 'gray',
  info: 'green',
  warn: 'yellow',
  error: 'red',
  fatal: 'red',
};

const OWN_FIELDS = new Set(['level', 'time', 'program', 'pid', 'msg', 'err']);

/** Turns JSON log lines into `12:00:00.000 INFO gateway message field=value` for a person at a terminal. */
export function prettyStream(out: { write(line: string): void }): { write(line: string): void } {
  return { write: (line) => out.write(prettyLine(line)) };
}

function prettyLine(line: string): string {
  let entry: Record<string, unknown>;
  try {
    entry = JSON.parse(line) as Record<string, unknown>;
  } catch {
    return line;
  }
  const level = String(entry.level);
  const time = styleText('gray', String(entry.time).slice(11, 23));
  const label = styleText(LEVEL_STYLE[level] ?? 'white', level.toUpperCase().padEnd(5));
  const fields = Object.entries(entry)
    .filter(([key]) => !OWN_FIELDS.has(key))
    .map(([key, value]) => styleText('gray', `${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`));
  const parts = [time, label, String(entry.program ?? ''), String(entry.msg ?? ''), ...fields];
  return `${parts.filter((part) => part !== '').join(' ')}\n${errorLines(entry.err)}`;
}

function errorLines(error: unknown): string {
  if (typeof error !== 'object' || error === null) return '';
  const { stack, message } = error as { stack?: string; message?: string };
  const text = stack ?? message ?? JSON.stringify(error);
  return `${styleText('red', text.replaceAll(/^/gm, '    '))}\n`;
}
