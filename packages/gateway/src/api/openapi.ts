import { RUNTIME_ERRORS } from '@yuzhu/runtime';
import type { TObject, TSchema } from 'typebox';
import { GATEWAY_ERRORS } from '../errors.ts';
import { NEXT_STEPS } from '../platform/next-steps.ts';
import { errorBody } from './error-reply.ts';
import { type ApiErrorCode, GROUPS, type Route } from './route.ts';

type Json = Readonly<Record<string, unknown>>;

/** A set of routes under one prefix. */
export interface Mounted {
  readonly prefix: string;
  readonly routes: readonly Pick<
    Route<never>,
    | 'operation'
    | 'method'
    | 'path'
    | 'group'
    | 'title'
    | 'about'
    | 'params'
    | 'query'
    | 'body'
    | 'status'
    | 'reply'
    | 'errors'
  >[];
  /** Errors every route of the set may answer. */
  readonly common: readonly ApiErrorCode[];
}

const ENTRIES = { ...GATEWAY_ERRORS.entries, ...NEXT_STEPS.entries };
const RUNTIME_COMMON = ['HTTP_BODY_MALFORMED', 'HTTP_BODY_TOO_LARGE', 'HTTP_MEDIA_TYPE', 'INTERNAL'] as const;

/** The routes as one OpenAPI 3.1 document. Structures with a name are listed once under `components`. */
export function openApiOf(version: string, sets: readonly Mounted[]): Json {
  const schemas: Record<string, unknown> = {};
  const paths: Record<string, Record<string, unknown>> = {};
  for (const { prefix, routes, common } of sets) {
    for (const route of routes) {
      const path = `${prefix}${route.path}`;
      paths[path] = { ...paths[path], [route.method.toLowerCase()]: operationOf(route, common, schemas) };
    }
  }
  const used = new Set(sets.flatMap(({ routes }) => routes.map(({ group }) => group)));
  return {
    openapi: '3.1.0',
    info: {
      title: '预住网关 · 酒店接口 Yuzhu gateway, hotel API',
      version,
      description:
        '金额为整数分；日期为酒店当地日期 yyyy-MM-dd；平台编号一律为文本。\n\nMoney is integer fen, days are hotel time `yyyy-MM-dd`, platform ids are text.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    tags: Object.entries(GROUPS)
      .filter(([name]) => used.has(name as keyof typeof GROUPS))
      .map(([name, { zh, en }]) => ({ name, 'x-displayName': `${zh} · ${en}` })),
    security: [{ bearer: [] }, { header: [] }],
    paths,
    components: {
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer' },
        header: { type: 'apiKey', in: 'header', name: 'X-API-Key' },
      },
      schemas: { Error: hoist(errorBody, schemas, true), ...schemas },
    },
  };
}

function operationOf(
  route: Mounted['routes'][number],
  common: readonly ApiErrorCode[],
  schemas: Record<string, unknown>,
): Json {
  const { title, about, group, body } = route;
  return {
    operationId: route.operation,
    summary: `${title.zh} · ${title.en}`,
    ...(about === undefined ? {} : { description: `${about.zh}\n\n${about.en}` }),
    tags: [group],
    parameters: [...parameters(route.params, 'path'), ...parameters(route.query, 'query')],
    ...(body === undefined
      ? {}
      : { requestBody: { required: true, content: { 'application/json': { schema: hoist(body, schemas) } } } }),
    responses: {
      [route.status]: {
        description: '成功 · success',
        content: { 'application/json': { schema: hoist(route.reply, schemas) } },
      },
      ...errorResponses([...common, 'INPUT_INVALID', ...route.errors], body !== undefined),
    },
  };
}

function parameters(schema: TObject, place: 'path' | 'query'): Json[] {
  return Object.entries(schema.properties as Record<string, TSchema>).map(([name, member]) => {
    const { description, ...rules } = plain(member) as { description?: string };
    const listed = (rules as { type?: string }).type === 'array';
    return {
      name,
      in: place,
      required: place === 'path' || (schema.required ?? []).includes(name),
      ...(description === undefined ? {} : { description }),
      ...(listed ? { style: 'form', explode: false } : {}),
      schema: rules,
    };
  });
}

/** One response per HTTP status, naming the codes that come with it. */
function errorResponses(codes: readonly ApiErrorCode[], hasBody: boolean): Json {
  const byStatus = new Map<number, string[]>();
  const add = (status: number, line: string) => byStatus.set(status, [...(byStatus.get(status) ?? []), line]);
  for (const code of new Set(codes)) {
    const { status, zh, en } = ENTRIES[code];
    add(status, `- \`${code}\` ${zh} ${en}`);
  }
  for (const code of RUNTIME_COMMON) {
    const { status, zh, en } = RUNTIME_ERRORS.entries[code];
    if (hasBody || status >= 500) add(status, `- \`${code}\` ${zh} ${en}`);
  }
  const content = { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } };
  return Object.fromEntries(
    [...byStatus]
      .sort(([a], [b]) => a - b)
      .map(([status, lines]) => [status, { description: lines.join('\n'), content }]),
  );
}

/** A copy of a schema with named structures replaced by references into `schemas`. */
function hoist(schema: unknown, schemas: Record<string, unknown>, top = false): unknown {
  if (Array.isArray(schema)) return schema.map((item) => hoist(item, schemas));
  if (typeof schema !== 'object' || schema === null) return schema;
  const { 'x-name': name, ...rest } = schema as { 'x-name'?: string } & Record<string, unknown>;
  if (name === undefined || top) return mapped(rest, schemas);
  if (schemas[name] === undefined) {
    schemas[name] = {};
    schemas[name] = mapped(rest, schemas);
  }
  return { $ref: `#/components/schemas/${name}` };
}

function mapped(members: Readonly<Record<string, unknown>>, schemas: Record<string, unknown>): Json {
  return Object.fromEntries(Object.entries(members).map(([key, member]) => [key, hoist(member, schemas)]));
}

/** A schema as plain JSON, without the hidden marks of the type builder. */
function plain(schema: TSchema): unknown {
  return JSON.parse(JSON.stringify(schema));
}
