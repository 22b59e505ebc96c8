import { interfaces, MATCH_STATE } from '@yuzhu/contract';
import type { SandboxContext } from '../context.ts';
import { decideStaticVersion, type StaticKey } from '../static-audits/store.ts';
import { reasonOf, registerStaticAudit, type StaticVerdict } from '../static-audits/verdict.ts';
import type { RoomInfo } from './decide-save.ts';
import { applyRoom, lockRoom, setRoomStatus } from './store.ts';

/** Kind of the timer that ends an audit. */
export const ROOM_AUDIT_TIMER = 'room.audit';

/**
 * Ends the audit of a saved room type: approved, it says what the version says; rejected, it keeps what it said. The
 * application that saved it is told. False when that version is not in audit, or its room type deleted.
 */
export async function decideRoomAudit(
  ctx: Pick<SandboxContext, 'db' | 'clock' | 'webhooks'>,
  key: StaticKey,
  verdict: StaticVerdict,
): Promise<boolean> {
  const { accountId, subject: roomId } = key;
  const message = reasonOf(verdict);
  return ctx.db.tx(async (session) => {
    const room = await lockRoom(session, accountId, roomId);
    if (room === undefined) return false;
    const state = verdict.approve ? 'approved' : 'rejected';
    const decided = await decideStaticVersion<RoomInfo>(session, key, { state, message }, ctx.clock.now());
    if (decided === undefined) return false;
    const active = decided.document.active ?? room.active;
    const status = verdict.approve ? (active ? MATCH_STATE.usable : MATCH_STATE.disabled) : MATCH_STATE.rejected;
    if (verdict.approve) await applyRoom(session, accountId, roomId, decided.document, active, status);
    else await setRoomStatus(session, accountId, roomId, status);
    await ctx.webhooks.queue(session, {
      account: accountId,
      clientKey: decided.clientKey,
      event: interfaces.roomAuditResult.event,
      content: {
        account_id: accountId,
        room_id: roomId,
        out_room_id: decided.document.out_room_id,
        poi_id: room.hotelId,
        status,
        audit_message: message,
      },
      dedupe: `${roomId}/${key.version}`,
    });
    return true;
  });
}

/** Registers the timer that ends audits of room types. */
export function registerRoomAudit(ctx: SandboxContext): void {
  registerStaticAudit(ctx, ROOM_AUDIT_TIMER, 'room', (key, verdict) => decideRoomAudit(ctx, key, verdict));
}
