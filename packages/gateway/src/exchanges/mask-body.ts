import { interfaceNamed, parseJson } from '@yuzhu/contract';
import { maskDeep, maskText } from '@yuzhu/runtime';

/**
 * A body fit for pages and logs: what the contract marks as personal is covered, and whatever else looks like a phone,
 * a document or a secret. JSON stays JSON.
 */
export function maskBody(interfaceName: string, part: 'request' | 'reply', body: string): string {
  let parsed: unknown;
  try {
    parsed = parseJson(body);
  } catch {
    return maskText(body);
  }
  const schema = interfaceNamed(interfaceName)?.[part];
  // Business members of an answer stand under `data`.
  const value = part === 'reply' ? mapMember(parsed, 'data', (data) => cover(schema, data)) : cover(schema, parsed);
  return JSON.stringify(maskDeep(value));
}

const COVERED = '******';

interface Marked {
  readonly properties?: Readonly<Record<string, unknown>>;
  readonly items?: unknown;
  readonly 'x-personal'?: boolean;
}

/** A copy with every member covered that the schema marks as personal; absent and empty ones stay as they are. */
function cover(schema: unknown, value: unknown): unknown {
  if (typeof schema !== 'object' || schema === null) return value;
  const { properties, items, 'x-personal': personal } = schema as Marked;
  if (personal === true) return value === undefined || value === null || value === '' ? value : COVERED;
  if (Array.isArray(value)) return value.map((item) => cover(items, item));
  if (typeof value !== 'object' || value === null || properties === undefined) return value;
  const entries = Object.entries(value).map(([key, member]) => [
    key,
    Object.hasOwn(properties, key) ? cover(properties[key], member) : member,
  ]);
  return Object.fromEntries(entries);
}

function mapMember(value: unknown, key: string, change: (member: unknown) => unknown): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return value;
  return { ...value, [key]: change((value as Record<string, unknown>)[key]) };
}
