import type { Bilingual, Source } from '@yuzhu/contract';

/** Parts of the solution that can be examined alone. */
export const ABILITIES = {
  connection: { zh: '连接与查询', en: 'connection and look-ups' },
  hotels: { zh: '酒店与房型发布', en: 'publication of hotels and room types' },
  goods: { zh: '预定商品', en: 'bookable goods' },
  'calendar-push': { zh: '价量态推送', en: 'stock and price push' },
  vouchers: { zh: '预售券', en: 'vouchers' },
  'calendar-pull': { zh: '价量态拉取', en: 'ARI pull' },
  check: { zh: '可订检查', en: 'bookable check' },
  orders: { zh: '预售订单与支付', en: 'voucher orders and payment' },
  bookings: { zh: '预约', en: 'bookings' },
  acceptance: { zh: '接单与拒单', en: 'acceptance and rejection' },
  stays: { zh: '入住与离店', en: 'stays' },
  hourly: { zh: '钟点房', en: 'rooms by the hour' },
  abroad: { zh: '非大陆商户的税前价', en: 'prices before tax outside the mainland' },
  bills: { zh: '账单', en: 'bills' },
  webhooks: { zh: '消息推送', en: 'webhooks' },
  security: { zh: '签名与恶意输入', en: 'signatures and hostile input' },
} as const satisfies Readonly<Record<string, Bilingual>>;

/** One of them. */
export type Ability = keyof typeof ABILITIES;

/** What is known of a case without running it. */
export interface CaseInfo {
  /** Unique, `<subject>.<what>`. Stays for ever: reports are compared by it. */
  readonly id: string;
  readonly ability: Ability;
  readonly title: Bilingual;
  /** All mandatory ones must pass; optional ones are advice. */
  readonly mandatory: boolean;
  /** How sure it is that the platform wants this. */
  readonly source: Source;
  /** Short names of the interfaces it examines. */
  readonly interfaces: readonly string[];
  /**
   * `products`: goods and a voucher the partner sells. `webhook`: an address for notices. `platform`: the platform's
   * half, where the partner's own calls arrive. `sale`: a voucher that guests can buy there.
   */
  readonly needs: readonly ('products' | 'webhook' | 'platform' | 'sale')[];
  /** Made alike for every interface of a kind: it does not count as an examination of any of them. */
  readonly blanket?: true;
  /** Puts something on sale: played first, too, by plans that only need what comes of it. */
  readonly prepares?: true;
  /** Only for partners that sell rooms by the hour, whose good is examined then, or that are outside the mainland. */
  readonly sells?: 'hourly' | 'abroad';
  /** Only for partners with this creation mode. */
  readonly mode?: 'one-step' | 'two-step';
  /** Only for partners that check the old signature. */
  readonly oldSignature?: true;
}
