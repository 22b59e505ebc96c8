import { interfaces, MATCH_STATE, ROOM_OPERATION } from '@yuzhu/contract';
import type { Action, ActionDetails } from '../partner/hooks.ts';
import { NotApplicable, type Play } from '../run/play.ts';
import { valueAt } from './buying.ts';
import { type AcceptCase, acceptCase, simpleCase } from './case.ts';

const { hotelScroll, hotelSave, hotelAuditResult, hotelStatus, roomSave, roomAuditResult, roomStatus, roomOperate } =
  interfaces;

/** Who maps its room types by hand publishes none: all of it is optional, and for those who do. */
const about = { ability: 'hotels', mandatory: false, needs: ['platform'] } as const;

/** A room type the run makes for itself: nothing that is sold hangs on it. */
const ROOM = { room: 'ACCEPT-ROOM', name: '验收云景房' } as const;

/** A hotel the platform does not know yet. */
const HOTEL = { hotel: 'ACCEPT-HOTEL', name: '验收云起酒店' } as const;

const SAVE = {
  zh: `发布物理房型 ${ROOM.room}（${ROOM.name}）`,
  en: `publish the room type ${ROOM.room} (${ROOM.name})`,
};

/** The partner's own publication of a hotel and a room type: saved, audited, asked about, taken on and off the shelf, deleted. */
export const staticCases: readonly AcceptCase[] = [
  simpleCase(
    {
      ...about,
      id: 'hotel-scroll.agent',
      title: {
        zh: '代理商：没有酒店自助查询能力时用滚动列表',
        en: 'An agent, without the ability for the paged list, uses the scrolling one',
      },
      source: 'given',
      interfaces: [hotelScroll.name],
    },
    async (play) => {
      onlyWithHooks(play, 'look-up-hotels');
      const text = { zh: '查询平台上的酒店', en: 'look up the hotels on the platform' };
      await play.platform.operator.asAgent(play.world.partner.clientKey, async () => {
        const one = await play.actAndSee('look-up-hotels', {}, text, { interface: hotelScroll.name });
        play.expect(one, '$.req.page_size', 'atLeast', 1);
      });
    },
  ),
  simpleCase(
    {
      ...about,
      id: 'hotel-save.created',
      title: {
        zh: '发送酒店静态信息：平台新建，收到结果后查询',
        en: 'A hotel is sent: the platform creates it, and is asked after the notice',
      },
      source: 'inferred',
      interfaces: [hotelSave.name, hotelAuditResult.name, hotelStatus.name],
    },
    async (play) => {
      onlyWithHooks(play, 'save-hotel');
      const asked = await play.platform.mark(hotelStatus.name);
      const text = {
        zh: `发送酒店 ${HOTEL.hotel}（${HOTEL.name}）`,
        en: `send the hotel ${HOTEL.hotel} (${HOTEL.name})`,
      };
      const one = await play.actAndSee('save-hotel', { ...HOTEL }, text, { interface: hotelSave.name });
      play.expect(one, '$.resp.data.status', 'exists', undefined, 'openApiRefused');
      const outId = String(valueAt(one, '$.req.out_hotel_id') ?? '');
      const told = await play.comesByItself(
        hotelStatus.name,
        asked,
        (seen) => isHotel(seen, outId, MATCH_STATE.usable),
        { zh: '收到通知后查询酒店状态', en: 'the state of the hotel is asked for after the notice' },
      );
      play.expect(told, `$.resp.data[?(@.out_hotel_id=='${outId}')].hotel_id`, 'exists');
      const notice = await play.platform.notice(hotelAuditResult);
      if (notice !== undefined) play.expect(play.saw(notice), '$.http.status', 'eq', 200, 'webhookRepeat');
    },
  ),
  acceptCase({
    ...about,
    id: 'room-save.rejected-and-corrected',
    title: {
      zh: '发布物理房型：驳回有原因，修改后再送审通过',
      en: 'A room type is published: rejected with a reason, corrected, approved',
    },
    source: 'inferred',
    interfaces: [roomSave.name, roomAuditResult.name, roomStatus.name],
    begin: () => ({ roomId: '' }),
    steps: [
      {
        title: { zh: '首次送审被驳回', en: 'the first audit rejects it' },
        run: async (play, state) => {
          onlyWithHooks(play, 'save-room');
          await audit(play, { audit_mode: 'reject', audit_message: '图片与房型不符' });
          state.roomId = await saved(play, MATCH_STATE.rejected);
        },
      },
      {
        title: { zh: '再次送审是同一房型，审核通过', en: 'sent again it is the same room type, and approved' },
        run: async (play, { roomId }) => {
          await audit(play, { audit_mode: 'approve', audit_message: '' });
          const again = await saved(play, MATCH_STATE.usable);
          if (again === roomId) return;
          const last = (await play.platform.all(roomSave.name)).at(-1);
          if (last !== undefined) play.expect(play.saw(last), '$.resp.data.room_id', 'eq', roomId);
        },
      },
    ],
  }),
  acceptCase({
    ...about,
    id: 'room-operate.off-on-delete',
    title: { zh: '物理房型下架、上架、删除', en: 'A room type goes offline, online, and is deleted' },
    source: 'given',
    interfaces: [roomOperate.name],
    begin: () => undefined,
    steps: (
      [
        ['off', '下架', 'offline', ROOM_OPERATION.offline],
        ['on', '上架', 'online', ROOM_OPERATION.online],
        ['deleted', '删除', 'deleted', ROOM_OPERATION.delete],
      ] as const
    ).map(([wanted, zh, en, operation]) => ({
      title: { zh, en },
      run: async (play: Play) => {
        onlyWithHooks(play, 'save-room', 'room-shelf');
        const details: ActionDetails = { ...ROOM, wanted };
        const text = { zh: `${zh}物理房型 ${ROOM.room}`, en: `room type ${ROOM.room}: ${en}` };
        const one = await play.actAndSee('room-shelf', details, text, {
          interface: roomOperate.name,
          which: (seen) => valueAt(seen, '$.req.op_type') === operation,
        });
        play.expect(one, '$.req.room_ids[5]', 'absent');
        play.expect(one, '$.resp.data.room_list[*].code', 'eq', 0, 'openApiRefused');
      },
    })),
  }),
];

