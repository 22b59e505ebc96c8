import {
  type CallContext,
  interfaces,
  type OpenApi,
  OutwardFault,
  type PreparedCall,
  prepareCall,
  type ReplyOf,
  type RequestOf,
  readReply,
} from '@yuzhu/contract';
import type { Session } from '@yuzhu/runtime';
import type { Dispatcher } from 'undici';
import type { GatewayContext } from '../context.ts';
import type { Exchange } from '../exchanges/exchange.ts';
import { isShadow, realAccountOf } from '../stress/shadow.ts';
import { clientKeyOf, secretOf } from './application.ts';
import { openExclusive } from './exclusive.ts';
import { createGrace } from './grace.ts';
import { notSent, type PlatformFailure, type PlatformOutcome } from './outcome.ts';
import type { CallOptions, PlatformClient } from './platform-client.ts';
import { blockSlots, type Caller, clearStrikes, settleSlot, type TakenSlot, takeSlot } from './slots.ts';
import { type FetchedToken, openTokens, unknownApplication } from './tokens.ts';
import { openTransport, type SentCall } from './transport.ts';

/** What the client is made of. */
export type ClientParts = Pick<GatewayContext, 'db' | 'clock' | 'random' | 'metrics' | 'keys'> & {
  readonly settings: Pick<GatewayContext['settings'], 'platformUrl' | 'platformTimeout' | 'databasePool'>;
  /** Keeps an exchange; must not throw and must not block. */
  readonly record: (exchange: Exchange) => void;
  /** Carries the calls, in place of a pool of connections of its own. */
  readonly dispatcher?: Dispatcher | undefined;
};

