import {
  ARI_HORIZON_NIGHTS,
  addDays,
  daysIn,
  hotelDate,
  interfaces,
  parseJson,
  type RequestOf,
  weekday,
} from '@yuzhu/contract';
import { type Session, statement } from '@yuzhu/runtime';
import type { GatewayContext } from '../../context.ts';
import { findSent } from '../../exchanges/read.ts';
import type { NoticeResult } from '../../webhooks/notice-result.ts';
import { type DirtyMark, markDirty } from '../dirty.ts';
import type { AriKind } from './calls.ts';
import { type AriFailure, readAriFailure } from './read-failure.ts';
import { refuse } from './store.ts';

/** A night that fails this often within the window is put before a person instead of being told again (our choice). */
const MOST_FAILURES = 3;
const WINDOW_MS = 3600_000;

interface Plan {
  readonly account_id: string;
  readonly rate_plan_id: string;
  readonly room_type_id: string;
  readonly platform_rate_plan_id: string;
}

const PLANS = statement(
  'ari_failure_plans',
  `SELECT p.account_id, p.rate_plan_id, p.room_type_id, p.platform_rate_plan_id
   FROM gateway.rate_plans p
   JOIN gateway.accounts a ON a.account_id = p.account_id AND a.client_key = $1
   JOIN gateway.room_types t ON t.account_id = p.account_id AND t.room_type_id = p.room_type_id
   JOIN gateway.hotels h ON h.account_id = t.account_id AND h.hotel_id = t.hotel_id
   WHERE p.platform_rate_plan_id = ANY ($2::text[])
      OR (cardinality($2::text[]) = 0 AND p.platform_rate_plan_id IS NOT NULL AND h.platform_hotel_id = ANY ($3::text[]))
   ORDER BY p.account_id, p.rate_plan_id`,
);

/**
 * Works a failure notice in: a push was accepted, writing it failed. The nights it told of these rate plans are no
 * longer acknowledged; they are told again, or, after the third failure within an hour, stand among the refused nights
 * with the platform's words. Which nights it were is read off the recorded push; without it all nights that were
 * acknowledged count, and those that are marked: the notice may have overtaken the answer to its push, and the mark of a
 * night that is under way goes with that answer unless it is renewed.
 */
export async function applyAriFailure(
  session: Session,
  clientKey: string,
  content: unknown,
  now: number,
  { keys, log }: Pick<GatewayContext, 'keys' | 'log'>,
): Promise<NoticeResult> {
  const failure = readAriFailure(content);
  const push = await findPush(session, keys, clientKey, failure.logid);
  const named = failure.ratePlanIds;
  const ids = named.length > 0 ? named : [...(push?.nights.keys() ?? [])];
  const plans = await session.query<Plan>(PLANS, [clientKey, ids, failure.hotelIds]);
  const [first] = plans;
  if (first === undefined) return { state: 'failed', error: 'the notice names no rate plan, hotel or push of ours' };
  const today = hotelDate(now);
  const horizon = { from: today, to: addDays(today, ARI_HORIZON_NIGHTS) };
  const kinds = [failure.kind ?? push?.kind ?? (['stock', 'price'] as const)].flat();
  for (const plan of plans) {
    const told = push?.nights.get(plan.platform_rate_plan_id);
    for (const kind of kinds) {
      const nights = told === undefined ? await toldNights(session, plan, kind, horizon) : told;
      await takeBack(
        session,
        plan,
        kind,
        nights.filter((night) => night >= today),
        failure,
        now,
      );
    }
  }
  const { code, message, logid } = failure;
  const shown = { account_id: first.account_id, rate_plans: plans.length, kinds, code, message, logid };
  log.warn(shown, 'the platform could not write nights it had accepted');
  return { state: 'done', note: undefined, accountId: first.account_id };
}

interface FailedPush {
  readonly kind: AriKind;
  /** Platform's rate plan id -> the nights it told. */
  readonly nights: ReadonlyMap<string, readonly string[]>;
}

