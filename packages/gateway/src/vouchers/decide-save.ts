import type { interfaces, ReplyOf } from '@yuzhu/contract';
import type { NextStep } from '../platform/next-steps.ts';
import type { PlatformOutcome } from '../platform/outcome.ts';
import { decideRetry } from '../platform/retry.ts';

/** Where a voucher stood when a save left. Times are Unix ms. */
export interface SaveAttempt {
  /** The platform's id was known: an update, which may be repeated; else a create, which may not be repeated blindly. */
  readonly platformVoucherId: string | undefined;
  /** An earlier create was never answered: the platform may have the voucher. */
  readonly unansweredBefore: boolean;
  /** Attempts so far, this one included, and when the round began. */
  readonly tries: number;
  readonly since: number;
}

/** What follows a save. */
export type SaveVerdict =
  /** The platform has it; `platformVoucherId` undefined: its id comes with the audit notice. */
  | { readonly state: 'saved'; readonly platformVoucherId: string | undefined }
  /** Try again; `unanswered`: this create may have been carried out. */
  | {
      readonly state: 'again';
      readonly nextAt: number;
      readonly nextStep: NextStep;
      readonly error: string;
      readonly unanswered: boolean;
    }
  | { readonly state: 'failed'; readonly nextStep: NextStep; readonly error: string; readonly unanswered: boolean };

/** After a lost answer the platform gets this long to finish before it is asked again (our choice). */
const SETTLE_MS = 30_000;

/** The words for a second create with an id that is taken (observed: "out_id is bound to another product"). */
const TAKEN = /out[_ ]?id.*(?:bound|bind|exist|duplicat|绑定|已存在|重复)|(?:绑定|已存在|重复).*out[_ ]?id/is;

/** Decides what follows a save. Pure; `fraction` in [0, 1) spreads the pauses. */
export function decideSave(
  attempt: SaveAttempt,
  outcome: PlatformOutcome<ReplyOf<typeof interfaces.voucherSave>>,
  error: string,
  now: number,
  fraction: number,
): SaveVerdict {
  if (outcome.ok) {
    const answered = outcome.data.pre_sale_coupon_id;
    return { state: 'saved', platformVoucherId: answered ? answered : attempt.platformVoucherId };
  }
  const creating = attempt.platformVoucherId === undefined;
  const lost = creating && outcome.delivery === 'unknown';
  const unanswered = lost || (creating && attempt.unansweredBefore);
  if (creating && outcome.delivery === 'answered' && TAKEN.test(outcome.description)) {
    return { state: 'failed', nextStep: 'VOUCHER_ID_UNKNOWN', error, unanswered };
  }
  const retry = decideRetry({ tries: attempt.tries, since: attempt.since }, outcome, now, fraction);
  // An unreadable answer to a create is a lost one: asking again tells whether it was carried out.
  if (retry.state === 'failed' && !(lost && attempt.tries < 3)) {
    return { state: 'failed', nextStep: retry.nextStep, error, unanswered };
  }
  const wanted = retry.state === 'waiting' ? retry.nextAt : now;
  const nextAt = lost ? Math.max(wanted, now + SETTLE_MS) : wanted;
  return { state: 'again', nextAt, nextStep: retry.nextStep, error, unanswered };
}
