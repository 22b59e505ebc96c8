import { HEADERS, type Spi, spis } from '@yuzhu/contract';
import type { Random } from '@yuzhu/runtime';
import { Agent } from 'undici';
import { PlatformCaller } from '../actors/platform-caller.ts';
import type { LoadPlan } from './plan.ts';
import type { Ending } from './tally.ts';

/** What came of one send. */
export interface Reply {
  readonly ending: Ending;
  /** Body, as far as one came. */
  readonly text: string;
  readonly status: number | undefined;
}

/** Sends signed calls with `X-Stress-Tag: 1`. */
export interface Wire {
  /** Signs and sends at once; resolves whatever happens, within the time-out. */
  send(name: string, body: Uint8Array, okCodes: readonly number[]): Promise<Reply>;
  close(): Promise<void>;
}

/** Opens connections to the partner of a plan; `connections` of them at most to each host, made when they are needed. */
export function openWire(
  plan: Pick<LoadPlan, 'partner' | 'timeoutMs'>,
  parts: { readonly now: () => number; readonly random: Random; readonly connections: number },
): Wire {
  const { partner, timeoutMs } = plan;
  const { url, clientKey, clientSecret, addresses } = partner;
  const { now, random, connections } = parts;
  const platform = new PlatformCaller({ partnerUrl: url, paths: addresses, clientKey, clientSecret, now, random });
  // The time-out is kept here, to the millisecond; the library's own are coarse.
  const agent = new Agent({
    connections,
    pipelining: 1,
    headersTimeout: 0,
    bodyTimeout: 0,
    connectTimeout: timeoutMs + 1000,
  });
  const spiOf = new Map(spis.map((spi) => [spi.name, spi]));
  const { origin, pathname } = new URL(url);
  const base = pathname.replace(/\/+$/, '');

  const exchange = async (
    spi: Spi,
    body: Uint8Array,
    signal: AbortSignal,
  ): Promise<{ status: number; text: string }> => {
    const call = platform.prepareBytes(spi, body);
    const whole = call.target.startsWith('/') ? undefined : new URL(call.target);
    const { statusCode, body: answer } = await agent.request({
      origin: whole?.origin ?? origin,
      path: whole === undefined ? `${base}${call.target}` : `${whole.pathname}${whole.search}`,
      method: 'POST',
      headers: { ...call.headers, [HEADERS.stress]: '1' },
      body: call.body,
      signal,
    });
    return { status: statusCode, text: await answer.text() };
  };

  return {
    send: async (name, body, okCodes) => {
      const spi = spiOf.get(name);
      if (spi === undefined) throw new RangeError(`no SPI is called ${name}`);
      const controller = new AbortController();
      const timer = setTimeout(() => controller.abort(), timeoutMs);
      try {
        const { status, text } = await exchange(spi, body, controller.signal);
        return { ending: endingOf(status, text, okCodes), text, status };
      } catch (error) {
        if (controller.signal.aborted) return { ending: 'timeout', text: '', status: undefined };
        return { ending: `connection:${reasonOf(error)}`, text: '', status: undefined };
      } finally {
        clearTimeout(timer);
      }
    },
    close: async () => {
      await agent.destroy();
      await platform.close();
    },
  };
}

/** What the platform makes of an answer: HTTP 200 with a whole number in `data.error_code`, or no answer. */
function endingOf(status: number, text: string, okCodes: readonly number[]): Ending {
  if (status !== 200) return `http:${status}`;
  try {
    const { data } = JSON.parse(text) as { data?: { error_code?: unknown } };
    const code = data?.error_code;
    if (typeof code !== 'number' || !Number.isInteger(code)) return 'no-code';
    return okCodes.includes(code) ? 'ok' : `code:${code}`;
  } catch {
    return 'no-code';
  }
}

function reasonOf(error: unknown): string {
  const { code, cause, name } = error as NodeJS.ErrnoException & { cause?: NodeJS.ErrnoException };
  return code ?? cause?.code ?? name ?? 'unknown';
}
