import { interfaces } from '@yuzhu/contract';
import { listExchanges } from '../../exchanges/read.ts';
import { flag, nameText, oneOf, optional, platformId } from '../fields.ts';
import { PER_PAGE, page, pageQuery, readCursor, toPage } from '../paging.ts';
import { apiRoute } from '../route.ts';
import { exchangeView, toExchange } from './exchange.ts';

const NAMES = Object.values(interfaces).map((one) => one.name);

export default apiRoute({
  operation: 'listExchanges',
  method: 'GET',
  path: '/exchanges',
  group: 'traffic',
  stress: true,
  title: { zh: '交互记录', en: 'List exchanges' },
  about: {
    zh: '与平台的每一次交互（双向、每次尝试），最新的在前；可按 logid 或订单编号查找。',
    en: 'Every exchange with the platform, in either direction, each attempt, newest first; to be found by logid or order id.',
  },
  query: {
    logid: optional(nameText('the platform’s id of the exchange')),
    order_id: optional(platformId('voucher order or booking')),
    interface: optional(oneOf(NAMES, 'only this interface')),
    direction: optional(oneOf(['in', 'out'], 'only this direction')),
    failed: optional(flag('true: only those that did not end with code 0')),
    ...pageQuery,
  },
  reply: page(exchangeView, 'exchanges'),
  handle: async ({ db }, { caller, query }) => {
    const limit = query.limit ?? PER_PAGE;
    const before = readCursor(query.cursor, [0]);
    const rows = await listExchanges(db, caller.accountId, {
      logid: query.logid,
      orderId: query.order_id,
      interfaceName: query.interface,
      direction: query.direction,
      failed: query.failed,
      before: before?.[0],
      limit: limit + 1,
    });
    return toPage(rows, limit, (row) => [row.exchange_id], toExchange);
  },
});
