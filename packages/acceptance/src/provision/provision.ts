import { addDays, type Bilingual, hotelDate } from '@yuzhu/contract';
import { GatewayAdmin } from '../actors/gateway-admin.ts';
import { Hotel } from '../actors/hotel.ts';
import type { HttpWay } from '../actors/http.ts';
import type { Operator } from '../actors/operator.ts';
import { ACCEPTANCE_ERRORS } from '../errors.ts';
import { waitFor } from '../wait.ts';
import { beforeTax, type HotelPlan, saleStart, voucherDocument } from './plan.ts';

/** Where both programs are and what is to be set up. */
export interface ProvisionOptions {
  readonly gatewayUrl: string;
  readonly adminKey: string;
  readonly operator: Operator;
  readonly plan: HotelPlan;
  /** Which of the platform's applications, with its merchant; default the first. */
  readonly application?: number;
  /** Label of the API key that is made. */
  readonly keyLabel: string;
  /** How the gateway is reached, in place of sockets. */
  readonly way?: HttpWay;
}

/** A hotel that is on sale at the platform. */
export interface Provisioned {
  readonly gatewayUrl: string;
  readonly accountId: string;
  readonly accountName: string;
  readonly clientKey: string;
  readonly clientSecret: string;
  readonly apiKey: string;
  readonly hotelId: string;
  readonly hotelName: string;
  readonly hotel: Hotel;
  /** The hotel's rate plan id -> the platform's. */
  readonly ratePlans: ReadonlyMap<string, string>;
  /** The hotel's voucher id -> the platform's. */
  readonly vouchers: ReadonlyMap<string, string>;
}

/** One thing done on the way; the story tells them one by one, `yuzhu start` all at once. */
export interface ProvisionStep {
  readonly name: 'account' | 'match' | 'goods' | 'calendar' | 'vouchers' | 'audit' | 'pushes';
  readonly text: Bilingual;
  run(): Promise<void>;
}

/**
 * The way onto the platform, through public interfaces only: account and key at the gateway's operator interface, hotel
 * and room types matched by the platform's self-service queries, goods published, calendar filled, vouchers saved,
 * audited and put on the shelf. Saying it again changes nothing but the API key, which is new each time.
 * @returns the steps in order, and the result once all have run.
 */
