import { daysIn, interfaces, parseJson } from '@yuzhu/contract';
import type { Recorded } from '../exchanges/recorded.ts';
import type { Good, Hours } from '../partner/partner.ts';
import { NotApplicable, NotMet, type Play } from '../run/play.ts';
import { valueAt } from './buying.ts';
import { type AcceptCase, acceptCase, simpleCase } from './case.ts';
import { pricesOf } from './published.ts';
import { beginSales, voucherOnSale } from './sale.ts';

const platform = { needs: ['platform'], mandatory: true } as const;

/** Whoever pulls a night gets the price that a step before has set. */
const PULLED = {
  title: { zh: '拉取得到同一价格', en: 'the pull gives the same price' },
  run: async (play: Play, { night, price }: { night: string; price: number }) => {
    play.expect(await play.pull(night, night), `${pricesOf(play)}[0].original_amount`, 'eq', price, 'ariStale');
  },
};

/** The partner's way onto the platform: every step is a call of its own, which the platform's half records. */
export const publicationCases: readonly AcceptCase[] = [
  simpleCase(
    {
      ...platform,
      id: 'token.fetch',
      prepares: true,
      ability: 'connection',
      title: { zh: '获取 client_token', en: 'Get a client token' },
      source: 'documented',
      interfaces: [interfaces.token.name],
    },
    async (play) => {
      const one = await play.actAndSee('connect', connection(play), CONNECT, {
        interface: interfaces.token.name,
        ever: true,
      });
      play.expect(one, '$.code', 'eq', 0, 'openApiRefused');
    },
  ),
  ...([interfaces.hotelQuery, interfaces.roomQuery] as const).map((api) =>
    simpleCase(
      {
        ...platform,
        // Who maps its hotels by hand needs neither.
        mandatory: false,
        id: `${api.name}.match`,
        ability: 'connection',
        title: { zh: `${api.title.zh}：匹配酒店与房型`, en: `${api.title.en}: match hotels and rooms` },
        source: 'documented',
        interfaces: [api.name],
      },
      async (play) => {
        await play.actAndSee('connect', connection(play), CONNECT, { interface: api.name, ever: true });
      },
    ),
  ),
  simpleCase(
    {
      ...platform,
      id: 'goods-save.publish',
      prepares: true,
      ability: 'goods',
      title: { zh: '创建预定商品，逐项成功', en: 'Publish bookable goods; every item succeeds' },
      source: 'observed',
      interfaces: [interfaces.goodsSave.name],
    },
    async (play) => {
      const one = await play.actAndSee('publish-goods', connection(play), PUBLISH, {
        interface: 'goods-save',
        ever: true,
      });
      play.expect(one, '$.req.rate_plan.hotel_id', 'exists');
      play.expect(one, '$.resp.data.rate_plan_map[*].code', 'eq', '0', 'openApiRefused');
      play.expect(one, '$.resp.data.rate_plan_map[*].rate_plan_id', 'exists');
    },
  ),
  ...([interfaces.stockSave, interfaces.priceSave] as const).map((api) =>
    simpleCase(
      {
        ...platform,
        id: `${api.name}.push`,
        prepares: true,
        ability: 'calendar-push',
        title: {
          zh: `${api.title.zh}：未来的夜晚，逐商品成功`,
          en: `${api.title.en}: nights to come, success for each good`,
        },
        source: 'documented',
        interfaces: [api.name],
      },
      async (play) => {
        const one = await play.actAndSee('push-calendar', connection(play), CALENDAR, {
          interface: api.name,
          ever: true,
        });
        play.expect(one, '$.req.account_id', 'type', 'string', 'idAsNumber');
        play.expect(one, '$.resp.data.save_result[*].code', 'eq', 0, 'openApiRefused');
        const groups = valueAt(one, '$.req.aris');
        // More than fifty groups: the group that should not be there is shown.
        if (Array.isArray(groups)) play.expect(one, '$.req.aris[50]', 'absent');
      },
    ),
  ),
  simpleCase(
    {
      ...platform,
      id: 'voucher-save.create',
      prepares: true,
      ability: 'vouchers',
      title: { zh: '创建预售券并送审', en: 'Create a voucher, which goes to audit' },
      source: 'documented',
      interfaces: [interfaces.voucherSave.name],
    },
    async (play) => {
      const one = await play.actAndSee('save-voucher', connection(play), VOUCHER, {
        interface: 'voucher-save',
        ever: true,
      });
      play.expect(one, '$.resp.data.pre_sale_coupon_id', 'exists', undefined, 'openApiRefused');
      await beginSales(play);
    },
  ),
  acceptCase({
    ...platform,
    id: 'product-operate.on',
    prepares: true,
    ability: 'vouchers',
    title: { zh: '审核通过、收到审核通知、上架', en: 'Approved, notified, put on the shelf' },
    source: 'documented',
    interfaces: [interfaces.productOperate.name, interfaces.voucherAuditResult.name],
    begin: () => undefined,
    steps: [
      {
        title: { zh: '审核结果通知得到 200', en: 'the audit’s notice gets 200' },
        run: async (play) => {
          const one = await play.platform.notice(interfaces.voucherAuditResult);
          if (one === undefined) return;
          play.saw(one);
          play.expect(one, '$.http.status', 'eq', 200, 'webhookRepeat');
        },
      },
      {
        title: { zh: '上架', en: 'on the shelf' },
        run: async (play) => {
          const one = await play.actAndSee('shelf-on', connection(play), SHELF, {
            interface: 'product-operate',
            ever: true,
            which: (seen) => valueAt(seen, '$.req.op_type') === 1 && valueAt(seen, '$.resp.data[0].code') === '0',
          });
          play.expect(one, '$.resp.data[*].code', 'eq', '0', 'openApiRefused');
          await learnProducts(play);
        },
      },
    ],
  }),
  acceptCase({
    ...platform,
    id: 'price-save.change',
    ability: 'calendar-push',
    title: { zh: '改价：推送到平台，拉取一致', en: 'A price changes: pushed, and the pull agrees' },
    source: 'documented',
    interfaces: [interfaces.priceSave.name, interfaces.ariPull.name],
    needs: ['platform', 'products'],
    begin: () => ({ night: '', price: 0 }),
    steps: [
      {
        title: { zh: '改一晚的价格', en: 'change the price of one night' },
        run: async (play, state) => {
          const [one] = await play.freeNights({ rooms: 1 });
          if (one === undefined) return;
          state.night = one.night;
          state.price = one.price + 1100;
          const { ratePlanId } = play.products;
          const details = { rate_plan_id: ratePlanId, date: state.night, price: state.price };
          const text = {
            zh: `把商品 ${ratePlanId} 在 ${state.night} 的价格改为 ${state.price} 分`,
            en: `change the price of good ${ratePlanId} on ${state.night} to ${state.price} fen`,
          };
          const pushed = await play.actAndSee('change-price', details, text, {
            interface: 'price-save',
            which: (seen) => groupsOn(seen, ratePlanId, state.night).length > 0,
          });
          const [at] = groupsOn(pushed, ratePlanId, state.night);
          play.expect(pushed, `$.req.aris[${at}].original_amount`, 'eq', state.price);
        },
      },
      PULLED,
    ],
  }),
  simpleCase(
    {
      ...platform,
      id: 'stock-save.close',
      ability: 'calendar-push',
      title: { zh: '关房：推送到平台', en: 'A night is closed: pushed' },
      source: 'documented',
      interfaces: [interfaces.stockSave.name],
      needs: ['platform', 'products'],
    },
    async (play) => {
      const night = (await play.freeNights({ rooms: 1 })).at(-1)?.night ?? '';
      const { ratePlanId } = play.products;
      const text = { zh: `把商品 ${ratePlanId} 在 ${night} 关房`, en: `close good ${ratePlanId} on ${night}` };
      const pushed = await play.actAndSee('close-night', { rate_plan_id: ratePlanId, date: night }, text, {
        interface: 'stock-save',
        which: (seen) => groupsOn(seen, ratePlanId, night).length > 0,
      });
      const [at] = groupsOn(pushed, ratePlanId, night);
      play.expect(pushed, `$.req.aris[${at}].available`, 'eq', false);
    },
  ),
  acceptCase({
    ...platform,
    // Pushes alone are enough (documented).
    mandatory: false,
    id: 'ari-notify.pulled',
    ability: 'calendar-push',
    title: {
      zh: '改价后只发变更通知：平台随后拉取到新价格',
      en: 'A price changes and only a change notice is sent: the pull that follows gives the new price',
    },
    source: 'documented',
    interfaces: [interfaces.ariNotify.name, interfaces.ariPull.name],
    needs: ['platform', 'products'],
    begin: () => ({ night: '', price: 0 }),
    steps: [
      {
        title: { zh: '发送变更通知', en: 'send a change notice' },
        run: async (play, state) => {
          // Nobody waits for what a partner does not do.
          if (!play.world.hooks.has('notice-change')) throw new NotApplicable(PUSHES_ONLY);
          const [one] = await play.freeNights({ rooms: 1 });
          if (one === undefined) return;
          state.night = one.night;
          state.price = one.price + 1300;
          const { ratePlanId } = play.products;
          const details = { rate_plan_id: ratePlanId, date: state.night, price: state.price };
          const text = {
            zh: `把商品 ${ratePlanId} 在 ${state.night} 的价格改为 ${state.price} 分，并发送变更通知（不推送价格）`,
            en: `change the price of good ${ratePlanId} on ${state.night} to ${state.price} fen and send a change notice instead of the price`,
          };
          const noticed = await play.actAndSee('notice-change', details, text, {
            interface: interfaces.ariNotify.name,
            which: (seen) => isNoticeOf(seen, ratePlanId, state.night),
          });
          play.expect(noticed, '$.resp.data.code', 'eq', 0, 'openApiRefused');
          play.expect(noticed, '$.resp.data.save_result[*].pass', 'eq', true, 'openApiRefused');
          // More than fifty goods: the one that should not be there is shown.
          play.expect(noticed, '$.req.rate_plan_ids[50]', 'absent');
        },
      },
      PULLED,
    ],
  }),
  simpleCase(
    {
      ...platform,
      // The content of the notice is not published: a partner may not read ours.
      mandatory: false,
      id: 'ari-failure.told-again',
      ability: 'calendar-push',
      title: {
        zh: '推送已受理但写入失败：收到通知后自动重新推送',
        en: 'A push was accepted and not written: told again after the notice',
      },
      source: 'inferred',
      interfaces: [interfaces.ariFailure.name],
      needs: ['platform', 'products', 'webhook'],
    },
    async (play) => {
      const { hotelId, ratePlanId } = play.products;
      const isAboutIt = (seen: Recorded) => goodsOf(seen).includes(ratePlanId);
      const { name: stockSave } = interfaces.stockSave;
      const pushed = (await play.platform.all(stockSave)).findLast(isAboutIt);
      if (pushed === undefined) throw new NotMet(NOTHING_PUSHED);
      const before = await play.platform.mark(stockSave);
      const { name, event } = interfaces.ariFailure;
      const content = {
        hotel_id: hotelId,
        rate_plan_id: ratePlanId,
        log_id: pushed.logid,
        type: 2,
        code: 13,
        message: '写入失败，请重新推送',
      };
      const notice = play.saw(await play.world.direct.notice(name, event, content, `msg-${play.newId()}`));
      play.expect(notice, '$.http.status', 'eq', 200, 'webhookRepeat');
      const again = await play.comesByItself(stockSave, before, isAboutIt, {
        zh: `重新推送商品 ${ratePlanId} 的房量`,
        en: `the stock of good ${ratePlanId} is pushed again`,
      });
      play.expect(again, '$.resp.data.save_result[*].code', 'eq', 0, 'openApiRefused');
    },
  ),
];

