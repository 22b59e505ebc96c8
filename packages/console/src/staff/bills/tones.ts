import type { Tone } from '../../shared/mark.tsx';
import type { MatchState } from '../api/bills.ts';

/** How an outcome is to be felt. */
export const MATCH_TONE: Readonly<Record<MatchState, Tone>> = {
  matched: 'good',
  difference: 'bad',
  missing_bill: 'bad',
  unknown_booking: 'wait',
  unknown_type: 'wait',
};
