import { type Bilingual, conforms, describeProblem, type Json, nestedDeeper, readMessage } from '@yuzhu/contract';
import { plainErrorReply, type Scope } from '@yuzhu/runtime';
import type { FastifyRequest } from 'fastify';
import Type, { type Static, type TObject, type TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { invalidRequest } from '../errors.ts';

/** What a route is handed: every part read against its schema. */
export interface RouteInput<Params, Query, Body> {
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

/** One route of the sandbox's own JSON interfaces, written down once: validation and documentation come from it. */
export interface JsonRoute {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Full path with `:name` parts. */
  readonly path: string;
  readonly summary: Bilingual;
  readonly tag: string;
  readonly params: TObject;
  readonly query: TObject;
  readonly body: TObject | undefined;
  readonly reply: TSchema;
  /** HTTP status of a success. */
  readonly status: number;
  handle(input: RouteInput<never, never, never>): Promise<unknown>;
}

const NOTHING = Type.Object({});
type Nothing = typeof NOTHING;

/** Writes a route down with its types kept. Members a caller may leave out are `Type.Optional`. */
export function jsonRoute<
  Reply extends TSchema,
  Params extends TObject = Nothing,
  Query extends TObject = Nothing,
  Body extends TObject = Nothing,
>(route: {
  readonly method: JsonRoute['method'];
  readonly path: string;
  readonly summary: Bilingual;
  readonly tag: string;
  readonly params?: Params;
  readonly query?: Query;
  readonly body?: Body;
  readonly reply: Reply;
  readonly status?: number;
  readonly handle: (input: RouteInput<Static<Params>, Static<Query>, Static<Body>>) => Promise<Static<Reply>>;
}): JsonRoute {
  const { params, query, body } = route;
  return {
    ...route,
    params: params ?? NOTHING,
    query: query ?? NOTHING,
    body,
    status: route.status ?? 200,
    handle: route.handle as unknown as JsonRoute['handle'],
  };
}

const BODY_LIMIT = 65_536;
/** Deeper JSON is refused before it is read. */
const DEEPEST = 16;

/** A front door for routes under one prefix. Requests are read strictly; texts that can not be kept are refused. */
export function jsonScope(name: string, prefix: string, routes: readonly JsonRoute[]): Scope {
  return {
    name,
    prefix,
    bodyLimit: BODY_LIMIT,
    body: 'json',
    errorReply: plainErrorReply,
    register: (app) => {
      for (const route of routes) {
        app.route({
          method: route.method,
          url: route.path.slice(prefix.length),
          handler: async (request, reply) => {
            const input = {
              params: read(route.params, request.params, 'lenient'),
              query: read(route.query, request.query, 'lenient'),
              body: route.body === undefined ? {} : read(route.body, bodyOf(request), 'strict'),
              headers: request.headers,
            };
            const answer = await route.handle(input as RouteInput<never, never, never>);
            return reply.code(route.status).send(answer);
          },
        });
      }
    },
  };
}

function bodyOf(request: FastifyRequest): unknown {
  if (request.rawBody !== undefined && nestedDeeper(request.rawBody.toString('utf8'), DEEPEST))
    throw invalidRequest('body', `嵌套超过 ${DEEPEST} 层`, `nested deeper than ${DEEPEST}`);
  return request.body;
}

/** What is wrong with a member, in Chinese. */
const PROBLEM_ZH = { missing: '缺少必填字段', type: '类型不正确', value: '取值不正确' } as const;

/** @throws AppError REQUEST_INVALID */
function read(schema: TObject, value: unknown, mode: 'strict' | 'lenient'): unknown {
  // Absent altogether is the same as empty: the missing members are named then.
  const reading = readMessage(schema, value ?? {}, mode);
  const [fault] = reading.faults;
  // In a query, an unusable optional member is refused too: ignoring a filter would answer something else than was asked.
  const problem = fault ?? reading.oddities.find(({ path }) => reading.value !== undefined && !(path in reading.value));
  if (problem !== undefined) throw invalidRequest(problem.path, PROBLEM_ZH[problem.kind], describeProblem(problem));
  // The contract's reader knows no alternatives and no fixed words: those are looked at here.
  if (!conforms(schema, reading.value)) {
    const [first] = Compile(schema).Errors(reading.value);
    const path = (first?.instancePath ?? '').slice(1).replaceAll('/', '.');
    throw invalidRequest(path, '不在允许的取值之内', first?.message ?? 'not as described');
  }
  const unfit = unfitText(reading.value, '');
  if (unfit !== undefined)
    throw invalidRequest(unfit, '含有无法保存的字符', 'NUL characters and half characters are not text');
  return reading.value;
}

/** Path of the first text that PostgreSQL could not keep: with a NUL character or half a surrogate pair. */
function unfitText(value: unknown, path: string): string | undefined {
  if (typeof value === 'string') return value.includes('\0') || !value.isWellFormed() ? path : undefined;
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [key, member] of Object.entries(value)) {
    const found = unfitText(member, path === '' ? key : `${path}.${key}`);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The routes as OpenAPI 3.1 paths. */
export function describeRoutes(routes: readonly JsonRoute[], headers: Readonly<Record<string, string>> = {}): Json {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const route of routes) {
    const path = route.path.replace(/:(\w+)/g, '{$1}');
    const operation = {
      summary: `${route.summary.zh} · ${route.summary.en}`,
      tags: [route.tag],
      parameters: [
        ...parameters('path', route.params),
        ...parameters('query', route.query),
        ...Object.entries(headers).map(([name, description]) => ({
          name,
          in: 'header',
          required: true,
          description,
          schema: { type: 'string' },
        })),
      ],
      ...(route.body === undefined
        ? {}
        : { requestBody: { required: true, content: { 'application/json': { schema: route.body } } } }),
      responses: {
        [route.status]: { description: 'success', content: { 'application/json': { schema: route.reply } } },
        default: { description: 'a refusal: `error` with code, Chinese and English text and the next step' },
      },
    };
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation };
  }
  return paths;
}

function parameters(place: 'path' | 'query', schema: TObject): Json[] {
  const { properties, required = [] } = schema as { properties: Record<string, TSchema>; required?: string[] };
  return Object.entries(properties).map(([name, member]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    schema: member,
  }));
}
