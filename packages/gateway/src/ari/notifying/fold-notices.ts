import { addDays, daysBetween, interfaces, NOTIFY_SCENE, NOTIFY_SPAN_DAYS } from '@yuzhu/contract';
import { itemsPerCall } from '../../platform/limits.ts';
import type { AriKind } from '../sending/calls.ts';
import { packCalls } from '../sending/pack.ts';

/** A rate plan with nights that changed. */
export interface ChangedPlan {
  readonly ratePlanId: string;
  readonly platformRatePlanId: string;
  /** First and last changed night. */
  readonly start: string;
  readonly end: string;
  readonly kinds: ReadonlySet<AriKind>;
}

/** One notice: rate plans, a range that holds every changed night of theirs, and what changed. */
export interface FoldedNotice {
  readonly plans: readonly ChangedPlan[];
  readonly start: string;
  readonly end: string;
  /** `notify_scene` of the wire. */
  readonly scenes: readonly number[];
}

/** The most rate plans of one notice, by the contract. */
const PLANS_A_NOTICE = itemsPerCall(interfaces.ariNotify);

const SCENES: Readonly<Record<AriKind, readonly number[]>> = {
  price: [NOTIFY_SCENE.price],
  // Stock and room status are told together.
  stock: [NOTIFY_SCENE.stock, NOTIFY_SCENE.status],
};

/**
 * Folds changes into as few notices as the limits of the interface allow: 50 rate plans and 365 days each (observed). A
 * notice has one range for all its rate plans; those that begin alike go together, so that little is pulled in vain. What
 * changed over more than 365 days is cut.
 */
export function foldNotices(
  plans: readonly ChangedPlan[],
  most: number = PLANS_A_NOTICE,
  spanDays: number = NOTIFY_SPAN_DAYS,
): FoldedNotice[] {
  const pieces = plans.flatMap((plan) => cut(plan, spanDays));
  return packCalls(pieces, most, spanDays).map((packed) => ({
    plans: packed,
    start: packed.map(({ start }) => start).reduce((a, b) => (a < b ? a : b)),
    end: packed.map(({ end }) => end).reduce((a, b) => (a > b ? a : b)),
    scenes: [...new Set(packed.flatMap(({ kinds }) => [...kinds].flatMap((kind) => SCENES[kind])))].sort(
      (a, b) => a - b,
    ),
  }));
}

function cut(plan: ChangedPlan, spanDays: number): ChangedPlan[] {
  const last = addDays(plan.start, spanDays - 1);
  if (daysBetween(plan.start, plan.end) < spanDays) return [plan];
  return [{ ...plan, end: last }, ...cut({ ...plan, start: addDays(last, 1) }, spanDays)];
}
