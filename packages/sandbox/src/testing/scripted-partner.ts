import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A call as it came over the wire. */
export interface SeenCall {
  readonly path: string;
  /** Raw query, without the question mark. */
  readonly query: string;
  readonly headers: IncomingHttpHeaders;
  readonly raw: Buffer;
  /** The body read as JSON. */
  readonly body: Record<string, unknown>;
}

/** What is answered: JSON, or bytes, or nothing at all. */
export interface ScriptedReply {
  readonly status?: number;
  readonly json?: unknown;
  readonly text?: string;
  /** Never answers; the connection stays open. */
  readonly hang?: true;
  /** Cuts the connection after the body was read. */
  readonly cut?: true;
  /** Answers only after this resolves. */
  readonly after?: Promise<unknown>;
}

/** How a scene answers. `nth` counts the calls of the scene, from 1. */
export type Script = (call: SeenCall, nth: number) => ScriptedReply | Promise<ScriptedReply>;

/** A partner that answers as it is told; it knows the wire and nothing else. */
export interface ScriptedPartner {
  readonly url: string;
  /** Everything seen so far, in order of arrival; of one path when given. */
  seen(path?: string): readonly SeenCall[];
  forget(): void;
  /** From now on a path answers so; without a script as at first. */
  on(path: string, script?: Script): void;
  close(): Promise<void>;
}

/** Business answer of an SPI. */
export function says(
  code: number,
  more: object = {},
  description = code === 0 ? 'success' : `code ${code}`,
): ScriptedReply {
  return { json: { data: { error_code: code, description, ...more } } };
}

/** A booking taken: `sync` accepts or rejects at once, `async` later. */
export function takes(call: SeenCall, how: 'accept' | 'reject' | 'async'): ScriptedReply {
  const number = `BK-${String(call.body.order_id)}`;
  const confirm_info =
    how === 'async'
      ? { confirm_mode: 2, hotel_confirm_number: number }
      : how === 'accept'
        ? { confirm_mode: 1, confirm_result: 1, hotel_confirm_number: number }
        : { confirm_mode: 1, confirm_result: 2, reject_code: 1, reject_reason: '已满房' };
  return says(0, { order_id: call.body.order_id, order_out_id: number, confirm_info });
}

/** What each scene answers as long as nothing else is scripted: a willing hotel. */
const WILLING: Readonly<Record<string, Script>> = {
  '/spi/bookable-check': () => says(0),
  '/spi/voucher-order': (call) =>
    says(0, { order_id: call.body.order_id, order_out_id: `PV-${String(call.body.order_id)}` }),
  '/spi/booking': (call) => takes(call, 'accept'),
  '/spi/payment': () => says(0),
  '/spi/ari': () => says(0, { status: true, room_rates: [] }),
  '/webhooks': () => ({ text: '' }),
};

/** Starts a scripted partner on a free port of 127.0.0.1. */
export async function scriptedPartner(): Promise<ScriptedPartner> {
  let calls: SeenCall[] = [];
  const scripts = new Map<string, Script>(Object.entries(WILLING));
  const counts = new Map<string, number>();

  const answer = async (call: SeenCall, response: ServerResponse) => {
    const nth = (counts.get(call.path) ?? 0) + 1;
    counts.set(call.path, nth);
    const reply = (await scripts.get(call.path)?.(call, nth)) ?? { status: 404, text: 'no such scene' };
    await reply.after;
    if (reply.hang) return;
    if (reply.cut) {
      response.destroy();
      return;
    }
    response.writeHead(reply.status ?? 200, { 'content-type': 'application/json' });
    response.end(reply.text ?? JSON.stringify(reply.json));
  };
  const server: Server = createServer((request, response) => {
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => pieces.push(piece));
    request.on('end', () => {
      const raw = Buffer.concat(pieces);
      const [path = '', query = ''] = (request.url ?? '').split(/\?(.*)/s);
      const call = { path, query, headers: request.headers, raw, body: JSON.parse(raw.toString() || '{}') };
      calls.push(call);
      void answer(call, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen: (path) => (path === undefined ? calls : calls.filter((call) => call.path === path)),
    forget: () => {
      calls = [];
    },
    on: (path, script) => {
      counts.delete(path);
      const willing = WILLING[path];
      if (script !== undefined) scripts.set(path, script);
      else if (willing !== undefined) scripts.set(path, willing);
      else scripts.delete(path);
    },
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
