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
import { callerFor, secretOf } from './application.ts';
import { createArrivals, type Journey } from './arrivals.ts';
import { openExclusive } from './exclusive.ts';
import { notSent, type PlatformFailure, type PlatformOutcome } from './outcome.ts';
import type { CallOptions, PlatformClient } from './platform-client.ts';
import { watchSilence } from './silence.ts';
import {
  blockSlots,
  type Caller,
  clearStrikes,
  giveBackSlot,
  lineOf,
  moveSlot,
  settleSlot,
  type TakenSlot,
  takeSlot,
} from './slots.ts';
import { type FetchedToken, openTokens, unknownApplication } from './tokens.ts';
import { openTransport, type SentCall } from './transport.ts';
import { createTurns } from './turns.ts';

/** What the client is made of. */
export type ClientParts = Pick<GatewayContext, 'db' | 'clock' | 'random' | 'metrics' | 'keys'> & {
  readonly settings: Pick<GatewayContext['settings'], 'platformUrl' | 'platformTimeout' | 'databasePool'>;
  /** Keeps an exchange; must not throw and must not block. */
  readonly record: (exchange: Exchange) => void;
  /** Carries the calls, in place of a pool of connections of its own. */
  readonly dispatcher?: Dispatcher | undefined;
};

/** What came of a sent call, its slot, and the moment from which it counts there; undefined while it may still arrive. */
interface Exchanged<Data> {
  readonly outcome: PlatformOutcome<Data>;
  readonly slot: TakenSlot;
  readonly countsFrom: number | undefined;
}

/**
 * How far ahead of its moment a slot is taken. Waking up and asking the database takes 10 ms, and over 100 on a machine that
 * is busy with the very changes that have to be told.
 */
const AHEAD_MS = 100;

/** Opens the client. Nothing is connected before the first call. */
export function createPlatformClient(parts: ClientParts): PlatformClient {
  const { db, clock, random, keys, settings, record } = parts;
  const transport = openTransport(settings.platformUrl, settings.platformTimeout, parts.dispatcher);
  const meter = clientMetrics(parts.metrics);
  const arrivals = createArrivals();
  const turns = createTurns(clock);

  /** One exchange: sent, read, measured, kept. */
  const exchange = async <I extends OpenApi>(
    session: Session,
    one: I,
    prepared: PreparedCall,
    caller: Caller,
    taken: TakenSlot,
    options: Partial<CallOptions>,
  ): Promise<Exchanged<ReplyOf<I>>> => {
    const at = clock.now();
    const start = performance.now();
    const journey = arrivals.left(one.name, at);
    const watched = watchSilence(clock, journey, taken, async (slot, moment) => {
      const moved = await moveSlot(session, slot, moment);
      turns.answered(lineOf(one, caller));
      return moved;
    });
    const answer = await transport.send(prepared);
    const seconds = (performance.now() - start) / 1000;
    const outcome = readAnswer(one, answer);
    const countsFrom = countedFrom(journey, answer, outcome);
    const slot = await watched.over();
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
    return { outcome, slot, countsFrom };
  };

  /** The moment from which a call counts; undefined while it may still arrive. */
  const countedFrom = (journey: Journey, answer: SentCall, outcome: PlatformOutcome<unknown>): number | undefined => {
    const now = clock.now();
    if (!answer.answered) {
      journey.lost();
      return answer.delivery === 'not_sent' ? now : undefined;
    }
    const moment = journey.answered(now, outcome.platformTime);
    // An answer nobody can read (a proxy's error page) still came after the call.
    return outcome.delivery === 'unknown' ? now : moment;
  };

  const limited = (one: OpenApi, at: number): PlatformFailure => {
    meter.calls.inc({ interface: one.name, result: 'limited' });
    return notSent('backoff', 'the rate limit of the interface leaves no room now', at);
  };

  /**
   * Takes a slot, waiting as long as the caller's patience allows; a failure when it has to come back later. Whoever waits
   * takes it a little ahead of its moment, so that the call leaves at that very moment however busy process and database are.
   */
  const awaitSlot = async (
    session: Session,
    one: OpenApi,
    caller: Caller,
    request: unknown,
    patienceMs: number,
  ): Promise<TakenSlot | PlatformFailure> => {
    const take = (leaving: number) => takeSlot(session, one, caller, request, leaving, arrivals.graceMs(one.name));
    if (patienceMs === 0) {
      const slot = await take(clock.now());
      return slot.free ? slot : limited(one, slot.at);
    }
    const line = lineOf(one, caller);
    return turns.inTurn(line, caller.accountId ?? '', async () => {
      const until = clock.now() + patienceMs;
      for (let leaving = clock.now(); ; ) {
        const slot = await take(leaving);
        if (slot.free) {
          while (clock.now() < leaving) {
            if (await turns.until(line, leaving)) continue;
            await giveBackSlot(session, slot, leaving);
            return limited(one, leaving);
          }
          return slot;
        }
        if (slot.at > until || !(await turns.until(line, slot.at - AHEAD_MS))) return limited(one, slot.at);
        const now = clock.now();
        leaving = now < slot.at - AHEAD_MS ? now : Math.max(now, slot.at);
      }
    });
  };

  const afterwards = async <Data>(
    session: Session,
    one: OpenApi,
    caller: Caller,
    { outcome, slot, countsFrom }: Exchanged<Data>,
  ): Promise<PlatformOutcome<Data>> => {
    if (countsFrom !== undefined) {
      await settleSlot(session, slot, countsFrom);
      turns.answered(lineOf(one, caller));
    }
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
    const sent = await exchange(session, interfaces.token, prepared, caller, slot, {});
    const outcome = await afterwards(session, interfaces.token, caller, sent);
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
    options.leaving?.();
    return afterwards(db, one, caller, await exchange(db, one, prepared, caller, slot, options));
  };

  return {
    call: async (one, request, options) => {
      const accountId = realAccountOf(options.accountId);
      const caller = await callerFor(db, accountId);
      if (caller === undefined) return notSent('authorise', `account ${accountId} has no application`);
      const { clientKey } = caller;
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
