import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { type OpenApi, openApis } from '@yuzhu/contract';

/** A call as it arrived. */
export interface SeenCall {
  /** Contract name. */
  readonly name: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
  /** The body's bytes as text. */
  readonly raw: string;
  /** The body, parsed; undefined for GET. */
  readonly body: unknown;
}

/**
 * What a script answers: a body (HTTP 200), a status with a body, `drop` (the connection is cut after the call was
 * read), or `hang` (no answer ever).
 */
export type Scripted = { readonly status?: number; readonly body: unknown } | 'drop' | 'hang';

/** One step of a script; may wait for something before it answers. */
export type Step = (call: SeenCall) => Scripted | Promise<Scripted>;

/** A peer on the wire that answers what it is told to: for edges of the protocol that no honest platform shows at will. */
export interface PlatformDouble {
  readonly url: string;
  /** Every call so far, token calls too. */
  readonly calls: SeenCall[];
  /** Calls of an interface so far. */
  seen(one: OpenApi): SeenCall[];
  /** Answers every call of an interface from now on. */
  always(one: OpenApi, step: Step): void;
  /** Answers the next calls of an interface in turn, before what `always` says. */
  next(one: OpenApi, ...steps: readonly Step[]): void;
  /** The tokens that are accepted; a call with another one gets 2190008. */
  readonly tokens: Set<string>;
  /** Makes every token given out so far invalid. */
  revokeTokens(): void;
  close(): Promise<void>;
}

const EXTRA = { error_code: 0, description: '', sub_error_code: 0, sub_description: '', logid: 'LOGID', now: 0 };

/** A success with business members. */
export function success(data: object = {}): Scripted {
  return { body: { data: { error_code: 0, description: 'success', ...data }, extra: EXTRA } };
}

/** A refusal of the gateway's or a business kind. */
export function refusal(code: number, description = 'refused'): Scripted {
  return {
    body: {
      data: { error_code: code, description },
      extra: { ...EXTRA, error_code: code, description, sub_description: description },
    },
  };
}

/** Starts the double on a free port of 127.0.0.1. Without a script it accepts every batch and every decision. */
export async function startPlatformDouble(): Promise<PlatformDouble> {
  const calls: SeenCall[] = [];
  const steady = new Map<string, Step>();
  const queues = new Map<string, Step[]>();
  const tokens = new Set<string>();
  const sockets = new Set<Socket>();
  let issued = 0;

  const answer = async (call: SeenCall): Promise<Scripted> => {
    const queued = queues.get(call.name)?.shift();
    if (call.name !== 'token' && !tokens.has(String(call.headers['access-token']))) {
      if (queued !== undefined) queues.get(call.name)?.unshift(queued);
      return refusal(2190008, 'access_token expired');
    }
    const step = queued ?? steady.get(call.name) ?? DEFAULTS[call.name];
    return step === undefined ? success() : step(call);
  };

  steady.set('token', () => {
    const token = `clt.${++issued}`;
    tokens.add(token);
    return {
      body: { data: { access_token: token, expires_in: 7200, error_code: 0, description: '' }, message: 'success' },
    };
  });

  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const raw = Buffer.concat(chunks).toString('utf8');
    const url = new URL(request.url ?? '/', 'http://double');
    const name = openApis.find((one) => one.path === url.pathname && one.method === request.method)?.name;
    if (name === undefined) {
      response.writeHead(404).end();
      return;
    }
    const body: unknown = raw === '' ? undefined : JSON.parse(raw);
    const call: SeenCall = { name, path: url.pathname, query: url.searchParams, headers: request.headers, raw, body };
    calls.push(call);
    const scripted = await answer(call);
    if (scripted === 'hang') return;
    if (scripted === 'drop') {
      request.socket.destroy();
      return;
    }
    const text = typeof scripted.body === 'string' ? scripted.body : JSON.stringify(scripted.body);
    response.writeHead(scripted.status ?? 200, { 'content-type': 'application/json' }).end(text);
  };

  const server = createServer((request, response) => {
    void handle(request, response).catch(() => response.writeHead(500).end());
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;

  return {
    url: `http://127.0.0.1:${port}`,
    calls,
    seen: (one) => calls.filter((call) => call.name === one.name),
    always: (one, step) => void steady.set(one.name, step),
    next: (one, ...steps) => void queues.set(one.name, [...(queues.get(one.name) ?? []), ...steps]),
    tokens,
    revokeTokens: () => tokens.clear(),
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

interface WithPlans {
  readonly aris: readonly { readonly rate_plan_id: string }[];
}
interface WithGoods {
  readonly rate_plan: { readonly rooms: readonly { readonly rate_plans: readonly { out_rate_plan_id: string }[] }[] };
}

const acceptPlans: Step = ({ body }) => {
  const ids = new Set((body as WithPlans).aris.map((group) => group.rate_plan_id));
  return success({ save_result: [...ids].map((id) => ({ rate_plan_id: id, code: 0, message: 'success' })) });
};

const DEFAULTS: Readonly<Record<string, Step>> = {
  'stock-save': acceptPlans,
  'price-save': acceptPlans,
  'goods-save': ({ body }) =>
    success({
      rate_plan_map: (body as WithGoods).rate_plan.rooms
        .flatMap((room) => room.rate_plans)
        .map(({ out_rate_plan_id: id }) => ({
          out_rate_plan_id: id,
          rate_plan_id: `P-${id}`,
          code: '0',
          message: 'success',
        })),
    }),
  'hotel-save': ({ body }) => {
    const { out_hotel_id } = body as { out_hotel_id: string };
    return success({ out_hotel_id, status: 1, message: '' });
  },
  'hotel-status': ({ body }) => {
    const ids = (body as { out_hotel_id_list: readonly string[] }).out_hotel_id_list;
    const known = { status: 6, message: '', category_id: 8001001 };
    return { body: { data: ids.map((id) => ({ out_hotel_id: id, hotel_id: `P-${id}`, ...known })), extra: EXTRA } };
  },
  'room-save': ({ body }) => {
    const { out_room_id: id } = (body as { room_info: { out_room_id: string } }).room_info;
    return success({ ok: true, room_id: `P-${id}`, message: 'success' });
  },
  'room-status': ({ body }) => {
    const ids = (body as { room_ids: readonly string[] }).room_ids;
    return success({ room_list: ids.map((id) => ({ room_id: id, cn_name: id, status: 6, audit_message: '' })) });
  },
  'room-operate': ({ body }) => {
    const ids = (body as { room_ids: readonly string[] }).room_ids;
    return success({ room_list: ids.map((id) => ({ room_id: id, code: 0, message: 'success' })) });
  },
  'product-operate': ({ body }) => ({
    body: {
      data: (body as { product_id_list: readonly string[] }).product_id_list.map((id) => ({
        product_id: id,
        code: '0',
        message: 'success',
      })),
      extra: EXTRA,
    },
  }),
};
