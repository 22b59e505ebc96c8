import { interfaceNamed, parseJson, webhooks } from '@yuzhu/contract';
import type { Hotel } from '../actors/hotel.ts';
import type { GatewayExchange } from '../actors/hotel-views.ts';
import type { NoticeView, Operator, PlatformExchange } from '../actors/operator.ts';
import { waitFor } from '../wait.ts';
import type { SeenExchange } from './exchange.ts';

/** Reads what went over the wire from the records of both programs, each exchange once. */
export class WireLog {
  readonly #operator: Operator;
  readonly #hotels: () => readonly Hotel[];
  readonly #seen = new Set<string>();
  readonly #lastKept = new Map<Hotel, number>();

  /** @param hotels Gives the hotels' side, one for each account with a key; without any only the platform's records are read. */
  constructor(operator: Operator, hotels: () => readonly Hotel[]) {
    this.#operator = operator;
    this.#hotels = hotels;
  }

  /**
   * Every exchange since the last call, in the order in which they ended. The hotel's side writes its records a moment
   * after the answer: they are waited for. One that never comes is reported with `keptByHotel: false`.
   */
  async take(): Promise<readonly SeenExchange[]> {
    const hotels = this.#hotels();
    let kept: readonly GatewayExchange[] = [];
    const last = new Map<Hotel, number | undefined>();
    const complete = async () => {
      const platform = (await this.#operator.exchanges({ limit: 500 })).filter((one) => !this.#seen.has(keyOf(one)));
      const lists = await Promise.all(hotels.map((one) => one.exchangesAfter(this.#lastKept.get(one) ?? 0)));
      kept = lists.flat();
      for (const [at, one] of hotels.entries()) last.set(one, lists[at]?.at(-1)?.exchange_id);
      const known = new Set(kept.map(({ logid }) => logid));
      return { platform, missing: platform.filter((one) => isKept(one) && !known.has(one.logid)) };
    };
    const { platform } = await waitFor(complete, ({ missing }) => hotels.length === 0 || missing.length === 0, {
      what: 'the records of both sides',
      limitMs: 15_000,
    }).catch(complete);
    for (const one of platform) this.#seen.add(keyOf(one));
    for (const [one, id] of last) if (id !== undefined) this.#lastKept.set(one, id);
    const notices = await this.#newNotices();
    return inOrder(platform, kept, hotels.length > 0, notices);
  }

  async #newNotices(): Promise<SeenExchange[]> {
    const notices = await this.#operator.notices();
    return notices.flatMap((notice) =>
      notice.attempts
        .filter(({ attempt }) => !this.#seen.has(`notice ${notice.message_id} ${attempt}`))
        .map((attempt) => {
          this.#seen.add(`notice ${notice.message_id} ${attempt.attempt}`);
          return ofNotice(notice, attempt);
        })
        .filter((one) => one !== undefined),
    );
  }
}

const keyOf = (one: PlatformExchange) => `${one.direction} ${one.logid} ${one.attempt} ${one.copy}`;
/** The credential call belongs to the application, not to an account: an account's key does not show it. */
const isKept = (one: PlatformExchange) => one.interface !== 'token';

function inOrder(
  platform: readonly PlatformExchange[],
  kept: readonly GatewayExchange[],
  asked: boolean,
  notices: readonly SeenExchange[],
): SeenExchange[] {
  const order = new Map(kept.map((one, index) => [one.logid, { one, index }]));
  const exchanges = platform
    .map((one) => ({ one, kept: order.get(one.logid) }))
    .sort((a, b) => a.one.at - b.one.at || (a.kept?.index ?? -1) - (b.kept?.index ?? -1))
    .map(({ one, kept: record }) => {
      const keptSame = record !== undefined && record.one.code === one.code;
      // The platform can not know that a call repeats an earlier one; the hotel's outbox counts its attempts.
      const attempt = record?.one.attempt ?? one.attempt;
      return ofExchange({ ...one, attempt }, asked && isKept(one) ? keptSame : undefined);
    })
    .filter((one) => one !== undefined);
  // A notice comes before what the hotel does about it.
  return [...notices, ...exchanges].sort((a, b) => a.at - b.at);
}

function ofExchange(one: PlatformExchange, keptByHotel: boolean | undefined): SeenExchange | undefined {
  const definition = interfaceNamed(one.interface);
  if (definition === undefined) return undefined;
  const query = one.url.includes('?')
    ? Object.fromEntries(new URLSearchParams(one.url.slice(one.url.indexOf('?') + 1)))
    : {};
  const answer = one.verdict === 'answered' ? parsed(one.reply ?? '') : {};
  return {
    from: one.direction === 'out' ? 'platform' : 'hotel',
    definition,
    logid: one.logid,
    at: one.at,
    attempt: one.attempt,
    url: one.url,
    headers: one.headers,
    requestText: one.request,
    request: one.request === '' ? query : parsed(one.request),
    reply: answer.data ?? {},
    code: one.verdict === 'answered' ? (one.code ?? undefined) : undefined,
    keptByHotel,
  };
}

function ofNotice(notice: NoticeView, attempt: NoticeView['attempts'][number]): SeenExchange | undefined {
  const definition = webhooks.find(({ event }) => event === notice.event);
  if (definition === undefined) return undefined;
  const envelope = parsed(notice.body);
  return {
    from: 'platform',
    definition,
    logid: typeof envelope.log_id === 'string' ? envelope.log_id : '',
    at: attempt.at,
    attempt: attempt.attempt,
    url: '',
    headers: {},
    requestText: notice.body,
    request: typeof envelope.content === 'string' ? parsed(envelope.content) : {},
    reply: {},
    code: attempt.status === 200 ? 0 : undefined,
    keptByHotel: undefined,
  };
}

function parsed(text: string): Record<string, unknown> {
  try {
    const value = parseJson(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
