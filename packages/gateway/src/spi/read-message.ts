import {
  describeProblem,
  nestedDeeper,
  PARTNER,
  type Problem,
  parseJson,
  readMessage,
  type Spi,
} from '@yuzhu/contract';
import type { Static, TSchema } from 'typebox';
import type { Attention } from '../attention.ts';
import { type OrRefusal, ok, refused } from './refusal.ts';

/** A message that can be worked with. */
export interface ReadMessage<T> {
  readonly message: T;
  readonly attention: ReadonlySet<Attention>;
}

/** The parsed body, or the answer to one that is none: 13. */
export function parseBody(body: Buffer, deepest: number): OrRefusal<Record<string, unknown>> {
  const text = body.toString('utf8');
  if (nestedDeeper(text, deepest)) return refused(PARTNER.other, `the body is nested deeper than ${deepest} levels`);
  let parsed: unknown;
  try {
    parsed = parseJson(text);
  } catch {
    return refused(PARTNER.other, 'the body is not JSON');
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
    return refused(PARTNER.other, 'the body is not a JSON object');
  }
  return ok(parsed as Record<string, unknown>);
}

/**
 * Reads a body against its interface, leniently: numbers may come as text, what is optional and unusable is left out and
 * flagged. Only what is needed and missing or unusable is refused: 5 for a date, 13 for anything else, naming it.
 */
export function readBody<Req extends TSchema>(
  one: Spi<Req>,
  body: Record<string, unknown>,
): OrRefusal<ReadMessage<Static<Req>>> {
  let reading = readMessage(one.request, body, 'lenient');
  const attention = new Set<Attention>();
  if (reading.faults.length > 0) {
    const without = withoutOptional(one.request, body, reading.faults);
    if (without !== undefined) {
      attention.add('member_dropped');
      reading = readMessage(one.request, without, 'lenient');
    }
  }
  const [fault] = reading.faults;
  if (fault !== undefined) {
    const wrongDate = fault.kind !== 'missing' && DATE_MEMBER.test(fault.path);
    return refused(wrongDate ? PARTNER.badDate : PARTNER.other, describeProblem(fault));
  }
  const message = reading.value as Static<Req>;
  for (const oddity of reading.oddities) attention.add(isMended(oddity, message) ? 'member_mended' : 'member_dropped');
  const unusable = unusableId(one.request, message as Record<string, unknown>);
  if (unusable !== undefined) return refused(PARTNER.other, `${unusable} holds characters that no id has`);
  return ok({ message, attention });
}

const DATE_MEMBER = /(?:_date|\.start|\.end)$/;

/** The body without the optional members that made it unreadable; undefined when a needed one did. */
function withoutOptional(
  schema: TSchema,
  body: Record<string, unknown>,
  faults: readonly Problem[],
): Record<string, unknown> | undefined {
  const { required = [] } = schema as { required?: readonly string[] };
  const members = new Set(faults.map(({ path }) => path.split(/[.[]/, 1)[0] ?? ''));
  for (const member of members) if (member === '' || required.includes(member)) return undefined;
  return Object.fromEntries(Object.entries(body).filter(([key]) => !members.has(key)));
}

/** Whether a member that came in another type is there after all. */
function isMended({ path }: Problem, message: unknown): boolean {
  let value = message;
  for (const step of path.split(/\.|\[|\]\.?/).filter((part) => part !== '')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return false;
    value = (value as Record<string, unknown>)[step];
  }
  return value !== undefined;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are exactly what is looked for.
const NO_ID = /[\u0000-\u001f\u007f]/;

const idMembers = new WeakMap<TSchema, readonly string[]>();

/** The members of an interface that hold ids. */
function idMembersOf(schema: TSchema): readonly string[] {
  const known = idMembers.get(schema);
  if (known !== undefined) return known;
  const { properties = {} } = schema as { properties?: Record<string, TSchema> };
  const found = Object.keys(properties).filter((key) => /_ids?$/.test(key));
  idMembers.set(schema, found);
  return found;
}

/** An id of the message that no database could keep as it came: control characters, broken Unicode. */
function unusableId(schema: TSchema, message: Record<string, unknown>): string | undefined {
  return idMembersOf(schema).find((key) => {
    const value = message[key];
    return Array.isArray(value) ? value.some(isUnusable) : isUnusable(value);
  });
}

function isUnusable(id: unknown): boolean {
  return typeof id === 'string' && (NO_ID.test(id) || !id.isWellFormed());
}
