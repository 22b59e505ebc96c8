import Type from 'typebox';
import { listOverbooking } from '../../calendar/overbooking.ts';
import { dateText, list, momentText, optional, output, ownId, toMoment } from '../fields.ts';
import { PER_PAGE, page, pageQuery, readCursor, toPage } from '../paging.ts';
import { apiRoute } from '../route.ts';

export default apiRoute({
  operation: 'listOverbooking',
  method: 'GET',
  path: '/calendar/overbooking',
  group: 'calendar',
  title: { zh: '超售设置记录', en: 'Who set overbooking' },
  about: {
    zh: '每次设置超售间数（PUT /calendar 的 overbooking）都记下由哪个密钥、何时设置；某晚以最近一次为准。',
    en: 'Every setting of overbooking (`overbooking` of PUT /calendar) with the key that asked for it and when; the latest one of a night counts.',
  },
  query: { room_type_id: optional(ownId('only this room type')), ...pageQuery },
  reply: page(
    output('OverbookingChange', {
      room_type_id: Type.String(),
      nights: list(dateText('night'), 'the nights it was set for'),
      rooms: Type.Integer({ description: 'rooms that may be sold beyond the stock; 0: none any more' }),
      key_id: Type.String({ description: 'API key that asked for it' }),
      key_label: Type.String({ description: 'name of that key' }),
      at: momentText('when'),
    }),
    'newest first',
  ),
  handle: async ({ db }, { caller, query }) => {
    const limit = query.limit ?? PER_PAGE;
    const before = readCursor(query.cursor, [0])?.[0];
    const rows = await listOverbooking(db, caller.accountId, {
      roomTypeId: query.room_type_id,
      before,
      limit: limit + 1,
    });
    return toPage(
      rows,
      limit,
      ({ changeId }) => [changeId],
      (row) => ({
        room_type_id: row.roomTypeId,
        nights: [...row.nights],
        rooms: row.rooms,
        key_id: row.keyId,
        key_label: row.keyLabel,
        at: toMoment(row.at),
      }),
    );
  },
});