/** Opens the client. Nothing is connected before the first call. */
export function createPlatformClient(parts: ClientParts): PlatformClient {
  const { db, clock, random, keys, settings, record } = parts;
  const transport = openTransport(settings.platformUrl, settings.platformTimeout, parts.dispatcher);
  const meter = clientMetrics(parts.metrics);
  const grace = createGrace();

  /** One exchange: sent, read, measured, kept. */
  const exchange = async <I extends OpenApi>(
    one: I,
    prepared: PreparedCall,
    caller: Caller,
    options: Partial<CallOptions>,
  ): Promise<PlatformOutcome<ReplyOf<I>>> => {
    const at = clock.now();
    const start = performance.now();
    const answer = await transport.send(prepared);
    const seconds = (performance.now() - start) / 1000;
    const outcome = readAnswer(one, answer);
    if (answer.answered) grace.answered(seconds * 1000);
    meter.seconds.observe({ interface: one.name }, seconds);
    meter.calls.inc({ interface: one.name, result: outcome.ok ? 'ok' : outcome.next });
    // The token call carries the secret and its answer the token: neither is kept.
    const isToken = one.envelope === 'token';
    record({
      accountId: options.accountId ?? caller.accountId ?? '',
      direction: 'out',
      interfaceName: one.name,
      target: prepared.target,
      request: isToken ? undefined : prepared.body,
      reply: answer.answered && !isToken ? answer.body : undefined,
      httpStatus: answer.answered ? answer.status : undefined,
      code: outcome.ok ? 0 : outcome.code,
      logid: outcome.logid,
      orderId: options.orderId,
      messageId: options.messageId,
      attempt: options.attempt,
      latencyUs: Math.round(seconds * 1e6),
      error: outcome.ok ? undefined : outcome.description,
      at,
    });
    return outcome;
  };

  const limited = (one: OpenApi, at: number): PlatformFailure => {
    meter.calls.inc({ interface: one.name, result: 'limited' });
    return notSent('backoff', 'the rate limit of the interface leaves no room now', at);
  };

  /** Takes a slot, waiting as long as the caller's patience allows; a failure when it has to come back later. */
  const awaitSlot = async (
    session: Session,
    one: OpenApi,
    caller: Caller,
    request: unknown,
    patienceMs: number,
  ): Promise<TakenSlot | PlatformFailure> => {
    const until = clock.now() + patienceMs;
    for (;;) {
      const slot = await takeSlot(session, one, caller, request, clock.now(), grace.ms());
      if (slot.free) return slot;
      if (slot.at > until) return limited(one, slot.at);
      // Patience ends in real time too: on a clock that stands still the moment would never come.
      const waited = clock.waitUntil(slot.at, AbortSignal.timeout(patienceMs)).then(
        () => true,
        () => false,
      );
      if (!(await waited)) return limited(one, slot.at);
    }
  };

  const afterwards = async <Data>(
    session: Session,
    one: OpenApi,
    caller: Caller,
    slot: TakenSlot,
    outcome: PlatformOutcome<Data>,
  ): Promise<PlatformOutcome<Data>> => {
    if (outcome.delivery !== 'unknown') await settleSlot(session, slot, clock.now());
    if (!outcome.ok && outcome.next === 'backoff' && outcome.delivery === 'answered') {
      return { ...outcome, notBefore: await blockSlots(session, one, caller, clock.now(), random.next()) };
    }
    if (outcome.ok && slot.strikes > 0) await clearStrikes(session, one, caller);
    return outcome;
  };

  /** Runs with the token's row locked, on that very connection: one that waits for another could starve the pool. */
  const fetchToken = async (session: Session, clientKey: string): Promise<FetchedToken> => {
    const secret = await secretOf(session, keys, clientKey);
    if (secret === undefined) return unknownApplication(clientKey);
    const request = { client_key: clientKey, client_secret: secret, grant_type: 'client_credential' };
    const caller: Caller = { clientKey };
    const slot = await awaitSlot(session, interfaces.token, caller, request, 0);
    if ('ok' in slot) return slot;
    const prepared = prepareCall(interfaces.token, request, {});
    const sent = await exchange(interfaces.token, prepared, caller, {});
    const outcome = await afterwards(session, interfaces.token, caller, slot, sent);
    if (!outcome.ok) return outcome;
    const { access_token: token, expires_in: expiresInSeconds } = outcome.data;
    if (token === undefined || token === '') {
      return {
        ok: false,
        code: undefined,
        next: 'retry',
        description: 'the answer carries no token',
        logid: undefined,
        delivery: 'answered',
      };
    }
    return { ok: true, token, expiresInSeconds };
  };

  const tokens = openTokens(parts, fetchToken);

  const callOnce = async <I extends OpenApi>(
    one: I,
    request: RequestOf<I>,
    caller: Caller,
    token: string,
    options: CallOptions,
  ): Promise<PlatformOutcome<ReplyOf<I>>> => {
    let prepared: PreparedCall;
    try {
      prepared = prepareCall(one, request, callContext(token, options));
    } catch (error) {
      if (!(error instanceof OutwardFault)) throw error;
      return notSent('fix', `not sent, the request breaks the contract: ${error.problems.join('; ')}`);
    }
    const slot = await awaitSlot(db, one, caller, request, options.patienceMs ?? 0);
    if ('ok' in slot) return slot;
    return afterwards(db, one, caller, slot, await exchange(one, prepared, caller, options));
  };

  return {
    call: async (one, request, options) => {
      const accountId = realAccountOf(options.accountId);
      const clientKey = await clientKeyOf(db, accountId);
      if (clientKey === undefined) return notSent('authorise', `account ${accountId} has no application`);
      const caller: Caller = { clientKey, accountId };
      const first = await tokens.get(clientKey);
      if (!first.ok) return withoutToken(first);
      const outcome = await callOnce(one, request, caller, first.token, options);
      if (outcome.ok || outcome.next !== 'token') return outcome;
      const second = await tokens.get(clientKey, first.token);
      if (!second.ok) return withoutToken(second);
      return callOnce(one, request, caller, second.token, options);
    },
    // A third of the pool may be held while the platform thinks; the rest is for the work itself and for the trade.
    exclusive: openExclusive(db, Math.max(1, Math.floor(settings.databasePool / 3))),
    close: () => transport.close(),
  };
}

/** The call itself did not leave. Wrong credentials are no fault of its request: they concern the whole application. */
function withoutToken(failure: PlatformFailure): PlatformFailure {
  const next = failure.next === 'fix' || failure.next === 'stop' ? 'authorise' : failure.next;
  return { ...failure, next, description: `no token: ${failure.description}`, delivery: 'not_sent' };
}

function callContext(token: string, options: CallOptions): CallContext {
  return {
    token,
    account: realAccountOf(options.accountId),
    stress: isShadow(options.accountId),
    ...(options.testData === undefined ? {} : { testData: options.testData }),
  };
}

function readAnswer<I extends OpenApi>(one: I, answer: SentCall): PlatformOutcome<ReplyOf<I>> {
  if (!answer.answered) {
    const { delivery, reason } = answer;
    return { ok: false, code: undefined, next: 'retry', description: reason, logid: undefined, delivery };
  }
  const outcome = readReply(one, answer.status, answer.body);
  // Without a code nobody said what happened: a proxy's error page, a cut body, an answer of another shape.
  const delivery = !outcome.ok && outcome.code === undefined ? 'unknown' : 'answered';
  return { ...outcome, delivery };
}

function clientMetrics(metrics: GatewayContext['metrics']) {
  return {
    calls: metrics.counter('platform_calls_total', 'Calls on the platform by what came of them', [
      'interface',
      'result',
    ]),
    seconds: metrics.histogram('platform_call_seconds', 'Duration of calls on the platform', ['interface']),
  };
}
