import { describeProblem, nestedDeeper, type OpenApi, PLATFORM, readMessage } from '@yuzhu/contract';
import { refuse, refuseWith } from './handler.ts';

/** Deepest nesting a body may have; the deepest of the contract has 7 levels. */
const MAX_DEPTH = 32;
/** Escapes that JSON allows and PostgreSQL text can not hold: NUL and halves of surrogate pairs. */
const ODD_ESCAPES = /\\u(?:0000|d[89a-f])/i;

/** Parses a body into an object. @throws Refusal 200002 when it is none. */
export function parseBody(bytes: Buffer | undefined, contentType: string | undefined): Record<string, unknown> {
  if (contentType === undefined || !/^application\/json\s*(;|$)/i.test(contentType))
    refuse(PLATFORM.badParameter, '请求头content-type必须为application/json', 'header content-type');
  const unreadable = (why: string) => refuseWith(PLATFORM.unreadableBody, why);
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes ?? Buffer.alloc(0));
  } catch {
    return unreadable('the body is not UTF-8');
  }
  if (nestedDeeper(text, MAX_DEPTH)) return unreadable(`the body is nested deeper than ${MAX_DEPTH} levels`);
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return unreadable('the body is not valid JSON');
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return unreadable('the body is not an object');
  if (ODD_ESCAPES.test(text)) refuseOddText(body, '');
  return body as Record<string, unknown>;
}

/** Refuses texts no program should send: with NUL, or with half of a surrogate pair. */
function refuseOddText(value: unknown, path: string): void {
  if (typeof value === 'string') {
    if (value.includes('\0') || !value.isWellFormed())
      refuseWith(PLATFORM.badParameter, `${path || 'a key'} holds characters that are not text`);
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  for (const [key, member] of Object.entries(value)) {
    refuseOddText(key, '');
    refuseOddText(member, path === '' ? key : `${path}.${key}`);
  }
}

interface Schema {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
}

/** The members of a query in the types of the schema: a number's text becomes a number. What does not fit stays text. */
export function queryMembers(one: OpenApi, query: unknown): Record<string, unknown> {
  const properties = (one.request as Schema).properties ?? {};
  const given = Object.entries((query ?? {}) as Record<string, unknown>);
  refuseOddText(Object.fromEntries(given), '');
  return Object.fromEntries(
    given.map(([key, value]) => [
      key,
      typed(Object.hasOwn(properties, key) ? properties[key]?.type : undefined, value),
    ]),
  );
}

function typed(type: string | undefined, value: unknown): unknown {
  if (type === 'integer' && typeof value === 'string' && /^-?\d{1,15}$/.test(value)) return Number(value);
  if (type === 'boolean' && (value === 'true' || value === 'false')) return value === 'true';
  return value;
}

/**
 * Reads a request strictly: unknown members are ignored, `""` and `null` count as absent for optional members (sdk).
 * @throws Refusal 2100004 for a wrong type, else 2119001 or 2100005, the members named in the detail
 */
export function readRequest(one: OpenApi, members: Record<string, unknown>): unknown {
  const reading = readMessage(one.request, members, 'strict');
  const first = reading.faults[0];
  if (first === undefined) return withoutAbsent(one.request as Schema, reading.value);
  const detail = reading.faults.slice(0, 5).map(describeProblem).join('; ');
  if (first.kind === 'type') refuseWith(PLATFORM.busy, detail);
  return refuseWith(illegalCode(one), detail);
}

/** The code for a missing or illegal member: the goods, voucher and calendar interfaces have one of their own (inferred). */
export function illegalCode(one: OpenApi): number {
  return one.group === 'goods' || one.group === 'vouchers' || one.group === 'calendar'
    ? PLATFORM.illegalParameter
    : PLATFORM.badParameter;
}

/** Takes `""` and `null` out of optional members, so that absent is absent for everybody behind this door. */
function withoutAbsent(schema: Schema, value: unknown): unknown {
  if (Array.isArray(value))
    return schema.items === undefined ? value : value.map((item) => withoutAbsent(schema.items as Schema, item));
  if (typeof value !== 'object' || value === null || schema.properties === undefined) return value;
  const result: Record<string, unknown> = {};
  for (const [key, member] of Object.entries(schema.properties)) {
    const given = Object.hasOwn(value, key) ? (value as Record<string, unknown>)[key] : undefined;
    const absent = given === undefined || given === null || (given === '' && !(schema.required ?? []).includes(key));
    if (!absent) result[key] = withoutAbsent(member, given);
  }
  return result;
}

/** How many items a limit counts, e.g. along `rate_plan.rooms[].rate_plans[]`. */
export function countItems(path: string, request: unknown): number {
  let level: unknown[] = [request];
  for (const step of path.split('.')) {
    const key = step.replace(/\[\]$/, '');
    level = level.flatMap((one) => {
      const member = typeof one === 'object' && one !== null ? (one as Record<string, unknown>)[key] : undefined;
      return Array.isArray(member) ? member : member === undefined ? [] : [member];
    });
  }
  return level.length;
}
