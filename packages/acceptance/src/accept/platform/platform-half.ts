import type { Webhook } from '@yuzhu/contract';
import type { Random } from '@yuzhu/runtime';
import { Guest, type VoucherOnSale } from '../../actors/guest.ts';
import { Operator, type PlatformExchange } from '../../actors/operator.ts';
import type { Recorded } from '../exchanges/recorded.ts';

/**
 * The platform's half of the acceptance: the sandbox, where the partner's own calls arrive, guests buy and book, vouchers
 * are audited and money is settled.
 */
export class PlatformHalf {
  readonly url: string;
  readonly operator: Operator;
  readonly #guests: Guest[] = [];
  #offset = 0;

  constructor(url: string) {
    this.url = url;
    this.operator = new Operator(url);
  }

  /** Reads the platform's clock; to be repeated after it was moved. */
  async readClock(): Promise<void> {
    this.#offset = (await this.operator.clock()).now - Date.now();
  }

  /** Platform time, Unix ms: the clock runs at the speed of the machine's. */
  now(): number {
    return Date.now() + this.#offset;
  }

  /** Moves the platform's clock; what is due on the way happens. */
  async moveClock(target: { readonly to: number | string } | { readonly by: number | string }): Promise<void> {
    await this.operator.moveClock(target);
    await this.readClock();
  }

  /** Some guest. */
  async guest(random: Random): Promise<Guest> {
    if (this.#guests.length === 0) {
      const users = await this.operator.users();
      this.#guests.push(
        ...users.map(({ user_id, name }) => new Guest(this.url, { userId: user_id, name }, { connections: 2 })),
      );
    }
    return random.pick(this.#guests);
  }

  /** Vouchers that guests can buy now. */
  async vouchers(random: Random): Promise<readonly VoucherOnSale[]> {
    return (await this.guest(random)).vouchers();
  }

  /** Remembers what is on record of an interface (of everything without one), to tell later what is new. */
  async mark(interfaceName: string): Promise<ReadonlySet<string>> {
    return new Set((await this.#exchanges(interfaceName)).map(keyOf));
  }

  /** What came since a mark, oldest first. */
  async since(mark: ReadonlySet<string>, interfaceName: string): Promise<readonly Recorded[]> {
    const all = await this.#exchanges(interfaceName);
    return all
      .filter((one) => !mark.has(keyOf(one)))
      .reverse()
      .map(recordedOf);
  }

  /** Everything on record of an interface, oldest first. */
  async all(interfaceName: string): Promise<readonly Recorded[]> {
    return (await this.#exchanges(interfaceName)).reverse().map(recordedOf);
  }

  /** Every call about an order or booking, oldest first. */
  async about(subject: string, interfaceName: string): Promise<readonly Recorded[]> {
    const found = await this.operator.exchanges({ subject, limit: 500 });
    return found
      .filter((one) => one.interface === interfaceName)
      .reverse()
      .map(recordedOf);
  }

  /** The last attempt of a notice that was sent to the partner; undefined when none was. */
  async notice(definition: Webhook): Promise<Recorded | undefined> {
    const found = (await this.operator.notices()).find(({ event }) => event === definition.event);
    const attempt = found?.attempts.at(-1);
    if (found === undefined || attempt === undefined) return undefined;
    const { log_id: logid } = JSON.parse(found.body) as { log_id?: string };
    return {
      interface: definition.name,
      from: 'platform',
      logid: logid ?? found.message_id,
      at: attempt.at,
      url: '',
      requestHeaders: {},
      request: found.body,
      status: attempt.status ?? undefined,
      response: '',
      ms: undefined,
      fault: attempt.status === null ? 'no answer' : undefined,
    };
  }

  /** Ends its connections. */
  async close(): Promise<void> {
    await Promise.all(this.#guests.map((one) => one.close()));
    await this.operator.close();
  }

  async #exchanges(interfaceName: string): Promise<PlatformExchange[]> {
    return [...(await this.operator.exchanges({ interface: interfaceName, limit: 500 }))];
  }
}

const keyOf = (one: PlatformExchange) => `${one.direction} ${one.logid} ${one.attempt} ${one.copy}`;

function recordedOf(one: PlatformExchange): Recorded {
  const answered = one.verdict === 'answered' || one.direction === 'in';
  return {
    interface: one.interface,
    from: one.direction === 'out' ? 'platform' : 'partner',
    logid: one.logid,
    at: one.at,
    url: one.url,
    requestHeaders: one.headers,
    request: one.request,
    status: answered ? (one.status ?? 200) : (one.status ?? undefined),
    response: one.reply ?? '',
    // How long the platform took itself says nothing about the partner.
    ms: one.direction === 'out' ? (one.duration_ms ?? undefined) : undefined,
    fault: answered ? undefined : (one.reason ?? one.verdict ?? 'no answer'),
    ...(one.code === null ? {} : { code: one.code }),
  };
}
