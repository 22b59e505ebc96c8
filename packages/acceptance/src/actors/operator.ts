import { interfaces } from '@yuzhu/contract';
import { HttpClient, type HttpWay } from './http.ts';

/** The platform's clock. */
export interface ClockView {
  /** Unix ms. */
  readonly now: number;
  readonly hotel_time: string;
  /** Clock ms per real ms; 0 stopped. */
  readonly rate: number;
  readonly next_due: number | null;
  readonly followers: readonly { readonly url: string; readonly failures: number }[];
}

/** What happened while the clock was moved. */
export interface MoveView {
  readonly from: number;
  readonly to: number;
  readonly hotel_time: string;
  readonly steps: number;
  readonly ran: number;
  readonly timers: readonly { readonly hotel_time: string; readonly kind: string; readonly subject: string }[];
  readonly dropped_followers: readonly string[];
  readonly unsettled: readonly number[];
}

/** An application with its made-up secret. */
export interface ApplicationView {
  readonly client_key: string;
  readonly client_secret: string;
  readonly name: string;
  /** Where notices go; null = not subscribed. */
  readonly webhook_url: string | null;
}

/** A merchant. */
export interface AccountView {
  readonly account_id: string;
  readonly name: string;
  readonly applications: readonly string[];
}

/** Commercial terms of a merchant or a voucher. */
export interface Terms {
  readonly creation_mode: 'one-step' | 'two-step';
  readonly accept_minutes: number;
  /** Basis points of what was paid. */
  readonly service_fee_bp: number;
  readonly commission_bp: number;
  readonly creator_id: string | null;
}

/** Marketing to be set up. Money in fen, moments in Unix ms. */
export interface NewPromotion {
  readonly kind: 'flash-sale' | 'boost' | 'subsidy';
  readonly name: string;
  readonly to: number;
  readonly discount?: number;
  readonly flash_price?: number;
  readonly stock?: number;
  readonly per_person?: number;
  readonly fee_bp?: number;
}

/** A promotion as the platform has it. */
export interface PromotionView {
  readonly promotion_id: string;
  readonly voucher_id: string;
  readonly kind: string;
  readonly state: string;
  /** Vouchers sold in it and not given back. */
  readonly sold: number;
}

/** One exchange between the platform and the partner, as the platform kept it. */
export interface PlatformExchange {
  /** `out`: the platform called. */
  readonly direction: 'out' | 'in';
  readonly interface: string;
  readonly subject: string;
  readonly logid: string;
  /** Platform clock, Unix ms. */
  readonly at: number;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly attempt: number;
  readonly copy: number;
  readonly status: number | null;
  readonly code: number | null;
  readonly verdict: string | null;
  readonly reason: string | null;
  /** Real milliseconds until the answer. */
  readonly duration_ms: number | null;
  readonly request: string;
  readonly reply: string | null;
}

/** A notice with its attempts. */
export interface NoticeView {
  readonly message_id: string;
  readonly event: string;
  readonly state: string;
  readonly created_at: number;
  readonly body: string;
  readonly attempts: readonly { readonly attempt: number; readonly at: number; readonly status: number | null }[];
}

/** A hotel or room type in the platform's audit. */
export interface StaticAudit {
  readonly account_id: string;
  readonly kind: 'hotel' | 'room';
  readonly subject: string;
  readonly version: number;
  readonly state: string;
}

/** A hotel, room type or good with the state of its match. */
export interface MatchView {
  readonly account_id: string;
  readonly kind: 'hotel' | 'room' | 'good';
  readonly subject: string;
  readonly name: string;
  readonly state: 'bound' | 'unbound' | 'off-shelf' | 'abnormal';
}

/** The one who runs the platform's side: clock, merchants, records, money. */
export class Operator {
  readonly #http: HttpClient;

  constructor(sandboxUrl: string, way: HttpWay = {}) {
    // Moving the clock by days is one long answer.
    this.#http = new HttpClient({ baseUrl: `${sandboxUrl}/operator/v1`, connections: 8, timeoutMs: 600_000, ...way });
  }

  clock(): Promise<ClockView> {
    return this.#http.get('/clock');
  }

  /** Moves the clock; everything due on the way has happened when this resolves. */
  moveClock(target: { readonly to: number | string } | { readonly by: number | string }): Promise<MoveView> {
    return this.#http.post('/clock/move', target);
  }

  runClock(rate: number): Promise<ClockView> {
    return this.#http.post('/clock/run', { rate });
  }

  stopClock(): Promise<ClockView> {
    return this.#http.post('/clock/stop');
  }

  /** Registers a program that goes by this clock. */
  addFollower(url: string): Promise<ClockView> {
    return this.#http.post('/clock/followers', { url });
  }

  /** Takes a follower away. */
  removeFollower(url: string): Promise<ClockView> {
    return this.#http.delete('/clock/followers', { url });
  }

