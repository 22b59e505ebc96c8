import { gatewayCode, type RetryClass } from './codes.ts';
import type { OpenApi, ReplyOf, RequestOf } from './interface.ts';
import { describeProblem, readMessage } from './read.ts';
import { HEADERS } from './wire/headers.ts';
import { parseJson } from './wire/json.ts';

/** What an OpenAPI call needs beside its request. */
export interface CallContext {
  /** Absent for the token call itself. */
  readonly token?: string;
  /** Root merchant account, sent as `Rpc-Transit-Life-Account`. */
  readonly account?: string;
  /** Set on everything that load-test traffic triggers. */
  readonly stress?: boolean;
  /** Products of a test shop. */
  readonly testData?: boolean;
  /** The token is one of a test account handed out by the platform (`douyin.`, `ka.`). */
  readonly legacyTest?: boolean;
}

/** A call ready to be sent by any HTTP client. */
export interface PreparedCall {
  readonly method: 'GET' | 'POST';
  /** Path with query, to be put behind the platform's host. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

/** An outward request broke the contract; it was not sent. */
export class OutwardFault extends Error {
  readonly interfaceName: string;
  readonly problems: readonly string[];

  constructor(interfaceName: string, problems: readonly string[]) {
    super(`${interfaceName}: ${problems.join('; ')}`);
    this.interfaceName = interfaceName;
    this.problems = problems;
  }
}

/**
 * Checks a request against the contract and puts it into its wire form. Throws OutwardFault when the request breaks
 * the contract: what is wrong must not leave the house.
 */
export function prepareCall<I extends OpenApi>(one: I, request: RequestOf<I>, context: CallContext): PreparedCall {
  const reading = readMessage(one.request, request, 'strict');
  if (reading.faults.length > 0) throw new OutwardFault(one.name, reading.faults.map(describeProblem));
  if (one.accountHeader === 'required' && context.account === undefined) {
    throw new OutwardFault(one.name, [`the header ${HEADERS.account} is missing`]);
  }
  const headers: Record<string, string> = { 'content-type': 'application/json' };
  if (context.token !== undefined) headers[HEADERS.accessToken] = context.token;
  if (context.account !== undefined) headers[HEADERS.account] = context.account;
  if (context.stress === true) headers[HEADERS.stress] = '1';
  if (context.testData === true) headers[HEADERS.testData] = 'all';
  if (context.legacyTest === true) headers[HEADERS.legacyTest] = '1';
  if (one.method === 'POST') {
    return { method: 'POST', target: one.path, headers, body: JSON.stringify(request) };
  }
  // What counts as absent in a body (sdk) must not turn into the text "undefined" or "null" in a query.
  const given = Object.entries(request as Record<string, unknown>).filter(([, value]) => !isAbsent(value));
  const query = new URLSearchParams(given.map(([key, value]) => [key, String(value)]));
  return { method: 'GET', target: `${one.path}?${query}`, headers, body: undefined };
}

function isAbsent(value: unknown): boolean {
  return value === undefined || value === null || value === '';
}

/** What came of an OpenAPI call. */
export type CallOutcome<Data> =
  | {
      readonly ok: true;
      readonly data: Data;
      readonly logid: string | undefined;
      /** The platform's time of the call, Unix ms; absent when the answer tells none. */
      readonly platformTime?: number;
    }
  | {
      readonly ok: false;
      /** Gateway or business code; `undefined` when there was no readable answer. */
      readonly code: number | undefined;
      readonly next: RetryClass;
      /** The most useful text of the answer. */
      readonly description: string;
      readonly logid: string | undefined;
      readonly platformTime?: number;
    };

interface RawReply {
  readonly data?: unknown;
  readonly extra?: {
    readonly error_code?: unknown;
    readonly description?: unknown;
    readonly sub_description?: unknown;
    readonly logid?: unknown;
    readonly now?: unknown;
  };
}

/** Reads an answer. Success needs HTTP 200, `extra.error_code` 0 and, where present, `data.error_code` 0 (documented). */
export function readReply<I extends OpenApi>(one: I, status: number, body: string): CallOutcome<ReplyOf<I>> {
  const raw = parseReply(body);
  if (status !== 200 || raw === undefined) {
    return {
      ok: false,
      code: undefined,
      next: 'retry',
      description: `HTTP ${status}, no readable answer`,
      logid: undefined,
    };
  }
  // One interface has its members as JSON text (sdk); whichever way they come, they are the same.
  const members = typeof raw.data === 'string' ? (parseReply(raw.data) ?? raw.data) : raw.data;
  const logid = typeof raw.extra?.logid === 'string' ? raw.extra.logid : undefined;
  const now = Number(raw.extra?.now);
  const time = now > 0 ? { platformTime: now } : {};
  const data = typeof members === 'object' && members !== null ? (members as Record<string, unknown>) : {};
  const code = firstFailure(raw.extra?.error_code, Array.isArray(members) ? 0 : data.error_code);
  if (code !== 0) {
    const description = firstText(raw.extra?.sub_description, data.description, raw.extra?.description);
    return { ok: false, code, next: gatewayCode(code).next, description, logid, ...time };
  }
  const reading = readMessage(one.reply, members ?? {}, 'lenient');
  if (reading.value === undefined) {
    const description = `answer not as the contract says: ${reading.faults.map(describeProblem).join('; ')}`;
    return { ok: false, code: undefined, next: 'stop', description, logid, ...time };
  }
  return { ok: true, data: reading.value as ReplyOf<I>, logid, ...time };
}

function parseReply(body: string): RawReply | undefined {
  try {
    const parsed = parseJson(body);
    return typeof parsed === 'object' && parsed !== null ? (parsed as RawReply) : undefined;
  } catch {
    return undefined;
  }
}

function firstFailure(...codes: readonly unknown[]): number {
  return codes.map((code) => Number(code ?? 0)).find((code) => code !== 0) ?? 0;
}

function firstText(...texts: readonly unknown[]): string {
  const found = texts.find((text) => typeof text === 'string' && text !== '' && text !== 'success');
  return typeof found === 'string' ? found : 'no description';
}
