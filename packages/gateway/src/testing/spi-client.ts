import { HEADERS, queryPairs, signSpi, signSpiOld } from '@yuzhu/contract';
import { Pool } from 'undici';
import type { SeedApplication } from './seed.ts';

/** What came back. */
export interface SpiResult {
  readonly status: number;
  /** `data.error_code`. */
  readonly code: number;
  readonly description: string;
  /** All of `data`. */
  readonly data: Record<string, unknown>;
  readonly text: string;
}

/** How a call is made, where it is not made as usual. */
export interface SpiCallOptions {
  readonly query?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sign these bytes instead of the ones that are sent. */
  readonly signed?: Uint8Array;
  /** Leave the new signature out and put the old one into the query. */
  readonly old?: boolean;
}

/** A platform that calls one gateway. */
export interface SpiClient {
  /** Sends a message to `/spi/<door>`; an object is written as JSON, text and bytes go as they are. */
  send(door: string, body: object | string | Uint8Array, options?: SpiCallOptions): Promise<SpiResult>;
  close(): Promise<void>;
}

let logids = 0;

/** Opens a client that signs as an application. `connections` calls may be under way at once. */
export function spiClient(url: string, application: SeedApplication, connections = 64): SpiClient {
  const pool = new Pool(url, { connections, pipelining: 1 });
  return {
    send: async (door, body, options = {}) => {
      const bytes =
        body instanceof Uint8Array ? body : Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
      const { target, headers } = signedRequest(application, `/spi/${door}`, bytes, options);
      const response = await pool.request({ method: 'POST', path: target, headers, body: bytes });
      const text = await response.body.text();
      const { data } = JSON.parse(text) as { data: Record<string, unknown> };
      return {
        status: response.statusCode,
        code: Number(data.error_code),
        description: String(data.description ?? ''),
        data,
        text,
      };
    },
    close: () => pool.close(),
  };
}

/** Path with query and headers of a signed call. */
export function signedRequest(
  { clientKey, secret }: SeedApplication,
  path: string,
  body: Uint8Array,
  options: SpiCallOptions = {},
): { target: string; headers: Record<string, string> } {
  const query = options.query ?? `client_key=${clientKey}&timestamp=1788228000123`;
  const pairs = queryPairs(query);
  const signed = options.signed ?? body;
  const common = {
    'content-type': 'application/json',
    [HEADERS.logid]: `20260901100000TEST${String(logids++).padStart(16, '0')}`,
  };
  if (options.old === true) {
    const sign = signSpiOld(secret, pairs, signed);
    return { target: `${path}?${query}&sign=${sign}`, headers: { ...common, ...options.headers } };
  }
  return {
    target: `${path}?${query}`,
    headers: {
      ...common,
      [HEADERS.clientKey]: clientKey,
      [HEADERS.spiSignature]: signSpi(secret, pairs, signed),
      ...options.headers,
    },
  };
}