const PUSHES_ONLY = {
  zh: '合作方没有钩子 notice-change：只用推送。',
  en: 'the partner has no hook notice-change: it pushes only.',
};
const NOTHING_PUSHED = { zh: '还没有推送过这个商品的房量', en: 'the stock of this good was never pushed' };
const CONNECT = {
  zh: '用本次的应用凭证获取 token，并用自助查询匹配酒店与房型',
  en: 'get a token with this run’s credentials and match hotels and rooms by the self-service queries',
};
const PUBLISH = { zh: '发布一个预定商品（售卖房型）', en: 'publish a bookable good (rate plan)' };
const CALENDAR = { zh: '推送未来几周的房量、房态与房价', en: 'push stock, status and prices of the coming weeks' };
const VOUCHER = { zh: '创建一张绑定该商品的预售券', en: 'create a voucher bound to that good' };
const SHELF = { zh: '审核通过后把预售券上架', en: 'put the voucher on the shelf once it is approved' };

const connection = (play: Play) => ({
  platform_url: play.platform.url,
  client_key: play.world.partner.clientKey,
});

/** The goods a push is about. */
function goodsOf(one: Recorded): readonly unknown[] {
  const groups = valueAt(one, '$.req.aris');
  return Array.isArray(groups) ? (groups as { rate_plan_id?: unknown }[]).map((group) => group.rate_plan_id) : [];
}

