import { HEADERS, PARTNER, type Spi, spiReply, spis } from '@yuzhu/contract';
import type { AppError, Scope } from '@yuzhu/runtime';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { GatewayContext } from '../context.ts';
import type { ExchangeRecorder } from '../exchanges/recorder.ts';
import { authenticate } from './authenticate.ts';
import type { SpiAnswer } from './door.ts';
import { type Desks, type ServedSpi, spiDoors } from './doors.ts';
import { parseBody } from './read-message.ts';

const PREFIX = '/spi';
const JSON_TYPE = 'application/json; charset=utf-8';
const NO_BYTES = Buffer.alloc(0);
/** Of a call nobody signed only the beginning is kept: it may be anything, of any size, at any rate. */
const UNSIGNED_KEPT = 4096;

/**
 * The platform's front door: one path per SPI of the contract. HTTP 200 with a code for everything that was signed; a
 * bad signature gets HTTP 401 and touches nothing; never a 5xx.
 */
export function spiScope(ctx: GatewayContext, desks: Desks, recorder: ExchangeRecorder): Scope {
  const doors = spiDoors(ctx, desks);
  const missing = spis.filter((spi) => !doors.some((door) => door.spi === spi));
  if (missing.length > 0) throw new Error(`no door for ${missing.map((spi) => spi.name).join(', ')}`);
  const answers = ctx.metrics.counter('spi_answers_total', 'Answers to the platform by interface and code', [
    'interface',
    'code',
  ]);
  return {
    name: 'spi',
    prefix: PREFIX,
    bodyLimit: ctx.settings.spiBodyLimit,
    body: 'raw',
    errorReply,
    register: (app: FastifyInstance) => {
      for (const door of doors) {
        if (!door.spi.path.startsWith(`${PREFIX}/`)) throw new Error(`${door.spi.path} is not under ${PREFIX}`);
        const count = (code: number) => answers.inc({ interface: door.spi.name, code });
        app.post(door.spi.path.slice(PREFIX.length), (request, reply) =>
          handle(ctx, desks, recorder, door, count, request, reply),
        );
      }
    },
  };
}

/** Everything that never reaches a door: unknown path, body too large, broken HTTP. */
function errorReply(error: AppError): { status: number; body: unknown } {
  const status = error.status >= 500 ? 200 : error.status;
  return { status, body: spiReply(PARTNER.other, error.message) };
}

async function handle(
  ctx: GatewayContext,
  { directory }: Desks,
  recorder: ExchangeRecorder,
  door: ServedSpi,
  count: (code: number) => void,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<string> {
  const start = performance.now();
  const at = ctx.clock.now();
  const body = request.rawBody ?? NO_BYTES;
  const { url, headers } = request.raw;
  const target = url ?? '';
  let answer: SpiAnswer;
  let parsed: Record<string, unknown> | undefined;
  let sealed: Uint8Array | undefined;
  let signed = false;
  try {
    // A flood waits for the record rather than losing it.
    const room = recorder.room();
    if (room !== undefined) await room;
    const search = target.slice(target.indexOf('?') + 1);
    const application = await authenticate(directory, { headers, search, body }, ctx.settings.allowOldSignature);
    if (application === undefined) {
      reply.code(401);
      answer = { code: PARTNER.other, description: 'signature invalid' };
    } else {
      signed = true;
      const read = parseBody(body, ctx.settings.spiNesting);
      if (read.ok) {
        parsed = read.value;
        const sealedBody = () => {
          sealed ??= ctx.keys.encrypt(body);
          return sealed;
        };
        answer = await door.serve({ application, at, stress: headers[HEADERS.stress] === '1', sealedBody }, parsed);
      } else {
        answer = { code: read.refusal.code, description: read.refusal.reason };
      }
    }
  } catch (error) {
    ctx.log.error({ err: error, interface: door.spi.name, logid: request.logid }, 'an SPI call could not be served');
    answer = failure(door.spi);
  }
  count(answer.code);
  const text = JSON.stringify(spiReply(answer.code, answer.description, answer.data));
  recorder.record({
    accountId: answer.accountId ?? '',
    direction: 'in',
    interfaceName: door.spi.name,
    logid: request.logid === '' ? undefined : request.logid,
    orderId: orderIdOf(parsed),
    target,
    request: signed ? body : body.subarray(0, UNSIGNED_KEPT),
    sealedRequest: sealed,
    reply: text,
    httpStatus: reply.statusCode,
    code: answer.code,
    latencyUs: (performance.now() - start) * 1000,
    at,
  });
  reply.header('content-type', JSON_TYPE);
  return text;
}

/** Something of ours failed: the platform shall ask again where it can, and is told nothing false about the order. */
function failure(spi: Spi): SpiAnswer {
  return spi.codes.includes(PARTNER.retry)
    ? { code: PARTNER.retry, description: 'temporary failure, please retry' }
    : { code: PARTNER.other, description: 'temporary failure' };
}

function orderIdOf(body: Record<string, unknown> | undefined): string | undefined {
  const id = body?.order_id;
  return typeof id === 'string' || typeof id === 'number' ? String(id).slice(0, 128) : undefined;
}
