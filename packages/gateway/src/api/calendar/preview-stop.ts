import Type from 'typebox';
import { previewStop } from '../../ari/stop-sell.ts';
import { output } from '../fields.ts';
import { apiRoute } from '../route.ts';
import { readStopScope, stopScope } from './stop-scope.ts';

export default apiRoute({
  operation: 'previewStop',
  method: 'GET',
  path: '/calendar/stops/preview',
  group: 'calendar',
  title: { zh: '预览停售', en: 'What a stop would close' },
  about: {
    zh: '此刻停售会关闭多少晚次；只看不改。已有预约不受停售影响。',
    en: 'How much a stop would take off sale at this moment; changes nothing. Bookings are not touched by a stop.',
  },
  query: stopScope,
  reply: output('StopPreview', {
    room_types: Type.Integer({ description: 'room types it concerns' }),
    nights: Type.Integer({ description: 'nights of room types that are open and have a room left' }),
    rooms: Type.Integer({ description: 'room-nights left in them' }),
    sold: Type.Integer({ description: 'room-nights already sold; their bookings stay as they are' }),
  }),
  errors: ['NOT_FOUND'],
  handle: async (ctx, { caller, query }) => {
    const scope = await readStopScope(ctx, caller.accountId, query, 'query');
    const { roomTypes, nights, rooms, sold } = await previewStop(ctx, caller.accountId, scope);
    return { room_types: roomTypes, nights, rooms, sold };
  },
});
