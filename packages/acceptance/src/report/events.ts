import type { Bilingual } from '@yuzhu/contract';

/** One thing that was examined. */
export interface Check {
  readonly what: Bilingual;
  readonly ok: boolean;
  /** What was seen instead, when it failed. */
  readonly seen?: string;
}

/** Who did something that is not an exchange between the two programs. */
export type Actor = 'guest' | 'hotel' | 'operator' | 'clock' | 'judge';

/** What a story tells, in the order it happens. One event is one line of `--json`. */
export type StoryEvent =
  | { readonly type: 'chapter'; readonly number: number; readonly title: Bilingual }
  | {
      readonly type: 'step';
      /** Unix ms on the platform's clock. */
      readonly at: number;
      readonly actor: Actor;
      readonly text: Bilingual;
    }
  | {
      readonly type: 'exchange';
      readonly at: number;
      /** Who called. */
      readonly from: 'platform' | 'hotel';
      /** The contract's short name. */
      readonly interface: string;
      readonly title: Bilingual;
      readonly logid: string;
      /** Which attempt of the same call it was; 1 first. */
      readonly attempt: number;
      /** How many like it came in a row and are told by this one line. */
      readonly times: number;
      /** The answer's code; absent = no answer. */
      readonly code?: number;
      readonly facts: Bilingual;
      readonly checks: readonly Check[];
    }
  | { readonly type: 'checks'; readonly at: number; readonly text: Bilingual; readonly checks: readonly Check[] }
  | { readonly type: 'end'; readonly passed: number; readonly failed: number; readonly seconds: number };

/** Gets every event as it happens. */
export type StoryListener = (event: StoryEvent) => void;

/** Counts what was examined. */
export class Tally {
  passed = 0;
  failed = 0;

  /** Adds the checks of an event. */
  add(event: StoryEvent): void {
    if (event.type !== 'exchange' && event.type !== 'checks') return;
    for (const { ok } of event.checks) {
      if (ok) this.passed += 1;
      else this.failed += 1;
    }
  }
}
