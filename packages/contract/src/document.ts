import type { TSchema } from 'typebox';
import { gatewayCodes, partnerCodes } from './codes.ts';
import type { Interface, Limit, OpenApi, Spi, Webhook } from './interface.ts';

/** A JSON document. */
export type Json = { readonly [key: string]: unknown };

const text = { type: 'string' };
const integer = { type: 'integer' };

/**
 * The interfaces as one OpenAPI 3.1 document: OpenAPIs and SPIs as paths, notices as webhooks. `x-source` on a member
 * says how sure it is. Pass the interfaces to describe, e.g. only those a program serves.
 */
export function openApiDocument(title: string, version: string, interfaces: readonly Interface[]): Json {
  const paths: Record<string, unknown> = {};
  const webhooks: Record<string, unknown> = {};
  for (const one of interfaces) {
    if (one.kind === 'webhook') webhooks[one.event] = { post: webhookOperation(one) };
    else paths[one.path] = { [one.kind === 'openapi' ? one.method.toLowerCase() : 'post']: operation(one) };
  }
  return {
    openapi: '3.1.0',
    info: { title, version, license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    paths,
    webhooks,
  };
}

function operation(one: OpenApi | Spi): Json {
  const isGet = one.kind === 'openapi' && one.method === 'GET';
  return {
    operationId: one.name,
    summary: `${one.title.zh} · ${one.title.en}`,
    description: [one.about, ...notes(one)].join('\n\n'),
    tags: [one.group],
    ...(isGet ? { parameters: queryParameters(one.request) } : { requestBody: jsonBody(one.request) }),
    responses: { 200: { description: 'HTTP 200 for every outcome: the codes decide.', ...content(replySchema(one)) } },
  };
}

function webhookOperation(one: Webhook): Json {
  const envelope = {
    type: 'object',
    required: ['event', 'client_key', 'content', 'log_id'],
    properties: {
      event: { const: one.event },
      client_key: text,
      content: { type: 'string', contentMediaType: 'application/json', contentSchema: one.request },
      log_id: text,
    },
  };
  return {
    operationId: one.name,
    summary: `${one.title.zh} · ${one.title.en}`,
    description: one.about,
    tags: [one.group],
    requestBody: { required: true, ...content(envelope) },
    responses: { 200: { description: 'Only the HTTP status counts.' } },
  };
}

function notes(one: OpenApi | Spi): string[] {
  const lines = [`Scope: ${one.scope ?? 'none'}`];
  if (one.limits.length > 0) lines.push(`Limits: ${one.limits.map(describeLimit).join('; ')}`);
  if (one.kind === 'spi') {
    lines.push(
      `Scene: ${one.action} (${one.actionSource}). Time-out ${one.timeoutMs} ms (${one.timeoutSource}). Repeats: ${one.repeats} (${one.repeatsSource}).`,
    );
    const meaning = new Map(partnerCodes.map((code) => [code.code, code.meaning]));
    lines.push(`Codes: ${one.codes.map((code) => `${code} ${meaning.get(code)?.zh ?? ''}`).join(', ')}`);
  }
  return lines;
}

/** A limit in words, e.g. `200 items a second per merchant (documented)`. */
export function describeLimit(limit: Limit): string {
  const window =
    limit.perSeconds === undefined ? 'a call' : limit.perSeconds === 1 ? 'a second' : `in ${limit.perSeconds} s`;
  const who = limit.per === 'call' ? '' : ` per ${limit.per}`;
  return `${limit.max} ${limit.counts} ${window}${who} (${limit.source})`;
}

function queryParameters(schema: TSchema): Json[] {
  const object = schema as { properties?: Record<string, TSchema>; required?: string[] };
  return Object.entries(object.properties ?? {}).map(([name, member]) => ({
    name,
    in: 'query',
    required: object.required?.includes(name) ?? false,
    schema: member,
  }));
}

function replySchema(one: OpenApi | Spi): Json {
  const codes = { error_code: integer, description: text };
  const extra = {
    type: 'object',
    required: ['error_code', 'description', 'sub_error_code', 'sub_description', 'logid', 'now'],
    properties: {
      error_code: { enum: [0, ...gatewayCodes.map((code) => code.code)] },
      description: text,
      sub_error_code: integer,
      sub_description: text,
      logid: text,
      now: integer,
    },
  };
  if (one.kind === 'openapi' && one.envelope === 'list')
    return { type: 'object', properties: { data: one.reply, extra } };
  const data = { allOf: [{ type: 'object', required: ['error_code'], properties: codes }, one.reply] };
  if (one.kind === 'spi') return { type: 'object', required: ['data'], properties: { data } };
  return one.envelope === 'token'
    ? { type: 'object', required: ['data', 'message'], properties: { data, message: text } }
    : { type: 'object', required: ['data'], properties: { data, extra } };
}

function jsonBody(schema: TSchema): Json {
  return { required: true, ...content(schema) };
}

function content(schema: unknown): Json {
  return { content: { 'application/json': { schema } } };
}
