import Type from 'typebox';
import { pendingNights } from '../../ari/watching/view.ts';
import { count, dateText, list, momentText, oneOf, optional, output, ownId, toMoment } from '../fields.ts';
import { apiRoute } from '../route.ts';

/** Nights shown at most. */
const MOST = 1000;

export default apiRoute({
  operation: 'listPendingNights',
  method: 'GET',
  path: '/calendar/pending',
  group: 'calendar',
  title: { zh: '尚未推送的晚次', en: 'Nights not told yet' },
  about: {
    zh: '已在本系统改动、平台尚未得知的晚次，等得最久的在前。平时很快清空；长期不空时看 /calendar/pauses 与 /calendar/refusals。',
    en: 'Nights that changed here and the platform has not been told about, longest waiting first. It is usually empty within seconds; when it is not, see /calendar/pauses and /calendar/refusals.',
  },
  query: { hotel_id: optional(ownId('only this hotel')), limit: optional(count('entries, default 200', 1, MOST)) },
  reply: Type.Object({
    items: list(
      output('PendingNight', {
        kind: oneOf(['stock', 'price'], 'stock and room status, or price'),
        hotel_id: Type.String(),
        subject_id: Type.String({ description: 'room type (stock) or rate plan (price)' }),
        night: dateText('night'),
        since: momentText('first change that was not told'),
      }),
      'nights',
    ),
  }),
  handle: async (ctx, { caller, query }) => {
    const { hotel_id, limit = 200 } = query;
    const filter = hotel_id === undefined ? { limit } : { limit, hotelId: hotel_id };
    return {
      items: (await pendingNights(ctx, caller.accountId, filter)).map((one) => ({
        kind: one.kind,
        hotel_id: one.hotelId,
        subject_id: one.subjectId,
        night: one.night,
        since: toMoment(one.since),
      })),
    };
  },
});
