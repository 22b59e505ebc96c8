import { MATCH_STATE, PARTNER } from '@yuzhu/contract';
import type { NextStep } from '../platform/next-steps.ts';

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

/**
 * Whether the refusal of a pushed rate plan says that its match is broken: "room type missing or invalid". Item codes of
 * pushes are not published; that they are those of the partner's list is inferred.
 */
export function saysBroken(code: number | undefined): boolean {
  return code === PARTNER.roomTypeInvalid;
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
