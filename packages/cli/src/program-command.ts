import { resolve } from 'node:path';

/**
 * Room for short-lived objects, MiB. Node begins with one and rarely asks for more; under load it then collects so often
 * that it takes 4 to 5 us of the 56 of an SPI call. Nor may it grow: buffers lie outside the heap and are let go when the
 * small object that holds them is collected. With 32 MiB that is so rare that V8 marks the whole heap for them, four times a
 * second under bookings (p99 at the database 20 ms instead of 11). What lives is little, so one thread collects it sooner
 * than several that first have to get a core each: 0.5 ms instead of 2.0 beside a busy database on two cores.
 *
 * Node's own code is 40 MB, more than a processor can look up at once; on large pages a bookable check takes 8 % less of the
 * processor (six pairs of processes on a virtual machine: 0.75 to 1.02), for 12 MiB of memory. Copying it takes 60 ms at the
 * start, which is won back by the end of it: ten times `yuzhu --version` 14.1 and 12.9 s with, 15.7 and 13.6 without. Where
 * the system has no large pages nothing changes.
 *
 * Not settable from within, nor, but for the last, by NODE_OPTIONS.
 */
const FLAGS = [
  '--min-semi-space-size=16',
  '--max-semi-space-size=16',
  '--no-parallel-scavenge',
  '--use-largepages=silent',
];

/** The command line that runs `yuzhu <words>` with this very Node and these very files. */
export function ownCommand(...words: readonly string[]): readonly string[] {
  return [process.execPath, ...FLAGS, resolve(import.meta.dirname, 'main.ts'), ...words];
}
