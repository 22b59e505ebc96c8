import type { BenchDatabase } from '../environment.ts';
import type { Generator } from '../processes.ts';
import type { Row } from '../row.ts';

/** What a case works with. */
export interface Ground {
  readonly database: BenchDatabase;
  readonly generator: Generator;
  /** Rounds; ours and the reference take turns in each. */
  readonly rounds: number;
  /** Scales the number of requests. */
  readonly scale: number;
  /** Tells where it is. */
  say(text: string): void;
}

/** A group of measurements. */
export interface Case {
  readonly name: string;
  run(ground: Ground): Promise<{ rows: Row[]; memory: Record<string, number> }>;
}

/** The seeded account as it goes to another process. */
export function portable(database: BenchDatabase): Omit<BenchDatabase['seeded'], 'night'> {
  const { night: _night, ...seeded } = database.seeded;
  return seeded;
}
