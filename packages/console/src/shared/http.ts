import { Problem, unreachable, unreadable } from './problem.ts';

/** Values of a query string; absent and empty ones are left out, lists are joined by commas. */
export type Query = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;

/** One call of a program's API on the page's own origin. */
export interface Call {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly query?: Query | undefined;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly body?: unknown;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Calls an API and returns its JSON.
 * @throws Problem for every answer but a success, and for none
 */
export async function call<Reply>(path: string, options: Call = {}): Promise<Reply> {
  const { method = 'GET', query = {}, headers, body, signal } = options;
  const response = await fetch(path + queryText(query), {
    method,
    headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(signal === undefined ? {} : { signal }),
  }).catch((error: unknown) => {
    throw signal?.aborted === true ? error : unreachable();
  });
  const answer = await response.json().catch(() => undefined);
  if (!response.ok) throw readProblem(response.status, answer);
  if (answer === undefined) throw unreadable(response.status);
  return answer as Reply;
}

/** `?a=1&b=x,y`, or an empty text. */
export function queryText(query: Query): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    const text = Array.isArray(value) ? value.join(',') : String(value ?? '');
    if (text !== '') params.set(name, text);
  }
  const text = params.toString();
  return text === '' ? '' : `?${text}`;
}

/**
 * The error of an answer. The programs write it either flat with both languages named (`message_zh`, `message_en`) or as
 * `{ error: { message, message_en, … } }`; whatever is neither came from somewhere else.
 */
export function readProblem(status: number, answer: unknown): Problem {
  const body = asRecord(answer);
  const error = asRecord(body.error ?? body);
  const zh = text(error.message_zh) ?? text(error.message);
  const code = text(error.code);
  if (zh === undefined || code === undefined) return unreadable(status);
  const en = text(error.message_en) ?? zh;
  const nextZh = text(error.next_zh) ?? text(error.next) ?? '';
  return new Problem({
    status,
    code,
    what: [zh, en],
    next: [nextZh, text(error.next_en) ?? nextZh],
    requestId: text(error.request_id) ?? text(body.request_id),
    where: text(error.where) ?? text(asRecord(error.details).path),
  });
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