/** Nobody waits for what a partner does not do: without a hook it is not its way. */
function onlyWithHooks(play: Play, ...actions: readonly Action[]): void {
  const missing = actions.filter((action) => !play.world.hooks.has(action));
  if (missing.length === 0) return;
  throw new NotApplicable({
    zh: `合作方没有这些钩子（${missing.join('、')}）：酒店与房型由人工匹配。`,
    en: `the partner has no hook for ${missing.join(', ')}: hotels and room types are matched by hand.`,
  });
}

/** How the platform decides the next audits of the partner's merchants. */
async function audit(
  play: Play,
  handling: { readonly audit_mode: 'approve' | 'reject'; readonly audit_message: string },
): Promise<void> {
  const { operator } = play.platform;
  for (const { account_id: account, applications } of await operator.accounts()) {
    if (applications.includes(play.world.partner.clientKey)) await operator.setHandling(account, handling);
  }
}

/** Has it saved, sees the notice taken and the question that follows; gives the platform's id. */
async function saved(play: Play, status: number): Promise<string> {
  const asked = await play.platform.mark(roomStatus.name);
  const one = await play.actAndSee('save-room', { ...ROOM }, SAVE, {
    interface: roomSave.name,
    which: (seen) => valueAt(seen, '$.req.room_info.cn_name') === ROOM.name,
  });
  play.expect(one, '$.resp.data.ok', 'eq', true, 'openApiRefused');
  const roomId = String(valueAt(one, '$.resp.data.room_id') ?? '');
  const told = await play.comesByItself(roomStatus.name, asked, (seen) => isAbout(seen, roomId, status), {
    zh: '收到通知后查询房型状态',
    en: 'the state of the room type is asked for after the notice',
  });
  play.expect(told, `$.resp.data.room_list[?(@.room_id=='${roomId}')].status`, 'eq', status);
  const notice = await play.platform.notice(roomAuditResult);
  if (notice !== undefined) play.expect(play.saw(notice), '$.http.status', 'eq', 200, 'webhookRepeat');
  return roomId;
}

function isAbout(seen: Parameters<typeof valueAt>[0], roomId: string, status: number): boolean {
  const list = valueAt(seen, '$.resp.data.room_list');
  if (!Array.isArray(list)) return false;
  return (list as { room_id?: unknown; status?: unknown }[]).some(
    (room) => room.room_id === roomId && room.status === status,
  );
}

function isHotel(seen: Parameters<typeof valueAt>[0], outId: string, status: number): boolean {
  const list = valueAt(seen, '$.resp.data');
  if (!Array.isArray(list)) return false;
  return (list as { out_hotel_id?: unknown; status?: unknown }[]).some(
    (hotel) => hotel.out_hotel_id === outId && hotel.status === status,
  );
}
