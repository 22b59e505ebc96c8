import { MATCH_STATE } from '@yuzhu/contract';
import type { NextStep } from '../platform/next-steps.ts';

/** How far a hotel got at the platform. */
export const HOTEL_STATES = [
  'draft',
  'saving',
  'matching',
  'auditing',
  'claim_pending',
  'matched',
  'rejected',
  'offline',
  'failed',
] as const;

/** One of them. */
export type HotelState = (typeof HOTEL_STATES)[number];

/** What a match state makes of a hotel. */
export interface HotelEffect {
  readonly state: HotelState;
  readonly reason: string | undefined;
  /** Not final: ask again later. */
  readonly waits: boolean;
  /** The platform's hotel may be taken for ours. */
  readonly confirmed: boolean;
  /** A person has to do something, by the code of the to-do list. */
  readonly nextStep: NextStep | undefined;
}

/** Reads a match state (numbers documented). Unknown numbers are shown as they came. */
export function readMatchState(status: number, message: string): HotelEffect {
  const words = message === '' ? undefined : message;
  const effect = (state: HotelState, more: Partial<HotelEffect> = {}): HotelEffect => ({
    state,
    reason: words,
    waits: false,
    confirmed: false,
    nextStep: undefined,
    ...more,
  });
  switch (status) {
    case MATCH_STATE.matching:
    case MATCH_STATE.creating:
      return effect('matching', { reason: undefined, waits: true });
    case MATCH_STATE.auditing:
      return effect('auditing', { reason: undefined, waits: true });
    case MATCH_STATE.claimPending:
      return effect('claim_pending', { waits: true, nextStep: 'HOTEL_UNCLAIMED' });
    case MATCH_STATE.usable:
      return effect('matched', { reason: undefined, confirmed: true });
    case MATCH_STATE.disabled:
      return effect('offline', { confirmed: true });
    case MATCH_STATE.matchFailed:
      return effect('failed', { reason: words ?? 'no reason given', nextStep: 'HOTEL_NOT_MATCHED' });
    case MATCH_STATE.rejected:
      return effect('rejected', { reason: words ?? 'no reason given', nextStep: 'HOTEL_REJECTED' });
    case MATCH_STATE.abnormal:
      return effect('failed', { reason: `${status} ${message}`.trim(), nextStep: 'ITEM_REFUSED' });
    default:
      return effect('auditing', { reason: `platform state ${status} ${message}`.trim(), waits: true });
  }
}
