import { MATCH_STATE, PARTNER } from '@yuzhu/contract';
import type { NextStep } from '../platform/next-steps.ts';
import { textSaysBroken } from './words.ts';

/** Where the match broke: the rate plan's own, or that of its room type, which switches off all rate plans on it. */
export type BrokenLevel = 'rate_plan' | 'room_type';

/** Who has to act: the hotel's system (match or publish again), or the merchant in the platform's back office. */
export type BrokenSide = 'hotel_system' | 'back_office';

/** Why a match counts as broken. */
export interface Breakage {
  readonly level: BrokenLevel;
  readonly side: BrokenSide;
  readonly code: number | undefined;
  /** The platform's words. */
  readonly reason: string;
  readonly logid: string | undefined;
}

/** What a refusal of a rate plan says about its match. `doubtful`: broken if the platform says so again later. */
export type MatchSaid = 'broken' | 'doubtful' | 'unsaid';

/**
 * What the refusal of a pushed rate plan says about its match. Code 1 is "room type missing or invalid"; that item codes of
 * pushes are those of the partner's list is inferred, so it counts at first sight only with a text that says so too: a
 * passing hiccup must not take a rate plan off sale.
 */
export function matchOfPush(code: number | undefined, text: string): MatchSaid {
  if (code !== PARTNER.roomTypeInvalid) return 'unsaid';
  return textSaysBroken(text) ? 'broken' : 'doubtful';
}

/** The same of a change notice that did not pass: one without a code; one with a code was wrong in itself. */
export function matchOfNotice(code: number | undefined, text: string): MatchSaid {
  if (code !== undefined) return 'unsaid';
  return textSaysBroken(text) ? 'broken' : 'doubtful';
}

/** Clock ms a doubtful rate plan rests: the attempt after it is a later one, and most hiccups are over (our choice). */
export const DOUBT_REST_MS = 15_000;
/** Clock ms after which a doubt has nothing to do with a refusal of today (our choice). */
export const DOUBT_LASTS_MS = 3600_000;

/**
 * Whether a doubtful refusal is the second one, at a later attempt. Calls that leave beside each other are one attempt.
 * @param doubtedAt Unix ms of the first one, undefined = none
 * @param attemptAt Unix ms at which the attempt began that was refused now
 */
export function isSecondRefusal(doubtedAt: number | undefined, attemptAt: number): boolean {
  if (doubtedAt === undefined) return false;
  const passed = attemptAt - doubtedAt;
  return passed >= DOUBT_REST_MS && passed <= DOUBT_LASTS_MS;
}

/** A rate plan the platform takes no push or notice about: nothing tells more, so the hotel's system looks first. */
export function refusedPlan(why: Pick<Breakage, 'code' | 'logid'> & { readonly message: string }): Breakage {
  const { code, message: reason, logid } = why;
  return { level: 'rate_plan', side: 'hotel_system', code, reason, logid };
}

/** What the platform said of a room type. */
export interface RoomWord {
  /** Match state; undefined = it does not list the room type any more. */
  readonly status: number | undefined;
  readonly message: string;
  readonly logid: string | undefined;
}

/**
 * What the state of a room type at the platform says about its match: broken, holding, or nothing. Off the shelf is no
 * breakage when the hotel wanted it so; a rejected version leaves the former one in force (inferred).
 */
export function matchOfRoom(
  word: RoomWord,
  wanted: 'on' | 'off' | 'deleted' | undefined,
): Breakage | 'holds' | 'unsaid' {
  const { status: code, message, logid } = word;
  const broken = (side: BrokenSide, what: string): Breakage => ({
    level: 'room_type',
    side,
    code,
    reason: message === '' ? what : message,
    logid,
  });
  switch (code) {
    case undefined:
      return broken('hotel_system', 'the platform does not list this room type any more');
    case MATCH_STATE.usable:
      return 'holds';
    case MATCH_STATE.disabled:
      return wanted === 'off' || wanted === 'deleted' ? 'unsaid' : broken('back_office', 'off the shelf');
    case MATCH_STATE.matchFailed:
      return broken('hotel_system', 'not matched');
    case MATCH_STATE.abnormal:
      return broken('back_office', 'abnormal');
    default:
      return 'unsaid';
  }
}

/** What the side that has to act does, as a code of the to-do list. */
export function nextStepOf({ level, side }: Pick<Breakage, 'level' | 'side'>): NextStep {
  if (side === 'back_office') return 'MATCH_OFF_SHELF';
  return level === 'room_type' ? 'ROOM_MATCH_BROKEN' : 'PLAN_MATCH_BROKEN';
}
