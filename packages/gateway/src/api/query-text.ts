import type { TObject, TSchema } from 'typebox';

/**
 * Reads the texts of a query string or path into the types their schema wants. What can not be read stays text and is
 * then refused by the schema with its place.
 */
export function readTexts(schema: TObject, texts: unknown): Record<string, unknown> {
  const entries = Object.entries((texts ?? {}) as Record<string, unknown>);
  const members = schema.properties as Readonly<Record<string, TSchema>>;
  // fromEntries defines own members only: a parameter called __proto__ stays a parameter.
  return Object.fromEntries(
    entries.map(([name, value]) => [name, Object.hasOwn(members, name) ? readText(members[name], value) : value]),
  );
}

function readText(schema: unknown, value: unknown): unknown {
  const { type, items } = schema as { type?: string; items?: unknown };
  if (type === 'array') {
    const texts = (Array.isArray(value) ? value : [value]).flatMap((one) => String(one).split(','));
    return texts.map((text) => readText(items, text));
  }
  if (typeof value !== 'string') return value;
  if (type === 'integer' && /^-?\d{1,15}$/.test(value)) return Number(value);
  if (type === 'boolean' && (value === 'true' || value === 'false')) return value === 'true';
  return value;
}
