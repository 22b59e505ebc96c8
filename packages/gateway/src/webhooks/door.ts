import { HEADERS, VERIFY_WEBHOOK, verifyWebhook } from '@yuzhu/contract';
import { plainErrorReply, type Scope } from '@yuzhu/runtime';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { GatewayContext } from '../context.ts';
import type { ExchangeRecorder } from '../exchanges/recorder.ts';
import { WEBHOOK_ERRORS } from './errors.ts';
import { noticeExchange } from './exchange.ts';
import { hashOf, messageIdOf, type ReadEnvelope, readEnvelope } from './read.ts';
import { signingApplications, storeNotice } from './store.ts';

type Ctx = Pick<GatewayContext, 'db' | 'clock' | 'keys' | 'metrics' | 'wake'>;

/** Notices are small; what is larger is none. */
const BODY_LIMIT = 262_144;
const RECEIVED = { data: { error_code: 0, description: 'success' } };

/**
 * The door for the platform's notices: `POST /webhooks`, or `POST /webhooks/<client_key>` where several applications
 * share a host (address checks carry no client_key, documented). Verifies the signature over the raw bytes, keeps the
 * notice once, answers 200, and leaves the work for later.
 *
 * | what comes | answer |
 * |---|---|
 * | a notice, new or repeated | 200 |
 * | an address check (`verify_webhook`) with a good signature or none | 200 `{"challenge": n}` |
 * | a wrong or missing signature, an unknown application | 401, nothing changed |
 * | not JSON, no event, NUL, nested too deep, a check without a number | 400, nothing changed |
 * | more than 256 KiB | 413, nothing changed |
 * | the database is away | 5xx: the platform sends it again |
 */
export function webhooksScope(ctx: Ctx, recorder: Pick<ExchangeRecorder, 'record'>): Scope {
  const received = ctx.metrics.counter('webhooks_received_total', 'Notices of the platform by what came of them', [
    'result',
  ]);
  const receive = async (request: FastifyRequest, reply: FastifyReply): Promise<unknown> => {
    const body = request.rawBody ?? Buffer.alloc(0);
    const envelope = readEnvelope(body);
    // Of several faults the signature is named first: a stranger learns nothing about what would be readable.
    const pathKey = (request.params as { client_key?: string }).client_key ?? '';
    const { signature, signer } = await findSigner(ctx, request, body, envelope, pathKey);
    // What is refused or seen before is recorded here; what is new, when it is worked in and its account is known.
    const seen = (status: number, error: string) => {
      const event = typeof envelope === 'string' ? '' : envelope.event;
      recorder.record(noticeExchange(body, { accountId: '', event, status, error, at: ctx.clock.now() }));
    };
    const isCheck = typeof envelope !== 'string' && envelope.event === VERIFY_WEBHOOK;
    // Echoing a number does nothing; whether address checks are signed is not documented.
    if (signer === undefined && !(isCheck && signature === '')) {
      received.inc({ result: 'bad_signature' });
      seen(401, 'signature invalid or application unknown');
      throw WEBHOOK_ERRORS.error('WEBHOOK_SIGNATURE');
    }
    if (typeof envelope === 'string') {
      received.inc({ result: 'malformed' });
      seen(400, envelope);
      throw WEBHOOK_ERRORS.error('WEBHOOK_MALFORMED', { reason: envelope });
    }
    if (isCheck) {
      if (envelope.challenge === undefined) {
        received.inc({ result: 'malformed' });
        throw WEBHOOK_ERRORS.error('WEBHOOK_MALFORMED', { reason: 'the address check carries no challenge number' });
      }
      received.inc({ result: 'check' });
      return reply.send({ challenge: envelope.challenge });
    }
    const isNew = await keep(ctx, request, body, envelope, signer as string);
    received.inc({ result: isNew ? 'new' : 'repeated' });
    if (isNew) ctx.wake.webhooks();
    else seen(200, 'seen before');
    return reply.send(RECEIVED);
  };
  return {
    name: 'webhooks',
    prefix: '/webhooks',
    bodyLimit: BODY_LIMIT,
    body: 'raw',
    errorReply: plainErrorReply,
    register: (app) => {
      app.post('/', receive);
      app.post('/:client_key', receive);
    },
  };
}

/** The application whose secret signed the body; undefined when none did. */
async function findSigner(
  ctx: Ctx,
  request: FastifyRequest,
  body: Buffer,
  envelope: ReadEnvelope | string,
  pathKey: string,
): Promise<{ readonly signature: string; readonly signer: string | undefined }> {
  const header = request.headers[HEADERS.webhookSignature];
  const signature = typeof header === 'string' ? header.trim() : '';
  const bodyKey = typeof envelope === 'string' ? '' : envelope.clientKey;
  // A body that names another application than the path it came by is foreign here.
  const foreign = pathKey !== '' && bodyKey !== '' && pathKey !== bodyKey;
  if (signature === '' || foreign || pathKey.includes('\0')) return { signature, signer: undefined };
  const applications = await signingApplications(ctx.db, pathKey || bodyKey);
  const signed = applications.find(({ secret }) => verifyWebhook(ctx.keys.decryptText(secret), body, signature));
  return { signature, signer: signed?.client_key };
}

async function keep(
  ctx: Ctx,
  request: FastifyRequest,
  body: Buffer,
  envelope: ReadEnvelope,
  clientKey: string,
): Promise<boolean> {
  const hash = hashOf(body);
  return storeNotice(
    ctx.db,
    {
      clientKey,
      messageId: messageIdOf(request.headers, hash),
      event: envelope.event,
      body: ctx.keys.encrypt(body),
      // Msg-Id is not signed: a copy under another id is known by its bytes. They are unique only with a log_id in them.
      bodyHash: envelope.logId === undefined ? undefined : hash,
    },
    ctx.clock.now(),
  );
}
