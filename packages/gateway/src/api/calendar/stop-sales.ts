import { stopSales } from '../../ari/stop-sell.ts';
import { notFound } from '../../errors.ts';
import { input, nameText, oneOf, optional, ownId } from '../fields.ts';
import { inputInvalid } from '../problems.ts';
import { apiRoute } from '../route.ts';
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
  body: input({
    level: oneOf(['account', 'hotel', 'room_type'], 'what is stopped'),
    subject_id: optional(ownId('hotel or room type; absent for the account')),
    reason: optional(nameText('why, for the record')),
  }),
  status: 201,
  reply: stopView,
  errors: ['NOT_FOUND'],
  handle: async (ctx, { caller, body }) => {
    const { level, subject_id: subjectId = '', reason = '' } = body;
    if ((level === 'account') !== (subjectId === '')) {
      const message_zh = level === 'account' ? '账户级停售不带 subject_id' : '必须给出酒店或房型';
      const message_en = level === 'account' ? 'is not for the account' : 'must name the hotel or room type';
      throw inputInvalid([{ where: 'body.subject_id', message_zh, message_en }]);
    }
    if (level !== 'account') {
      const sql =
        level === 'hotel'
          ? 'SELECT 1 FROM gateway.hotels WHERE account_id = $1 AND hotel_id = $2'
          : 'SELECT 1 FROM gateway.room_types WHERE account_id = $1 AND room_type_id = $2';
      if ((await ctx.db.first(sql, [caller.accountId, subjectId])) === undefined)
        throw notFound(level, subjectId, 'body.subject_id');
    }
    return toStop(await stopSales(ctx, caller.accountId, { level, subjectId }, reason));
  },
});
