import { logid as makeLogid, type ReplyOf, type RequestOf, type Spi, spis } from '@yuzhu/contract';
import type { Clock, Database, Logger, Metrics, Random, Session } from '@yuzhu/runtime';
import type { Dispatcher } from 'undici';
import type { Fault, FaultSwitch } from '../faults/fault.ts';
import type { DueTimer, Timers } from '../timers/timers.ts';
import { sceneAddress } from './addresses.ts';
import { readSpiAnswer, type SpiWord } from './answer.ts';
import { exchange, type RawExchange } from './exchange.ts';
import { nextStep } from './schedule.ts';
import { type SignedRequest, signRequest } from './signed-request.ts';
import {
  type AttemptKey,
  beginAttempt,
  COPY,
  endAttempt,
  finishAttempt,
  insertCall,
  type KeptCall,
  readAttempt,
  readCall,
} from './store.ts';

/** One call of the partner. */
export interface SpiCall<I extends Spi = Spi> {
  readonly interface: I;
  readonly clientKey: string;
  readonly accountId: string;
  /** Platform id the call is about, kept with every attempt. */
  readonly subject: string;
  readonly request: RequestOf<I>;
  /** Load-test traffic: `X-Stress-Tag: 1`. */
  readonly stress?: boolean;
}

/** What became of one attempt. Anything that is not HTTP 200 with a well-formed `data.error_code` is no answer (twin). */
export type SpiOutcome<I extends Spi = Spi> =
  | {
      readonly kind: 'answer';
      readonly code: number;
      readonly description: string;
      readonly data: ReplyOf<I>;
      readonly logid: string;
    }
  | { readonly kind: 'no-answer'; readonly reason: string; readonly logid: string };

/** A call that came to its end: a final answer, or the last outcome when the repeats are used up. */
export interface EndedCall<I extends Spi = Spi> {
  readonly accountId: string;
  readonly subject: string;
  readonly callId: string;
  readonly outcome: SpiOutcome<I>;
}

/** Acts on the end of a call, in the transaction that notes it. May run again from its start after a deadlock. */
export type CallEnd<I extends Spi = Spi> = (session: Session, call: EndedCall<I>) => Promise<void>;

/** Calls the partner, signs, repeats, keeps every attempt with its raw bytes. */
export interface SpiCaller {
  /** One attempt, no repeats (bookable check, ARI pull). Never rejects because of the partner. */
  once<I extends Spi>(call: SpiCall<I>): Promise<SpiOutcome<I>>;
  /**
   * Notes a call in the caller's transaction; it leaves after the commit and is repeated on the schedule with the same
   * bytes until it ends. Returns its id.
   */
  begin<I extends Spi>(session: Session, call: SpiCall<I>): Promise<string>;
  /** Tells who acts when calls of an interface end; once per interface. */
  onEnd<I extends Spi>(one: I, handler: CallEnd<I>): void;
  /** Resolves when the first attempt of a call has ended, at the latest after the interface's time-out and a second. */
  attempted(accountId: string, callId: string): Promise<void>;
}

const ATTEMPT = 'spi.attempt';
const LATE_COPY = 'spi.late-copy';

