import { parseJson } from '@yuzhu/contract';
import type { AppError } from '@yuzhu/runtime';
import { Agent, type Dispatcher, request } from 'undici';
import { ACCEPTANCE_ERRORS } from '../errors.ts';

/** How an actor reaches a program. */
export interface HttpClientOptions {
  /** `http://127.0.0.1:7001`, without a final slash. */
  readonly baseUrl: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Kept-alive connections at most, default 16. */
  readonly connections?: number;
  /** Carries the requests in place of connections of its own; it is not closed with the client. */
  readonly dispatcher?: Dispatcher | undefined;
  /** Real milliseconds to wait for an answer, default 60 000: a moved clock may have much to do. */
  readonly timeoutMs?: number;
}

/** What a caller of the actors may say about how their calls travel. */
export type HttpWay = Pick<HttpClientOptions, 'connections' | 'dispatcher' | 'timeoutMs'>;

/** What came back. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

/** Values of a query string; absent ones are left out. */
export type Query = Readonly<Record<string, string | number | boolean | undefined>>;

/** A small JSON client with one connection pool. Errors are AppErrors that name the address and the answer. */
export class HttpClient {
  readonly baseUrl: string;
  readonly #headers: Readonly<Record<string, string>>;
  readonly #dispatcher: Dispatcher;
  readonly #own: Agent | undefined;
  readonly #timeoutMs: number;

  constructor(options: HttpClientOptions) {
    this.baseUrl = options.baseUrl;
    this.#headers = options.headers ?? {};
    this.#timeoutMs = options.timeoutMs ?? 60_000;
    this.#own =
      options.dispatcher === undefined
        ? new Agent({ connections: options.connections ?? 16, pipelining: 1 })
        : undefined;
    this.#dispatcher = options.dispatcher ?? (this.#own as Agent);
  }

  /** One exchange, whatever its status. @throws AppError NO_ANSWER */
  async exchange(
    method: 'GET' | 'POST' | 'PUT' | 'DELETE',
    path: string,
    body?: Uint8Array | string,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<HttpAnswer> {
    const url = `${this.baseUrl}${path}`;
    try {
      const answer = await request(url, {
        method,
        dispatcher: this.#dispatcher,
        headers: { ...(body === undefined ? {} : JSON_BODY), ...this.#headers, ...headers },
        ...(body === undefined ? {} : { body }),
        headersTimeout: this.#timeoutMs,
        bodyTimeout: this.#timeoutMs,
      });
      return { status: answer.statusCode, headers: answer.headers, text: await answer.body.text() };
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      throw ACCEPTANCE_ERRORS.error('NO_ANSWER', { method, url, reason: code ?? message }, error);
    }
  }

  /** @throws AppError NO_ANSWER, REFUSED (any status from 400 on) */
  get<T>(path: string, query: Query = {}): Promise<T> {
    return this.#json<T>('GET', path + searchOf(query));
  }

  /** @throws AppError NO_ANSWER, REFUSED */
  delete<T>(path: string, query: Query = {}): Promise<T> {
    return this.#json<T>('DELETE', path + searchOf(query));
  }

  /** @throws AppError NO_ANSWER, REFUSED */
  post<T>(path: string, body: unknown = {}): Promise<T> {
    return this.#json<T>('POST', path, body);
  }

  /** @throws AppError NO_ANSWER, REFUSED */
  put<T>(path: string, body: unknown = {}): Promise<T> {
    return this.#json<T>('PUT', path, body);
  }

  /** Ends its connections. */
  async close(): Promise<void> {
    await this.#own?.close();
  }

  async #json<T>(method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, body?: unknown): Promise<T> {
    const answer = await this.exchange(method, path, body === undefined ? undefined : JSON.stringify(body));
    if (answer.status >= 400) throw refused(method, `${this.baseUrl}${path}`, answer);
    return (answer.text === '' ? undefined : parseJson(answer.text)) as T;
  }
}

function searchOf(query: Query): string {
  const pairs = Object.entries(query).flatMap(([key, value]) => (value === undefined ? [] : [[key, String(value)]]));
  return pairs.length === 0 ? '' : `?${new URLSearchParams(pairs)}`;
}

const JSON_BODY = { 'content-type': 'application/json' } as const;

/** The refusal as an error; `details.code` is the program's own error code when it gave one. */
function refused(method: string, url: string, answer: HttpAnswer): AppError {
  const body = readable(answer.text);
  const code = typeof body?.code === 'string' ? body.code : undefined;
  const words = [body?.message_zh, body?.message, body?.message_en].filter((text) => typeof text === 'string');
  const reason = [code, ...new Set(words)].filter(Boolean).join(' · ') || answer.text.slice(0, 300);
  return ACCEPTANCE_ERRORS.error('REFUSED', { method, url, http: answer.status, reason, code: code ?? '' });
}

function readable(text: string): Record<string, unknown> | undefined {
  try {
    const parsed = parseJson(text) as Record<string, unknown> | null;
    // Some doors put the error under `error`, some answer it flat.
    return (parsed?.error ?? parsed ?? undefined) as Record<string, unknown> | undefined;
  } catch {
    return undefined;
  }
}

/** The other side's own error code of a refusal, or undefined when the error is something else. */
export function refusalCode(error: unknown): string | undefined {
  return ACCEPTANCE_ERRORS.is(error, 'REFUSED') ? String(error.details.code ?? '') : undefined;
}
