import { interfaces, MATCH_STATE } from '@yuzhu/contract';
import type { Session } from '@yuzhu/runtime';
import type { SandboxContext } from '../context.ts';
import { newId } from '../ids.ts';
import {
  decideStaticVersion,
  type StaticKey,
  type StaticVersion,
  staticVersionInAudit,
} from '../static-audits/store.ts';
import { reasonOf, registerStaticAudit, type StaticVerdict } from '../static-audits/verdict.ts';
import type { HotelDetails } from './check-details.ts';
import { decideMatch } from './decide-match.ts';
import { addHotel } from './store.ts';
import {
  applyHotel,
  freeHotels,
  lockSubmission,
  type Submission,
  saveSubmission,
  submissionsByIds,
} from './submissions.ts';

/** Kind of the timer that ends a match or an audit. */
export const HOTEL_AUDIT_TIMER = 'hotel.audit';

type Ctx = Pick<SandboxContext, 'db' | 'clock' | 'random' | 'webhooks'>;

/**
 * Ends the match or audit of a hotel. Approved, a first one is matched with the merchant's hotel of that name, or created;
 * rejected, a first one is "match failed", an update "audit rejected". With `claim` the matched hotel waits for the
 * merchant to claim it, and for a second verdict. The application that sent it is told. False when that version is not in
 * audit (any more).
 */
export async function decideHotelAudit(ctx: Ctx, key: StaticKey, verdict: StaticVerdict): Promise<boolean> {
  const { accountId, subject: outHotelId } = key;
  const now = ctx.clock.now();
  return ctx.db.tx(async (session) => {
    const version = await staticVersionInAudit<HotelDetails>(session, key);
    if (version === undefined) return false;
    const before = await lockSubmission(session, accountId, outHotelId, MATCH_STATE.matching, now);
    const after = verdict.approve ? await settle(ctx, session, before, version, now) : rejected(before, verdict);
    const waits = verdict.claim === true && after.hotelId !== null;
    if (waits) after.status = MATCH_STATE.claimPending;
    else {
      const failed = after.message !== '';
      const state = failed ? 'rejected' : 'approved';
      if ((await decideStaticVersion(session, key, { state, message: after.message }, now)) === undefined) return false;
      if (!failed && after.hotelId !== null) await applyHotel(session, accountId, after.hotelId, version.document);
    }
    await saveSubmission(session, after, now);
    await tell(ctx, session, version, after);
    return true;
  });
}

type Draft = { -readonly [Key in keyof Submission]: Submission[Key] };

function rejected(before: Submission, verdict: StaticVerdict): Draft {
  const status = before.hotelId === null ? MATCH_STATE.matchFailed : MATCH_STATE.rejected;
  return { ...before, status, message: reasonOf(verdict) };
}

async function settle(
  ctx: Ctx,
  session: Session,
  before: Submission,
  { document }: StaticVersion<HotelDetails>,
  now: number,
): Promise<Draft> {
  const { accountId } = before;
  // A partner that does not cooperate (any more) has its hotel switched off (inferred).
  const status = document.active === false ? MATCH_STATE.disabled : MATCH_STATE.usable;
  if (before.hotelId !== null) return { ...before, status, message: '' };
  const outcome = decideMatch(document, await freeHotels(session, accountId));
  if (outcome.do === 'fail') return { ...before, status: MATCH_STATE.matchFailed, message: outcome.message };
  if (outcome.do === 'bind') return { ...before, hotelId: outcome.hotelId, status, message: '' };
  const hotelId = await newId(session, ctx.random, 'hotel');
  await addHotel(session, accountId, { ...outcome.hotel, hotelId }, now);
  return { ...before, hotelId, status, message: '' };
}

async function tell(ctx: Ctx, session: Session, version: StaticVersion, after: Submission): Promise<void> {
  const { accountId, outHotelId, hotelId, status, message } = after;
  const [state] = await submissionsByIds(session, accountId, [outHotelId], []);
  await ctx.webhooks.queue(session, {
    account: accountId,
    clientKey: version.clientKey,
    event: interfaces.hotelAuditResult.event,
    content: {
      account_id: accountId,
      out_hotel_id: outHotelId,
      ...(hotelId === null ? {} : { hotel_id: hotelId }),
      status,
      message,
      ...(state?.categoryId ? { category_id: state.categoryId } : {}),
    },
    dedupe: `${outHotelId}/${version.version}/${status}`,
  });
}

/** Registers the timer that ends matches and audits of hotels. */
export function registerHotelAudit(ctx: SandboxContext): void {
  registerStaticAudit(ctx, HOTEL_AUDIT_TIMER, 'hotel', (key, verdict) => decideHotelAudit(ctx, key, verdict));
}
