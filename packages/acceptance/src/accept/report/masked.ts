import { interfaceNamed } from '@yuzhu/contract';
import { maskDeep, maskText } from '@yuzhu/runtime';
import { parsedOrText, type Recorded } from '../exchanges/recorded.ts';

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly 'x-personal'?: boolean;
}

const HIDDEN = '***';

/** An exchange as a page may show it: personal data and secrets masked, by the contract's marks and by name. */
export function maskedExchange(one: Recorded): {
  readonly url: string;
  readonly request: string;
  readonly response: string;
} {
  const definition = interfaceNamed(one.interface);
  return {
    url: maskText(one.url).replace(/(client_secret=)[^&]*/, `$1${HIDDEN}`),
    request: shown(one.request, definition?.request as Schema | undefined),
    response: shown(one.response, undefined),
  };
}

/** What is longer is cut: a page shall open on a telephone. The evidence folder holds every byte. */
const LONGEST = 6000;

function shown(text: string, schema: Schema | undefined): string {
  if (text === '') return '';
  const parsed = text.length > 200_000 ? text.slice(0, LONGEST) : parsedOrText(text);
  const masked =
    typeof parsed === 'string' ? maskText(parsed) : JSON.stringify(maskDeep(byContract(parsed, schema)), null, 2);
  return masked.length > LONGEST ? `${masked.slice(0, LONGEST)}\n… (${text.length})` : masked;
}

function byContract(value: unknown, schema: Schema | undefined): unknown {
  if (schema === undefined) return value;
  if (schema['x-personal']) return value === '' || value === null ? value : HIDDEN;
  if (Array.isArray(value)) return value.map((one) => byContract(one, schema.items));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, byContract(inner, schema.properties?.[name])]),
  );
}
