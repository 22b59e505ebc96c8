import type { GatewayContext } from '../context.ts';
import { publishHotelGoods } from '../goods/publish.ts';
import { readGoods } from '../goods/publish-store.ts';
import { checkHotels } from '../hotels/check.ts';
import { sendHotels } from '../hotels/publish.ts';
import { checkHotelRooms } from '../rooms/check.ts';
import { saveHotelRooms } from '../rooms/publish.ts';
import { readRooms } from '../rooms/publish-store.ts';
import { operateHotelRooms } from '../rooms/shelf.ts';
import { saveVoucher } from '../vouchers/publish.ts';
import { operateShelf } from '../vouchers/shelf.ts';
import { duePublications, nextPublicationDue, type Publication, type PublicationKind } from './store.ts';

type Ctx = Pick<GatewayContext, 'db' | 'clock' | 'random' | 'platform' | 'wake'>;

/**
 * One round: tells the platform everything that is due, hotels before room types before goods before vouchers before shelves, and asks
 * what audits came to. Returns when more is due, as the work loop wants it.
 */
export async function publishDue(ctx: Ctx, signal: AbortSignal): Promise<number | undefined> {
  /** Subjects tried in this round; one that another process is at is looked for again by the next poll. */
  const tried = new Set<string>();
  let busy = false;
  for (;;) {
    const due = await duePublications(ctx.db, ctx.clock.now());
    const fresh = due.filter((one) => !tried.has(keyOf(one)));
    if (fresh.length === 0 || signal.aborted) break;
    for (const one of fresh) tried.add(keyOf(one));
    for (const work of await worksOf(ctx, fresh)) {
      if (signal.aborted) break;
      if (!(await work())) busy = true;
    }
  }
  return busy ? undefined : nextPublicationDue(ctx.db);
}

function keyOf(one: Publication): string {
  return `${one.kind}/${one.accountId}/${one.subjectId}/${one.seq}/${one.nextAt}`;
}

async function worksOf(ctx: Ctx, due: readonly Publication[]): Promise<(() => Promise<boolean>)[]> {
  const works: (() => Promise<boolean>)[] = [];
  works.push(...hotelWorks(due, 'hotel', (account, hotels) => sendHotels(ctx, account, hotels, false)));
  works.push(...(await roomWorks(ctx, due, 'room', saveHotelRooms)));
  const goods = Map.groupBy(
    due.filter((one) => one.kind === 'goods'),
    (one) => one.accountId,
  );
  for (const [accountId, ofAccount] of goods) {
    const ids = ofAccount.map((one) => one.subjectId);
    const hotels = Map.groupBy(await readGoods(ctx.db, accountId, ids), (good) => good.hotelId);
    for (const [hotelId, ofHotel] of hotels) {
      const planIds = ofHotel.map((good) => good.ratePlanId);
      works.push(() => publishHotelGoods(ctx, accountId, hotelId, planIds, false));
    }
  }
  for (const { kind, accountId, subjectId } of due) {
    if (kind === 'voucher') works.push(() => saveVoucher(ctx, accountId, subjectId, false));
    if (kind === 'shelf') works.push(() => operateShelf(ctx, accountId, subjectId, false));
  }
  works.push(...(await roomWorks(ctx, due, 'room-shelf', operateHotelRooms)));
  works.push(...hotelWorks(due, 'hotel-check', (account, hotels) => checkHotels(ctx, account, hotels)));
  works.push(...(await roomWorks(ctx, due, 'room-check', checkHotelRooms)));
  return works;
}

/** Hotels are told and asked about account by account. */
function hotelWorks(
  due: readonly Publication[],
  kind: PublicationKind,
  work: (account: string, hotels: readonly string[]) => Promise<boolean>,
): (() => Promise<boolean>)[] {
  const ofKind = Map.groupBy(
    due.filter((one) => one.kind === kind),
    (one) => one.accountId,
  );
  return [...ofKind].map(([account, all]) => () => {
    return work(
      account,
      all.map((one) => one.subjectId),
    );
  });
}

/** Room types are told and asked about hotel by hotel. */
async function roomWorks(
  ctx: Ctx,
  due: readonly Publication[],
  kind: PublicationKind,
  work: (ctx: Ctx, account: string, hotel: string, rooms: readonly string[], patient: boolean) => Promise<boolean>,
): Promise<(() => Promise<boolean>)[]> {
  const works: (() => Promise<boolean>)[] = [];
  const ofKind = due.filter((one) => one.kind === kind);
  for (const [accountId, ofAccount] of Map.groupBy(ofKind, (one) => one.accountId)) {
    const ids = ofAccount.map((one) => one.subjectId);
    const hotels = Map.groupBy(await readRooms(ctx.db, accountId, ids), (room) => room.hotelId);
    for (const [hotelId, rooms] of hotels) {
      const own = rooms.map((room) => room.roomTypeId);
      works.push(() => work(ctx, accountId, hotelId, own, false));
    }
  }
  return works;
}
