import Type from 'typebox';
import { resumeSales } from '../../ari/stop-sell.ts';
import { notFound } from '../../errors.ts';
import { apiRoute } from '../route.ts';
import { stopView, toStop } from './stop-view.ts';

export default apiRoute({
  operation: 'resumeSales',
  method: 'DELETE',
  path: '/calendar/stops/{stop_id}',
  group: 'calendar',
  title: { zh: '撤销停售', en: 'Undo a stop of sales' },
  about: {
    zh: '重新打开该次停售关闭的晚次；仍被其他停售覆盖的保持关闭。重复调用不再改变。',
    en: 'Opens the nights the stop closed; those that another stop still covers stay closed. Repeating changes nothing.',
  },
  params: { stop_id: Type.String({ description: 'the stop', pattern: '^[0-9]{1,18}$' }) },
  reply: stopView,
  errors: ['NOT_FOUND'],
  handle: async (ctx, { caller, params }) => {
    const stop = await resumeSales(ctx, caller.accountId, params.stop_id);
    if (stop === undefined) throw notFound('stop', params.stop_id, 'stop_id');
    return toStop(stop);
  },
});
