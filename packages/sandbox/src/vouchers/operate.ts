import { interfaces } from '@yuzhu/contract';
import type { Session } from '@yuzhu/runtime';
import { ITEM, type ItemRefusal } from '../goods/decide.ts';
import { lockGood, setGoodShelf } from '../goods/store.ts';
import { type OpenApiHandler, refuseWith, registerOpenApi } from '../openapi/handler.ts';
import { illegalCode } from '../openapi/read-request.ts';
import { lockVoucher, setVoucherShelf } from './store.ts';

/** 1 and 2 from the generic goods interface, 3 by the order in the page's title (inferred). */
const OPERATIONS: Readonly<Record<number, Shelf>> = { 1: 'on', 2: 'off', 3: 'deleted' };

type Shelf = 'on' | 'off' | 'deleted';

const operateProducts: OpenApiHandler<typeof interfaces.productOperate> = async (_ctx, call) => {
  const { request, accountId, now, session } = call;
  const one = interfaces.productOperate;
  const target = OPERATIONS[request.op_type];
  if (target === undefined) return refuseWith(illegalCode(one), 'op_type is 1 (on shelf), 2 (off shelf) or 3 (delete)');
  const ids = request.product_id_list ?? [];
  if (ids.length === 0) return refuseWith(illegalCode(one), 'product_id_list is missing');
  const verdicts = [];
  for (const id of ids) {
    const refused = await operate(session, accountId, id, target, now);
    verdicts.push({ product_id: id, ...(refused ?? { code: ITEM.ok, message: 'success' }) });
  }
  return verdicts;
};

/** Moves one product; null = done, which includes "was so already". */
async function operate(
  session: Session,
  accountId: string,
  id: string,
  target: Shelf,
  now: number,
): Promise<ItemRefusal | null> {
  const voucher = await lockVoucher(session, accountId, id);
  if (voucher !== undefined) {
    const refused = shelfRefusal(voucher.shelf, target, voucher.approvedVersion !== null);
    if (refused === null) await setVoucherShelf(session, accountId, id, target, now);
    return refused;
  }
  const good = await lockGood(session, accountId, id);
  if (good === undefined) return { code: ITEM.unknown, message: '商品不存在或不属于该商户' };
  const refused = shelfRefusal(good.shelf, target, true);
  if (refused === null) await setGoodShelf(session, accountId, id, target, now);
  return refused;
}

/** Whether a product may move: on the shelf only approved, deleted only from off the shelf (inferred). */
export function shelfRefusal(from: Shelf, to: Shelf, approved: boolean): ItemRefusal | null {
  if (to === 'on' && !approved) return { code: ITEM.other, message: '商品未通过审核，不能上架' };
  if (to === 'deleted' && from === 'on') return { code: ITEM.other, message: '请先下架商品再删除' };
  return null;
}

/** Puts products on the shelf, takes them off, deletes them. */
export const productOperateApi = registerOpenApi(interfaces.productOperate, operateProducts);