/** Makes the caller and registers its timers. */
export function createSpiCaller(deps: {
  readonly db: Database;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly timers: Timers;
  readonly faults: FaultSwitch;
  readonly dispatcher: Dispatcher;
  readonly partnerUrl: string;
  /** Overrides the contract's time-outs, real ms. */
  readonly timeoutMs?: number | undefined;
  readonly repeatsS: readonly number[];
}): SpiCaller {
  const { db, clock, log, metrics, timers, faults, dispatcher, partnerUrl, repeatsS } = deps;
  const random = deps.random.fork('spi');
  const ends = new Map<string, CallEnd>();
  const waiters = new Map<string, Set<() => void>>();
  const seconds = metrics.histogram('sandbox_spi_seconds', 'Calls of the partner', ['interface', 'verdict']);
  const timeoutOf = (one: Spi) => deps.timeoutMs ?? one.timeoutMs;

  /** Sends one attempt (and its copies, when a fault wants some) and reads what came back. */
  const attempt = async (call: KeptCall, one: Spi, number: number): Promise<SpiOutcome> => {
    const now = clock.now();
    const logid = makeLogid(now, Buffer.from(random.hex(20), 'hex'));
    const scene = await sceneAddress(db, call.clientKey, one, partnerUrl);
    if (scene === undefined) return { kind: 'no-answer', reason: `no application ${call.clientKey}`, logid };
    const fault = await faults.decide(one.name, 'out');
    const { url, secret } = scene;
    const { clientKey, body, stress } = call;
    const signed = signRequest({ url, clientKey, secret, body, now, logid, stress });
    const send = (copy: number) =>
      sendAndKeep(call, one, [call.accountId, call.callId, number, copy], signed, logid, fault);
    const both = fault?.kind === 'twice' ? [send(COPY.itself), send(COPY.twin)] : [send(COPY.itself)];
    const words = await Promise.all(both);
    if (fault?.kind === 'late-copy') {
      const payload = { account: call.accountId, call: call.callId, number };
      await timers.add(db, { dueAt: now + fault.ms, kind: LATE_COPY, subject: call.subject, payload });
    }
    const word = words.find(({ kind }) => kind === 'answer') ?? words[0];
    return word?.kind === 'answer' ? { ...word, logid } : { kind: 'no-answer', reason: word?.reason ?? '', logid };
  };

  const sendAndKeep = async (
    call: KeptCall,
    one: Spi,
    key: AttemptKey,
    signed: SignedRequest,
    logid: string,
    fault: Fault | undefined,
  ): Promise<SpiWord> => {
    await beginAttempt(db, key, logid, signed, clock.now(), fault?.kind);
    const raw = await exchange(signed, call.body, timeoutOf(one), dispatcher, fault);
    const word = readRaw(one, raw);
    const verdict = raw.verdict === 'answered' && word.kind === 'no-answer' ? word.verdict : raw.verdict;
    const reason = word.kind === 'no-answer' ? word.reason : '';
    seconds.observe({ interface: one.name, verdict }, raw.durationMs / 1000);
    await finishAttempt(db, key, raw, { verdict, reason, code: word.kind === 'answer' ? word.code : undefined });
    log.debug({ interface: one.name, subject: call.subject, logid, verdict, reason }, 'called the partner');
    return word;
  };

  const runAttempt = async ({ payload }: DueTimer): Promise<void> => {
    const call = await readCall(db, String(payload.account), String(payload.call));
    const one = spis.find(({ name }) => name === call?.interface);
    const made = Number(payload.number);
    // A timer whose attempt was noted before the program died is due once more: it has nothing left to do.
    if (call === undefined || one === undefined || call.state !== 'open' || call.attempts >= made) return;
    const outcome = await attempt(call, one, made);
    await db.tx(async (session) => {
      const now = clock.now();
      const word: SpiWord = outcome.kind === 'answer' ? outcome : { ...outcome, verdict: 'malformed' };
      const step = nextStep(one, word, made, call.firstAt, now, repeatsS);
      if (step.kind === 'repeat') {
        await endAttempt(session, call, made, 'open');
        const next = { ...payload, number: made + 1 };
        await timers.add(session, { dueAt: step.at, kind: ATTEMPT, subject: call.subject, payload: next });
        return;
      }
      await endAttempt(session, call, made, step.kind === 'done' ? 'answered' : 'given-up');
      const { accountId, subject, callId } = call;
      await ends.get(one.name)?.(session, { accountId, subject, callId, outcome });
    });
    for (const wake of waiters.get(call.callId) ?? []) wake();
  };

  const runLateCopy = async ({ payload }: DueTimer): Promise<void> => {
    const key = [String(payload.account), String(payload.call), Number(payload.number)] as const;
    const call = await readCall(db, key[0], key[1]);
    const one = spis.find(({ name }) => name === call?.interface);
    const sent = await readAttempt(db, [...key, COPY.itself]);
    if (call === undefined || one === undefined || sent === undefined) return;
    await sendAndKeep(call, one, [...key, COPY.late], sent, sent.logid, undefined);
  };

  timers.register(ATTEMPT, runAttempt, { parallel: true });
  timers.register(LATE_COPY, runLateCopy, { parallel: true });

  const keep = <I extends Spi>(session: Session, call: SpiCall<I>, firstAt: number) => {
    const { accountId, clientKey, subject, stress = false } = call;
    const body = Buffer.from(JSON.stringify(call.request));
    const kept = { accountId, clientKey, interface: call.interface.name, subject, body, stress, firstAt };
    return insertCall(session, kept).then((callId) => ({ ...kept, callId, state: 'open' as const, attempts: 0 }));
  };

  return {
    once: async <I extends Spi>(call: SpiCall<I>) => {
      const kept = await keep(db, call, clock.now());
      const outcome = await attempt(kept, call.interface, 1);
      await endAttempt(db, kept, 1, outcome.kind === 'answer' ? 'answered' : 'given-up');
      return outcome as SpiOutcome<I>;
    },
    begin: async (session, call) => {
      const { callId, accountId, subject, firstAt } = await keep(session, call, clock.now());
      const payload = { account: accountId, call: callId, number: 1 };
      await timers.add(session, { dueAt: firstAt, kind: ATTEMPT, subject, payload });
      return callId;
    },
    onEnd: (one, handler) => {
      if (ends.has(one.name)) throw new Error(`calls of ${one.name} have a handler already`);
      ends.set(one.name, handler as unknown as CallEnd);
    },
    attempted: async (accountId, callId) => {
      let wake: () => void = () => undefined;
      const done = new Promise<void>((resolve) => {
        wake = resolve;
      });
      const mine = waiters.get(callId) ?? new Set();
      waiters.set(callId, mine.add(wake));
      const call = await readCall(db, accountId, callId);
      const one = spis.find(({ name }) => name === call?.interface);
      const limit = setTimeout(wake, one === undefined || call?.attempts !== 0 ? 0 : timeoutOf(one) + 1000);
      await done;
      clearTimeout(limit);
      mine.delete(wake);
      if (mine.size === 0) waiters.delete(callId);
    },
  };
}

/** Reads a raw exchange; what was lost or never came is no answer, whatever it said. */
function readRaw(one: Spi, raw: RawExchange): SpiWord {
  if (raw.verdict !== 'answered' || raw.status === undefined || raw.answer === undefined)
    return { kind: 'no-answer', verdict: 'status', reason: raw.reason };
  const word = readSpiAnswer(one, raw.status, raw.answer);
  return word.kind === 'no-answer' && raw.reason !== '' ? { ...word, reason: raw.reason } : word;
}
