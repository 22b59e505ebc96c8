import type { Static, TSchema } from 'typebox';
import { Compile, type Validator } from 'typebox/compile';
import { errorBody } from '../api/error-reply.ts';
import type { Route } from '../api/route.ts';
import { ADMIN_ROUTES, API_ROUTES } from '../api/routes.ts';

/** An answer of the hotel API. */
export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** An error as it comes. */
export type ErrorBody = Static<typeof errorBody>;

type Method = 'GET' | 'PUT' | 'POST' | 'DELETE';

/** A caller with a key. Every answer is checked against the schema the reference promises. */
export interface ApiClient {
  readonly url: string;
  call(method: Method, path: string, body?: unknown): Promise<Answer>;
  /** The body of a success. @throws Error for any other answer */
  ok<Body = unknown>(method: Method, path: string, body?: unknown): Promise<Body>;
  /** The body of an error with that status and code. @throws Error for any other answer */
  refused(status: number, code: string, method: Method, path: string, body?: unknown): Promise<ErrorBody>;
  /** Sends bytes as they are. */
  raw(
    method: Method,
    path: string,
    body: string | Uint8Array | undefined,
    headers?: Record<string, string>,
  ): Promise<Answer>;
}

const errors = Compile(errorBody);
const replies = new Map<Route<never>, Validator>();

/** Makes a client of `/api/v1` or `/admin/v1`. */
export function apiClient(url: string, key: string | undefined): ApiClient {
  const routes: readonly Pick<Route<never>, 'method' | 'path' | 'reply' | 'status' | 'operation'>[] = url.endsWith(
    '/admin/v1',
  )
    ? ADMIN_ROUTES
    : API_ROUTES;

  const raw: ApiClient['raw'] = async (method, path, body, headers = {}) => {
    const reply = await fetch(`${url}${path}`, {
      method,
      headers: {
        'content-type': 'application/json',
        ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: body as BodyInit }),
    });
    const text = await reply.text();
    const answer = { status: reply.status, body: text === '' ? undefined : JSON.parse(text) };
    check(method, path, answer);
    return answer;
  };

  const check = (method: Method, path: string, { status, body }: Answer) => {
    const route = routes.find((one) => one.method === method && matches(one.path, path.split('?', 1)[0] ?? ''));
    const success = status < 400;
    if (success && route?.status !== status) throw new Error(`${method} ${path} answered ${status}`);
    const validator = success ? replyOf(route as Route<never>) : errors;
    if (!validator.Check(body)) {
      const faults = JSON.stringify(validator.Errors(body));
      throw new Error(`${method} ${path}: the answer is not as promised: ${faults}\n${JSON.stringify(body)}`);
    }
  };

  const call: ApiClient['call'] = (method, path, body) =>
    raw(method, path, body === undefined ? undefined : JSON.stringify(body));

  return {
    url,
    raw,
    call,
    ok: async <Body>(method: Method, path: string, body?: unknown) => {
      const answer = await call(method, path, body);
      if (answer.status >= 400) throw new Error(`${method} ${path} answered ${JSON.stringify(answer)}`);
      return answer.body as Body;
    },
    refused: async (status, code, method, path, body) => {
      const answer = await call(method, path, body);
      const error = answer.body as ErrorBody;
      if (answer.status !== status || error.code !== code) {
        throw new Error(`wanted ${status} ${code}; ${method} ${path} answered ${JSON.stringify(answer)}`);
      }
      return error;
    },
  };
}

function replyOf(route: Route<never>): Validator {
  const known = replies.get(route);
  if (known !== undefined) return known;
  // A member that is not written down is a mistake of the route, although clients must ignore it.
  const made = Compile(closed(route.reply) as TSchema);
  replies.set(route, made);
  return made;
}

/** The schema with no room for members it does not name. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== 'object' || schema === null) return schema;
  const members = Object.fromEntries(Object.entries(schema).map(([key, member]) => [key, closed(member)]));
  const open = 'patternProperties' in members || !('properties' in members) || members.additionalProperties === true;
  return open ? members : { ...members, additionalProperties: false };
}

function matches(template: string, path: string): boolean {
  const pattern = template.replace(/[.]/g, '\\.').replace(/\{\w+\}/g, '[^/]+');
  return new RegExp(`^${pattern}/?$`).test(path);
}