export function provisioning(options: ProvisionOptions): {
  readonly steps: readonly ProvisionStep[];
  /** What is known while the steps run. */
  soFar(): {
    readonly hotel: Hotel | undefined;
    readonly clientKey: string | undefined;
    readonly clientSecret: string | undefined;
  };
  result(): Provisioned;
} {
  const { gatewayUrl, operator, plan } = options;
  const ratePlans = new Map<string, string>();
  const vouchers = new Map<string, string>();
  const draft: {
    account?: { accountId: string; accountName: string; clientKey: string; clientSecret: string; apiKey: string };
    hotel?: Hotel;
    category?: string;
  } = {};
  const hotel = (): Hotel => needed(draft.hotel);
  const now = async () => (await operator.clock()).now;

  const openAccount = async () => {
    const application = (await operator.applications())[options.application ?? 0];
    const { client_key: clientKey, client_secret: clientSecret } = needed(application);
    const account = (await operator.accounts()).find(({ applications }) => applications.includes(clientKey));
    const { account_id: accountId, name: accountName } = needed(account);
    const { currency } = plan;
    if (currency !== undefined) await operator.setHandling(accountId, { currency });
    const admin = new GatewayAdmin(gatewayUrl, options.adminKey, options.way);
    try {
      await admin.saveApplication(clientKey, clientSecret);
      await admin.saveAccount(accountId, accountName, clientKey, currency);
      const { key } = await admin.createKey(accountId, options.keyLabel);
      draft.account = { accountId, accountName, clientKey, clientSecret, apiKey: key };
      draft.hotel = new Hotel(gatewayUrl, key, options.way);
    } finally {
      await admin.close();
    }
    await operator.setWebhook(clientKey, `${gatewayUrl}/webhooks`);
  };

  const matchHotel = async () => {
    const found = (await hotel().platformHotels()).find(({ name }) => name === plan.platformName);
    const { platform_hotel_id, name, category_id } = needed(found);
    draft.category = String(category_id);
    await hotel().saveHotel(plan.hotelId, { name, platform_hotel_id });
    const rooms = await hotel().platformRooms(platform_hotel_id);
    for (const { roomTypeId, name: roomName } of plan.roomTypes) {
      const room = needed(rooms.find((one) => one.name === roomName));
      await hotel().saveRoomType(roomTypeId, {
        hotel_id: plan.hotelId,
        name: roomName,
        max_guests: room.max_guests ?? 2,
        platform_room_id: room.platform_room_id,
      });
    }
  };

  const publishGoods = async () => {
    for (const { ratePlanId, roomTypeId, name, acceptance, hourly } of plan.ratePlans) {
      await hotel().saveRatePlan(ratePlanId, { room_type_id: roomTypeId, name, hourly });
      await hotel().setAcceptance('rate_plan', acceptance, ratePlanId);
    }
    await hotel().publishRatePlans(plan.ratePlans.map(({ ratePlanId }) => ratePlanId));
    for (const { ratePlanId } of plan.ratePlans) {
      const published = await waitFor(
        () => hotel().ratePlan(ratePlanId),
        ({ platform_rate_plan_id }) => platform_rate_plan_id !== null,
        { what: `rate plan ${ratePlanId} published` },
      );
      ratePlans.set(ratePlanId, needed(published.platform_rate_plan_id ?? undefined));
    }
  };

  const fillCalendar = async () => {
    const from = hotelDate(await now());
    const to = addDays(from, plan.nights - 1);
    const priced = (price: number) =>
      plan.currency === undefined ? { price } : { price, price_before_tax: beforeTax(price) };
    await hotel().putCalendar({
      stock: plan.roomTypes.map(({ roomTypeId, stock }) => ({ room_type_id: roomTypeId, from, to, stock })),
      prices: plan.ratePlans.flatMap(({ ratePlanId, price, weekendPrice, rackPrice }) => [
        { rate_plan_id: ratePlanId, from, to, ...priced(price), rack_price: rackPrice },
        { rate_plan_id: ratePlanId, from, to, weekdays: [5, 6], ...priced(weekendPrice) },
      ]),
    });
  };

  const pushesDone = async () => {
    await waitFor(
      () => hotel().pendingNights(),
      (nights) => nights.length === 0,
      { what: 'the calendar pushed to the platform' },
    );
  };

  const saveVouchers = async () => {
    const at = await now();
    for (const voucher of plan.vouchers) {
      const document = voucherDocument(voucher, needed(draft.category), at, plan.nights, plan.currency);
      await hotel().saveVoucher(voucher.voucherId, document);
      await hotel().publishVoucher(voucher.voucherId);
      const saved = await waitFor(
        () => hotel().voucher(voucher.voucherId),
        ({ platform_voucher_id }) => platform_voucher_id !== null,
        { what: `voucher ${voucher.voucherId} saved at the platform` },
      );
      const platformId = needed(saved.platform_voucher_id ?? undefined);
      vouchers.set(voucher.voucherId, platformId);
      await operator.setVoucherTerms(platformId, voucher.terms);
      await hotel().setShelf(voucher.voucherId, 'on');
    }
  };

  const passAudit = async () => {
    const at = await now();
    // Past the audit's delay and the begin of the sale, whichever is later; the shelf follows the audit's notice.
    await operator.moveClock({ to: Math.max(saleStart(at), at + AUDIT_MS) });
    for (const { voucherId } of plan.vouchers) {
      await waitFor(
        () => hotel().voucher(voucherId),
        ({ state }) => state === 'on_shelf',
        { what: `voucher ${voucherId} approved and on the shelf` },
      );
    }
  };

  return {
    steps: [
      {
        name: 'account',
        text: {
          zh: '在网关登记应用、商家总户与接口密钥；平台校验消息推送地址',
          en: 'application, account and API key at the gateway; the platform checks the webhook address',
        },
        run: openAccount,
      },
      {
        name: 'match',
        text: { zh: '用自助查询匹配酒店与物理房型', en: 'match hotel and room types by the self-service queries' },
        run: matchHotel,
      },
      { name: 'goods', text: { zh: '发布预定商品', en: 'publish the bookable goods' }, run: publishGoods },
      {
        name: 'calendar',
        text: { zh: '填写房量与房价，自动推送到平台', en: 'fill stock and prices; they are pushed by themselves' },
        run: fillCalendar,
      },
      {
        name: 'vouchers',
        text: { zh: '保存预售券并送审', en: 'save the vouchers, which go to audit' },
        run: saveVouchers,
      },
      {
        name: 'audit',
        text: { zh: '等待审核结果与开售', en: 'wait for the audit and the begin of the sale' },
        run: passAudit,
      },
      { name: 'pushes', text: { zh: '等待推送全部送达', en: 'wait until every push has arrived' }, run: pushesDone },
    ],
    soFar: () => ({
      hotel: draft.hotel,
      clientKey: draft.account?.clientKey,
      clientSecret: draft.account?.clientSecret,
    }),
    result: () => ({
      gatewayUrl,
      ...needed(draft.account),
      hotel: hotel(),
      hotelId: plan.hotelId,
      hotelName: plan.platformName,
      ratePlans,
      vouchers,
    }),
  };
}

/** A little more than the platform's own audit delay of a minute. */
const AUDIT_MS = 65_000;

function needed<T>(value: T | undefined): T {
  if (value === undefined) {
    throw ACCEPTANCE_ERRORS.error('NEVER_CAME', {
      what: 'something the platform or the gateway should know',
      seen: 'nothing',
    });
  }
  return value;
}
