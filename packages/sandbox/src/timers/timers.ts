import type { Session } from '@yuzhu/runtime';

/** Something to be done at a moment of the platform's clock. */
export interface NewTimer {
  /** Unix milliseconds of the platform's clock. */
  readonly dueAt: number;
  /** Which handler does it, e.g. `voucher.audit`. */
  readonly kind: string;
  /** What it is about, usually a platform id. Timers of one subject never overlap. */
  readonly subject: string;
  /** JSON for the handler. */
  readonly payload?: object;
}

/** A timer that is due. */
export interface DueTimer {
  readonly id: string;
  readonly dueAt: number;
  readonly kind: string;
  readonly subject: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

/**
 * Does what a timer asks for. The row is removed after the handler resolved, so a crash in between runs it again: it
 * must be repeatable. When it rejects, it is tried again one clock minute later, five times in all, then kept as failed.
 */
export type TimerHandler = (timer: DueTimer) => Promise<void>;

/** The list of everything the platform will do later. Kept in the database: a restart continues. */
export interface Timers {
  /** Notes a timer inside the transaction that causes it; returns its id. */
  add(session: Session, timer: NewTimer): Promise<string>;
  /** Takes back pending timers of a subject (of one kind, or of all kinds when `kind` is absent); how many. */
  cancel(session: Session, subject: string, kind?: string): Promise<number>;
  /**
   * Tells who handles a kind; once per kind, before the clock starts.
   * `parallel`: may run beside other timers (of other subjects) that are due at the same moment: for what awaits HTTP.
   */
  register(kind: string, handler: TimerHandler, options?: { readonly parallel?: boolean }): void;
}
