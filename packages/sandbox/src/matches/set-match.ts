import { interfaces, MATCH_STATE } from '@yuzhu/contract';
import type { Session } from '@yuzhu/runtime';
import { applicationsOf } from '../applications/store.ts';
import type { SandboxContext } from '../context.ts';
import { submissionOfHotel } from '../hotels/submissions.ts';
import { roomTypesByIds } from '../rooms/store.ts';
import { BROKEN_STATUS, type BrokenState, brokenText, type MatchKind } from './decide.ts';
import { breakMatch, hasSubject, mendMatch } from './store.ts';

/** A match and what shall become of it. */
export interface MatchChange {
  readonly accountId: string;
  readonly kind: MatchKind;
  /** The platform's id. */
  readonly subject: string;
  readonly state: BrokenState | 'bound';
  /** The partner hears of it by the notice of room types or hotels; it may also find out by itself. */
  readonly notice: boolean;
}

/**
 * Breaks a match or mends it. Goods have no notice of their own, and hotels only when the partner sent them.
 * @returns false when the merchant has no such hotel, room type or good
 */
export function setMatch(
  ctx: Pick<SandboxContext, 'db' | 'clock' | 'random' | 'webhooks'>,
  change: MatchChange,
): Promise<boolean> {
  const { accountId, kind, subject, state } = change;
  return ctx.db.tx(async (session) => {
    if (!(await hasSubject(session, accountId, kind, subject))) return false;
    const now = ctx.clock.now();
    if (state === 'bound') await mendMatch(session, accountId, kind, subject);
    else await breakMatch(session, accountId, { kind, subject, state }, now);
    if (change.notice) await tell(ctx, session, change);
    return true;
  });
}

async function tell(
  { webhooks, random }: Pick<SandboxContext, 'random' | 'webhooks'>,
  session: Session,
  { accountId, kind, subject, state }: MatchChange,
): Promise<void> {
  const [application] = await applicationsOf(session, accountId);
  if (application === undefined || kind === 'good') return;
  const status = state === 'bound' ? MATCH_STATE.usable : BROKEN_STATUS[state];
  const message = state === 'bound' ? '' : brokenText(kind, state);
  const { clientKey } = application;
  // Each change is one of its own, also when it was made before.
  const common = { account: accountId, clientKey, dedupe: `match/${subject}/${random.hex(16)}` };
  if (kind === 'room') {
    const [room] = await roomTypesByIds(session, accountId, [subject]);
    if (room === undefined) return;
    await webhooks.queue(session, {
      ...common,
      event: interfaces.roomAuditResult.event,
      content: {
        account_id: accountId,
        room_id: subject,
        out_room_id: room.outRoomId ?? '',
        poi_id: room.hotelId,
        status,
        audit_message: message,
      },
    });
    return;
  }
  const submission = await submissionOfHotel(session, accountId, subject);
  if (submission === undefined) return;
  await webhooks.queue(session, {
    ...common,
    event: interfaces.hotelAuditResult.event,
    content: {
      account_id: accountId,
      out_hotel_id: submission.outHotelId,
      hotel_id: subject,
      status,
      message,
    },
  });
}
