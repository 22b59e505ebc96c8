import { parseJson } from '@yuzhu/contract';
import type { Random } from '@yuzhu/runtime';
import { HttpClient } from '../../actors/http.ts';
import { waitFor } from '../../wait.ts';

/** What a crowd wants and how it comes. */
export interface CrowdOptions {
  readonly sandboxUrl: string;
  readonly guests: readonly string[];
  readonly voucherId: string;
  readonly promotionId: string;
  /** Requests under way at the same moment. */
  readonly atOnce: number;
  readonly random: Random;
  readonly signal?: AbortSignal | undefined;
}

/** One voucher order somebody got. */
export interface Won {
  readonly userId: string;
  readonly orderId: string;
  readonly count: number;
  readonly payAmount: number;
  /** State once nothing of it is under way. */
  readonly state: string;
}

/** What became of a crowd. */
export interface CrowdResult {
  readonly won: readonly Won[];
  /** Refusals by code. */
  readonly refused: Readonly<Record<string, number>>;
  readonly attempts: number;
  /** Until everybody had his answer. */
  readonly seconds: number;
}

/** Every so many guests one tries with several hands at once. */
const GREEDY = { every: 10, hands: 4 } as const;

interface Try {
  readonly userId: string;
  readonly count: 1 | 2;
}

/**
 * Everybody tries to buy one voucher (some two) in a flash sale, in an order by chance; every tenth guest tries four
 * times at once. Who got an order pays it at once.
 */
export async function runCrowd(options: CrowdOptions): Promise<CrowdResult> {
  const { sandboxUrl, guests, voucherId, promotionId, atOnce, random, signal } = options;
  const http = new HttpClient({ baseUrl: `${sandboxUrl}/guest/v1`, connections: atOnce, timeoutMs: 120_000 });
  // The hands of one guest stay together: that is where a limit per person could break.
  const tries = shuffled(guests.map(triesOf), random).flat();
  const won: Won[] = [];
  const refused: Record<string, number> = {};
  const begun = performance.now();
  const one = async ({ userId, count }: Try): Promise<void> => {
    const headers = { 'x-guest': userId };
    const body = JSON.stringify({ voucher_id: voucherId, promotion_id: promotionId, count });
    const answer = await http.exchange('POST', '/orders', body, headers);
    const said = parseJson(answer.text) as { order_id?: string; pay_amount?: number; error?: { code: string } };
    if (answer.status !== 201 || said.order_id === undefined) {
      const code = said.error?.code ?? `status ${answer.status}`;
      refused[code] = (refused[code] ?? 0) + 1;
      return;
    }
    const paid = await http.exchange('POST', `/orders/${said.order_id}/pay`, '{}', headers);
    const { state = `status ${paid.status}` } = parseJson(paid.text) as { state?: string };
    won.push({ userId, orderId: said.order_id, count, payAmount: said.pay_amount ?? 0, state });
  };
  try {
    let at = 0;
    const worker = async () => {
      for (;;) {
        const next = tries[at];
        at += 1;
        if (next === undefined || signal?.aborted) return;
        await one(next);
      }
    };
    await Promise.all(Array.from({ length: atOnce }, worker));
    const seconds = (performance.now() - begun) / 1000;
    return { won: await settled(http, won), refused, attempts: tries.length, seconds };
  } finally {
    await http.close();
  }
}

/** Orders whose first create call was not answered in time are repeated by the platform: reads them until they are through. */
function settled(http: HttpClient, won: readonly Won[]): Promise<Won[]> {
  const read = async (one: Won): Promise<Won> => {
    if (one.state !== 'creating') return one;
    const answer = await http.exchange('GET', `/orders/${one.orderId}`, undefined, { 'x-guest': one.userId });
    return { ...one, state: (parseJson(answer.text) as { state: string }).state };
  };
  return waitFor(
    () => Promise.all(won.map(read)),
    (all) => all.every(({ state }) => state !== 'creating'),
    { what: 'every order through', limitMs: 120_000, everyMs: 1000 },
  );
}

function triesOf(userId: string, at: number): Try[] {
  const hands = at % GREEDY.every === 0 ? GREEDY.hands : 1;
  return Array.from({ length: hands }, () => ({ userId, count: at % 7 === 0 ? 2 : 1 }));
}

function shuffled<T>(items: readonly T[], random: Random): T[] {
  const all = [...items];
  for (let at = all.length - 1; at > 0; at--) {
    const other = random.int(at + 1);
    [all[at], all[other]] = [all[other] as T, all[at] as T];
  }
  return all;
}
