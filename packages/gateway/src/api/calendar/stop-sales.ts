import { stopSales } from '../../ari/stop-sell.ts';
import { input, nameText, optional } from '../fields.ts';
import { apiRoute } from '../route.ts';
import { readStopScope, stopScope } from './stop-scope.ts';
import { stopView, toStop } from './stop-view.ts';

export default apiRoute({
  operation: 'stopSales',
  method: 'POST',
  path: '/calendar/stops',
  group: 'calendar',
  title: { zh: '一键停售', en: 'Stop sales in one call' },
  about: {
    zh: '立即关闭房型、酒店或整个账户今后全部晚次的房态：应答之后不再接受预约，并推送到平台。已停售时再次调用会关闭其间又打开的晚次。撤销只重新打开由它关闭的晚次。酒店系统明确打开某一晚，以酒店系统为准。',
    en: 'Closes every coming night of a room type, a hotel or the account: no booking is taken after the answer, and the platform is told. Again while it lasts: closes what was opened since. Its undo opens only the nights it closed. A night that the hotel’s system opens explicitly is open.',
  },
  body: input({ ...stopScope, reason: optional(nameText('why, for the record')) }),
  status: 201,
  reply: stopView,
  errors: ['NOT_FOUND'],
  handle: async (ctx, { caller, body }) => {
    const scope = await readStopScope(ctx, caller.accountId, body, 'body');
    return toStop(await stopSales(ctx, caller.accountId, scope, body.reason ?? ''));
  },
});