async function findPush(
  session: Session,
  keys: GatewayContext['keys'],
  clientKey: string,
  logid: string | undefined,
): Promise<FailedPush | undefined> {
  if (logid === undefined) return undefined;
  const names = [interfaces.stockSave.name, interfaces.priceSave.name];
  const sent = await findSent(session, keys, clientKey, logid, names);
  if (sent === undefined) return undefined;
  const request = parseJson(sent.request.toString('utf8')) as RequestOf<typeof interfaces.stockSave>;
  const nights = new Map<string, string[]>();
  for (const { rate_plan_id: id, timerange, days_of_week: days = [] } of request.aris) {
    const told = daysIn(timerange.start, timerange.end).filter(
      (day) => days.length === 0 || days.includes(weekday(day)),
    );
    nights.set(id, [...(nights.get(id) ?? []), ...told]);
  }
  return { kind: sent.interface === interfaces.stockSave.name ? 'stock' : 'price', nights };
}

const TOLD: Readonly<Record<AriKind, ReturnType<typeof statement>>> = {
  stock: toldStatement('stock'),
  price: toldStatement('price'),
};

// In one statement: an answer that comes in between moves its nights from the one half to the other.
function toldStatement(kind: AriKind) {
  return statement(
    `ari_failure_told_${kind}`,
    `SELECT night FROM gateway.ari_acknowledged
     WHERE account_id = $1 AND rate_plan_id = $2 AND night BETWEEN $4 AND $5 AND ${kind}_at IS NOT NULL
     UNION
     SELECT night FROM gateway.ari_dirty
     WHERE account_id = $1 AND kind = '${kind}' AND subject_id = $3 AND night BETWEEN $4 AND $5
     ORDER BY night`,
  );
}

/** Nights the platform was told or is being told. */
async function toldNights(
  session: Session,
  plan: Plan,
  kind: AriKind,
  { from, to }: { readonly from: string; readonly to: string },
): Promise<string[]> {
  const values = [plan.account_id, plan.rate_plan_id, subjectOf(plan, kind), from, to];
  return (await session.query<{ night: string }>(TOLD[kind], values)).map(({ night }) => night);
}

/** What the nights of a rate plan are marked by. */
function subjectOf(plan: Plan, kind: AriKind): string {
  return kind === 'stock' ? plan.room_type_id : plan.rate_plan_id;
}

const FAILED: Readonly<Record<AriKind, ReturnType<typeof statement>>> = {
  stock: failedStatement('stock', 'inventory = NULL, available = NULL'),
  price: failedStatement('price', 'price = NULL, rack_price = NULL'),
};

function failedStatement(kind: AriKind, unknownAgain: string) {
  return statement(
    `ari_failure_${kind}`,
    `INSERT INTO gateway.ari_acknowledged AS a (account_id, rate_plan_id, night, ${kind}_failures, failed_at)
     SELECT $1, $2, night, 1, $4 FROM unnest($3::date[]) AS night ORDER BY night
     ON CONFLICT (account_id, rate_plan_id, night) DO UPDATE SET ${unknownAgain}, ${kind}_at = NULL,
       ${kind}_failures = CASE WHEN a.failed_at > $5 THEN a.${kind}_failures + 1 ELSE 1 END, failed_at = excluded.failed_at
     RETURNING night, ${kind}_failures AS failures, EXISTS (
       SELECT 1 FROM gateway.ari_dirty d
       WHERE d.account_id = $1 AND d.kind = '${kind}' AND d.subject_id = $6 AND d.night = a.night) AS marked`,
  );
}

/**
 * The platform does not hold these nights after all: they are marked again, or refused when that helped too rarely. One
 * that is marked may be under way: the answer to that push would take a refusal for settled, so it is marked anew.
 */
async function takeBack(
  session: Session,
  plan: Plan,
  kind: AriKind,
  nights: readonly string[],
  failure: AriFailure,
  now: number,
): Promise<void> {
  if (nights.length === 0) return;
  const { account_id: accountId, rate_plan_id: ratePlanId } = plan;
  const subjectId = subjectOf(plan, kind);
  const rows = await session.query<{ night: string; failures: number; marked: boolean }>(FAILED[kind], [
    accountId,
    ratePlanId,
    [...new Set(nights)],
    new Date(now),
    new Date(now - WINDOW_MS),
    subjectId,
  ]);
  const refused: string[] = [];
  const marks: DirtyMark[] = [];
  for (const { night, failures, marked } of rows) {
    if (failures >= MOST_FAILURES && !marked) refused.push(night);
    else marks.push({ kind, subjectId, night });
  }
  const { code, logid, message = 'accepted, but not written' } = failure;
  if (refused.length > 0)
    await refuse(session, accountId, kind, { ratePlanId, nights: refused }, { code, message, logid }, now);
  await markDirty(session, accountId, marks, now);
}