  async applications(): Promise<readonly ApplicationView[]> {
    return (await this.#http.get<{ applications: ApplicationView[] }>('/applications')).applications;
  }

  async accounts(): Promise<readonly AccountView[]> {
    return (await this.#http.get<{ accounts: AccountView[] }>('/accounts')).accounts;
  }

  async users(): Promise<readonly { readonly user_id: string; readonly name: string }[]> {
    return (await this.#http.get<{ users: { user_id: string; name: string }[] }>('/users')).users;
  }

  /** Makes guests up; their ids. */
  async addUsers(prefix: string, count: number): Promise<readonly string[]> {
    return (await this.#http.post<{ user_ids: string[] }>('/users', { prefix, count })).user_ids;
  }

  /** Sets up marketing of a voucher on sale. */
  addPromotion(platformVoucherId: string, promotion: NewPromotion): Promise<PromotionView> {
    return this.#http.post(`/vouchers/${platformVoucherId}/promotions`, promotion);
  }

  /** Every promotion, newest first. */
  async promotions(): Promise<readonly PromotionView[]> {
    return (await this.#http.get<{ promotions: PromotionView[] }>('/promotions')).promotions;
  }

  /** Sets where notices go; the platform asks that address for the challenge first. Undefined: nowhere. */
  setWebhook(clientKey: string, url: string | undefined): Promise<unknown> {
    return this.#http.put(`/applications/${clientKey}/webhook`, { url });
  }

  /** Sets where one SPI scene is called. */
  setAddress(clientKey: string, interfaceName: string, url: string): Promise<unknown> {
    return this.#http.put(`/applications/${clientKey}/addresses/${interfaceName}`, { url });
  }

  /** How the platform treats a merchant: audits and delays, in clock milliseconds. */
  setHandling(
    accountId: string,
    handling: {
      readonly audit_delay_ms?: number;
      readonly audit_mode?: 'approve' | 'reject' | 'manual';
      /** Of a merchant outside the mainland; null: mainland. */
      readonly currency?: string | null;
      readonly audit_message?: string;
    },
  ): Promise<unknown> {
    return this.#http.put(`/accounts/${accountId}/handling`, handling);
  }

  /** Makes an application that of an agent while something is done: without the ability for the paged list of hotels. */
  async asAgent(clientKey: string, work: () => Promise<unknown>): Promise<void> {
    const path = `/applications/${clientKey}/scopes`;
    const { applications } = await this.#http.get<{ applications: (ApplicationView & { scopes: string[] })[] }>(
      '/applications',
    );
    const scopes = applications.find((one) => one.client_key === clientKey)?.scopes ?? [];
    const { scope: merchantsOnly } = interfaces.hotelQuery;
    await this.#http.put(path, { scopes: scopes.filter((scope) => scope !== merchantsOnly) });
    try {
      await work();
    } finally {
      await this.#http.put(path, { scopes: [...new Set([...scopes, merchantsOnly])] });
    }
  }

  /** Audits of hotels and room types, newest first. */
  async staticAudits(waitingOnly: boolean): Promise<readonly StaticAudit[]> {
    const query = waitingOnly ? { waiting: 'true' } : {};
    return (await this.#http.get<{ audits: StaticAudit[] }>('/static-audits', query)).audits;
  }

  /** Approves or rejects one now, with a reason. */
  decideStaticAudit(one: StaticAudit, approve: boolean, message: string): Promise<unknown> {
    const { account_id: account, kind, subject, version } = one;
    const path = `/static-audits/${account}/${kind}/${encodeURIComponent(subject)}/${version}`;
    return this.#http.post(path, { approve, message });
  }

  /** Matches of hotels, room types and goods, broken ones first. */
  async matches(): Promise<readonly MatchView[]> {
    return (await this.#http.get<{ matches: MatchView[] }>('/matches')).matches;
  }

  /** Breaks a match or mends it; the partner is told where there is a notice, unless `notice` is false. */
  setMatch(one: MatchView, state: MatchView['state'], notice = true): Promise<unknown> {
    return this.#http.put(`/matches/${one.account_id}/${one.kind}/${one.subject}`, { state, notice });
  }

  /** Sets commercial terms of a voucher, for orders from now on. */
  setVoucherTerms(platformVoucherId: string, terms: Partial<Terms>): Promise<Terms> {
    return this.#http.put(`/vouchers/${platformVoucherId}/terms`, terms);
  }

  /** Has the next answers of the partner to an interface lost on the way: the partner did it, the platform does not know. */
  loseAnswers(interfaceName: string, next: number): Promise<unknown> {
    const fault = { kind: 'lose-answer' };
    return this.#http.post('/faults', { interfaceName, direction: 'out', fault, pick: { next } });
  }

  /** Has the next pushes of an interface accepted and not written; a notice tells the partner. */
  failWrites(interfaceName: 'stock-save' | 'price-save', next: number): Promise<unknown> {
    const fault = { kind: 'write-fails' };
    return this.#http.post('/faults', { interfaceName, direction: 'in', fault, pick: { next } });
  }

  /** Takes every fault away. */
  clearFaults(): Promise<unknown> {
    return this.#http.delete('/faults');
  }

  /** Exchanges, newest first. */
  async exchanges(
    filter: {
      readonly subject?: string;
      readonly interface?: string;
      readonly logid?: string;
      readonly limit?: number;
    } = {},
  ): Promise<readonly PlatformExchange[]> {
    return (await this.#http.get<{ exchanges: PlatformExchange[] }>('/exchanges', filter)).exchanges;
  }

  /** Notices, newest first. */
  async notices(limit = 100): Promise<readonly NoticeView[]> {
    return (await this.#http.get<{ notices: NoticeView[] }>('/notices', { limit })).notices;
  }

  /** The ledger: balances by account and their sum, fen. */
  ledger(accountId?: string): Promise<{
    readonly sum: number;
    readonly accounts: readonly { readonly ledger_account: string; readonly balance: number }[];
  }> {
    return this.#http.get('/ledger', { account_id: accountId });
  }

  /** Ends its connections. */
  close(): Promise<void> {
    return this.#http.close();
  }
}