/** Whether a change notice is about a good on a night: it names the good, or whole hotels. */
function isNoticeOf(one: Recorded, ratePlanId: string, night: string): boolean {
  const {
    rate_plan_ids: plans = [],
    hotel_ids: hotels = [],
    date_range: range,
  } = parseJson(one.request) as {
    rate_plan_ids?: readonly string[];
    hotel_ids?: readonly string[];
    date_range?: { readonly start?: string; readonly end?: string };
  };
  const inRange = (range?.start ?? '') <= night && night <= (range?.end ?? '');
  return inRange && (plans.includes(ratePlanId) || hotels.length > 0);
}

/** Indices of the groups of a push that are about a good on a night. */
function groupsOn(one: Recorded, ratePlanId: string, night: string): number[] {
  const groups = valueAt(one, '$.req.aris');
  if (!Array.isArray(groups)) return [];
  return (groups as { rate_plan_id?: unknown; timerange?: { start?: string; end?: string } }[]).flatMap((group, at) => {
    const { start = '', end = '' } = group.timerange ?? {};
    return group.rate_plan_id === ratePlanId && start <= night && night <= end && daysIn(start, end).includes(night)
      ? [at]
      : [];
  });
}

/** What the partner sells, from what it published: a voucher on sale, its first good, and that good's hotel and room. */
async function learnProducts(play: Play): Promise<void> {
  // What is not on sale at this moment could not be learned later.
  await voucherOnSale(play, undefined);
  const vouchers = await play.platform.vouchers(play.world.random);
  const goods = (await play.platform.all('goods-save')).flatMap(publishedGoods);
  const sold = [...vouchers]
    .sort((a, b) => a.nights_per_voucher - b.nights_per_voucher)
    .flatMap((voucher): Good[] => {
      const good = goods.find(({ ratePlanId }) => ratePlanId === voucher.goods[0]?.rate_plan_id);
      if (good === undefined) return [];
      return [
        {
          ...good,
          voucherId: voucher.voucher_id,
          voucherPrice: voucher.price,
          roomsPerVoucher: voucher.rooms_per_voucher,
          nightsPerVoucher: voucher.nights_per_voucher,
        },
      ];
    });
  const fullDay = sold.find(({ hours }) => hours === undefined);
  if (fullDay === undefined) return;
  const hourly = sold.find((good): good is Good & { readonly hours: Hours } => good.hours !== undefined);
  play.world.products = { ...fullDay, ...(hourly === undefined ? {} : { hourly }) };
}

