import { id, int, list, object, optional, text } from '../field.ts';
import { openApi } from '../interface.ts';
import { merchant } from './room-shapes.ts';

/** Puts room types online, takes them offline, deletes them: lots of five. */
export const roomOperate = openApi({
  name: 'room-operate',
  title: { zh: '物理房型上下架&删除', en: 'Operate room types' },
  group: 'hotels',
  method: 'POST',
  path: '/goodlife/v1/trip/physical_room/operate/',
  scope: 'life.capacity.trip_physical_room_operate',
  envelope: 'standard',
  accountHeader: 'optional',
  limits: [
    { counts: 'items', max: 5, per: 'call', path: 'room_ids', source: 'given' },
    { counts: 'items', max: 40, perSeconds: 1, per: 'merchant', path: 'room_ids', source: 'given' },
  ],
  items: { list: 'room_list', key: 'room_id', verdict: 'code-int' },
  about: 'The rate counts room types, not calls. Success of the call says nothing of an item: look at every `code`.',
  request: object({
    account_id: merchant,
    op_type: int('1 online, 2 offline, 3 delete; numbers not found', 'inferred'),
    room_ids: list(id('physical room type id', 'sdk'), 'room types', 'sdk', { minItems: 1 }),
  }),
  reply: object({
    room_list: optional(
      list(
        object({
          room_id: text('physical room type id', 'sdk'),
          code: int('0 = success', 'inferred'),
          message: text('reason', 'sdk'),
        }),
        'one verdict per room type',
        'sdk',
      ),
    ),
  }),
});
