import type { IncomingMessage } from 'node:http';
import { HEADERS, PARTNER, type Spi, spiReply, spis } from '@yuzhu/contract';
import type { AppError, Scope } from '@yuzhu/runtime';
import type { GatewayContext } from '../context.ts';
import type { ExchangeRecorder } from '../exchanges/recorder.ts';
import { shadowOf } from '../stress/shadow.ts';
import { authenticate } from './authenticate.ts';
import type { SpiAnswer } from './door.ts';
import { type Desks, type ServedSpi, spiDoors } from './doors.ts';
import { parseBody } from './read-message.ts';
import { hasLeft, type Received, receive, sendJson } from './receive.ts';

const PREFIX = '/spi';
/** Of a call nobody signed only the beginning is kept: it may be anything, of any size, at any rate. */
const UNSIGNED_KEPT = 4096;
const LONGEST_LOGID = 128;

/**
 * The platform's front door: one path per SPI of the contract. HTTP 200 with a code for everything that was signed; a
 * bad signature gets HTTP 401 and touches nothing; never a 5xx.
 *
 * Routing, counting and shutdown are the server's; the door works on the raw exchange, because it needs nothing of what a
 * framework does with a body and a reply, and the platform's load test goes through here.
 */
export function spiScope(ctx: GatewayContext, desks: Desks, recorder: ExchangeRecorder): Scope {
  const doors = spiDoors(ctx, desks);
  const missing = spis.filter((spi) => !doors.some((door) => door.spi === spi));
  if (missing.length > 0) throw new Error(`no door for ${missing.map((spi) => spi.name).join(', ')}`);
  const { spiBodyLimit: limit } = ctx.settings;
  const answers = ctx.metrics.counter('spi_answers_total', 'Answers to the platform by interface and code', [
    'interface',
    'code',
  ]);
  const stressAnswers = ctx.metrics.counter(
    'spi_stress_answers_total',
    'Answers to load-test traffic by interface and code; not in spi_answers_total',
    ['interface', 'code'],
  );
  return {
    name: 'spi',
    prefix: PREFIX,
    bodyLimit: limit,
    body: 'raw',
    errorReply,
    direct: doors.map((door) => {
      if (!door.spi.path.startsWith(`${PREFIX}/`)) throw new Error(`${door.spi.path} is not under ${PREFIX}`);
      const real = counterByCode((code) => answers.labels(door.spi.name, String(code)));
      const test = counterByCode((code) => stressAnswers.labels(door.spi.name, String(code)));
      const count = (code: number, stress: boolean) => (stress ? test : real)(code);
      const served = { ...door, count };
      return {
        path: door.spi.path.slice(PREFIX.length),
        handle: (request, response, sent) =>
          receive(request, limit, async (body) => {
            const { status, text, answered } = await exchange(ctx, desks, recorder, served, request, body);
            if (answered !== undefined) {
              desks.after.add(hasLeft(response).then((left) => (left ? answered() : undefined)));
            }
            sendJson(response, status, text);
            sent();
          }),
      };
    }),
    register: () => undefined,
  };
}

/** What never reaches a door: unknown path or method, broken HTTP. */
function errorReply(error: AppError): { status: number; body: unknown } {
  const status = error.status >= 500 ? 200 : error.status;
  return { status, body: spiReply(PARTNER.other, error.message) };
}

/** One look-up per code instead of one per answer. */
function counterByCode(make: (code: number) => { inc(): void }): (code: number) => void {
  const counters = new Map<number, { inc(): void }>();
  return (code) => {
    let counter = counters.get(code);
    if (counter === undefined) {
      counter = make(code);
      counters.set(code, counter);
    }
    counter.inc();
  };
}

interface CountedSpi extends ServedSpi {
  count(code: number, stress: boolean): void;
}

interface Outcome {
  readonly status: number;
  readonly answer: SpiAnswer;
  readonly orderId?: string | undefined;
}

/** Answers a call and puts it on record. Never throws. */
async function exchange(
  ctx: GatewayContext,
  desks: Desks,
  recorder: ExchangeRecorder,
  door: CountedSpi,
  request: IncomingMessage,
  body: Received,
): Promise<{ status: number; text: string; answered: SpiAnswer['answered'] }> {
  const start = performance.now();
  const at = ctx.clock.now();
  const { url: target = '', headers } = request;
  const logid = headers[HEADERS.logid];
  const stress = headers[HEADERS.stress] === '1';
  let outcome: Outcome;
  try {
    // A flood waits for the record rather than losing it.
    const room = recorder.room();
    if (room !== undefined) await room;
    outcome = await answerCall(ctx, desks, door, request, body, at);
  } catch (error) {
    ctx.log.error({ err: error, interface: door.spi.name, logid }, 'an SPI call could not be served');
    outcome = { status: 200, answer: failure(door.spi) };
  }
  const { status, answer, orderId } = outcome;
  door.count(answer.code, stress);
  const text = JSON.stringify(spiReply(answer.code, answer.description, answer.data));
  recorder.record({
    accountId: stress ? shadowOf(answer.accountId ?? '') : (answer.accountId ?? ''),
    direction: 'in',
    interfaceName: door.spi.name,
    logid: typeof logid === 'string' && logid !== '' ? logid.slice(0, LONGEST_LOGID) : undefined,
    orderId,
    target,
    request: status === 401 ? body?.subarray(0, UNSIGNED_KEPT) : body,
    reply: text,
    httpStatus: status,
    code: answer.code,
    latencyUs: (performance.now() - start) * 1000,
    at,
  });
  return { status, text, answered: answer.answered };
}

async function answerCall(
  { keys, settings }: Pick<GatewayContext, 'keys' | 'settings'>,
  { directory }: Desks,
  door: ServedSpi,
  { url = '', headers }: IncomingMessage,
  body: Received,
  at: number,
): Promise<Outcome> {
  if (body === undefined) {
    return { status: 413, answer: other(`the body is larger than the limit of ${settings.spiBodyLimit} bytes`) };
  }
  const search = url.slice(url.indexOf('?') + 1);
  const application = await authenticate(directory, { headers, search, body }, settings.allowOldSignature);
  if (application === undefined) return { status: 401, answer: other('signature invalid') };
  const parsed = parseBody(body, settings.spiNesting);
  if (!parsed.ok) return { status: 200, answer: { code: parsed.refusal.code, description: parsed.refusal.reason } };
  const stress = headers[HEADERS.stress] === '1';
  const call = { application, at, stress, sealedBody: () => keys.encrypt(body) };
  const answer = await door.serve(call, parsed.value);
  return { status: 200, answer, orderId: orderIdOf(parsed.value) };
}

function other(description: string): SpiAnswer {
  return { code: PARTNER.other, description };
}

/** Something of ours failed: the platform shall ask again where it can, and is told nothing false about the order. */
function failure(spi: Spi): SpiAnswer {
  return spi.codes.includes(PARTNER.retry)
    ? { code: PARTNER.retry, description: 'temporary failure, please retry' }
    : other('temporary failure');
}

function orderIdOf(body: Record<string, unknown>): string | undefined {
  const { order_id: id } = body;
  return typeof id === 'string' || typeof id === 'number' ? String(id).slice(0, 128) : undefined;
}
