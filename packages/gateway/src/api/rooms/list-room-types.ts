import { listRoomTypes } from '../../rooms/store.ts';
import { optional, ownId } from '../fields.ts';
import { PER_PAGE, page, pageQuery, readCursor, toPage } from '../paging.ts';
import { apiRoute } from '../route.ts';
import { roomTypeView, toRoomType } from './room-type.ts';

export default apiRoute({
  operation: 'listRoomTypes',
  method: 'GET',
  path: '/room-types',
  group: 'rooms',
  title: { zh: '房型列表', en: 'List room types' },
  query: { hotel_id: optional(ownId('only this hotel’s')), ...pageQuery },
  reply: page(roomTypeView, 'room types in order of id'),
  handle: async ({ db }, { caller, query }) => {
    const limit = query.limit ?? PER_PAGE;
    const after = readCursor(query.cursor, ['']);
    const rows = await listRoomTypes(db, caller.accountId, query.hotel_id, after?.[0] ?? '', limit + 1);
    return toPage(rows, limit, (row) => [row.room_type_id], toRoomType);
  },
});