/** A good in the call that published it. */
interface WireGood {
  readonly out_rate_plan_id: string;
  readonly currency?: string;
  readonly hourly_room_detail?: {
    readonly earliest_check_in: string;
    readonly latest_check_out: string;
    readonly usage_duration: number;
  };
}

function publishedGoods(one: Recorded): Pick<Good, 'hotelId' | 'roomId' | 'ratePlanId' | 'currency' | 'hours'>[] {
  const { rate_plan: plan } = parseJson(one.request) as {
    rate_plan?: { hotel_id?: string; rooms?: { room_id: string; rate_plans: WireGood[] }[] };
  };
  const verdicts = valueAt(one, '$.resp.data.rate_plan_map');
  const ids = new Map(
    (Array.isArray(verdicts) ? (verdicts as { out_rate_plan_id: string; rate_plan_id: string }[]) : []).map((item) => [
      item.out_rate_plan_id,
      item.rate_plan_id,
    ]),
  );
  return (plan?.rooms ?? []).flatMap(({ room_id: roomId, rate_plans }) =>
    rate_plans.map(({ out_rate_plan_id, currency = 'CNY', hourly_room_detail: hourly }) => ({
      hotelId: plan?.hotel_id ?? '',
      roomId,
      ratePlanId: ids.get(out_rate_plan_id) ?? '',
      ...(currency === 'CNY' || currency === '' ? {} : { currency }),
      ...(hourly === undefined ? {} : { hours: hoursOf(hourly) }),
    })),
  );
}

function hoursOf(detail: NonNullable<WireGood['hourly_room_detail']>): Hours {
  return { from: detail.earliest_check_in, to: detail.latest_check_out, duration: detail.usage_duration };
}
