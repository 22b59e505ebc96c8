/** `13800138000` becomes `138****8000`; short numbers keep their last two digits at most. */
export function maskPhone(phone: string): string {
  const digits = phone.trim();
  if (digits.length >= 8) return `${digits.slice(0, -8)}****${digits.slice(-4)}`;
  return `****${digits.slice(-2)}`;
}

/** `张三` becomes `张*`, `欧阳娜娜` becomes `欧***`, `John Smith` becomes `J*********`. */
export function maskName(name: string): string {
  const letters = [...name.trim()];
  return letters.length === 0 ? '' : `${letters[0]}${'*'.repeat(Math.max(1, letters.length - 1))}`;
}

/** Keeps the first and the last two characters of an identity document: `110101199003078515` becomes `11**************15`. */
export function maskIdNumber(id: string): string {
  const text = id.trim();
  return text.length <= 4
    ? '*'.repeat(text.length)
    : `${text.slice(0, 2)}${'*'.repeat(text.length - 4)}${text.slice(-2)}`;
}

/** `someone@example.com` becomes `s***@example.com`. */
export function maskEmail(email: string): string {
  const at = email.indexOf('@');
  return at < 1 ? '***' : `${email[0]}***${email.slice(at)}`;
}

const SECRET = '******';
const DEEPEST = 12;

type MaskValue = (value: string) => string;

/** Decided by the last words of a key, written in camelCase, snake_case or kebab-case. First match wins. */
const BY_KEY: readonly (readonly [RegExp, MaskValue])[] = [
  [
    /(secret|password|passwd|token|authorization|signature|(^|_)(sign|cookie|(api|private|access|data|admin)_?key))$/,
    () => SECRET,
  ],
  [/(phone|mobile|phone_?number|(^|_)(tel|telephone))$/, maskPhone],
  [/(^|_)(id_?number|id_?card|id_?no|cert_?no|certificate_?no|passport|passport_?no)$/, maskIdNumber],
  [/(^|_)e?mail$/, maskEmail],
  [/(guest|contact|occupant|buyer|person|user|real|first|last|full|customer|booker|traveller)_?name$/, maskName],
];

const PEOPLE_KEY = /(guest|occupant|occupanc(y|ie)|contact(_info)?|buyer|booker|traveller|person|customer)s?$/;

/**
 * A copy of a value with personal data and secrets masked: by the name of the key that holds them, and inside free text
 * by pattern. Errors become `{ type, message, stack, … }`. Cycles and depths beyond 12 are cut.
 */
export function maskDeep(value: unknown): unknown {
  return walk(value, '', '', 0, new Set());
}

function walk(value: unknown, key: string, parentKey: string, depth: number, above: Set<object>): unknown {
  if (typeof value === 'string') return maskByKey(key, parentKey)?.(value) ?? maskText(value);
  if (typeof value === 'number' && maskByKey(key, parentKey) !== undefined)
    return maskByKey(key, parentKey)?.(String(value));
  if (typeof value === 'bigint') return value.toString();
  if (typeof value !== 'object' || value === null) return value;
  if (above.has(value)) return '[circular]';
  if (depth >= DEEPEST) return '[deeper]';
  if (value instanceof Date) return value.toISOString();
  if (Buffer.isBuffer(value) || ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  above.add(value);
  const copy = Array.isArray(value)
    ? value.map((item) => walk(item, key, parentKey, depth + 1, above))
    : walkFields(value, key, depth, above);
  above.delete(value);
  return copy;
}

function walkFields(value: object, key: string, depth: number, above: Set<object>): Record<string, unknown> {
  const copy: Record<string, unknown> = {};
  if (value instanceof Error) {
    copy.type = value.name;
    copy.message = maskText(value.message);
    if (value.stack !== undefined) copy.stack = maskText(value.stack);
    if (value.cause !== undefined) copy.cause = walk(value.cause, 'cause', key, depth + 1, above);
  }
  for (const [name, field] of Object.entries(value)) {
    if (typeof field !== 'function' && name !== '__proto__') copy[name] = walk(field, name, key, depth + 1, above);
  }
  return copy;
}

const keyMasks = new Map<string, MaskValue | undefined>();

function maskByKey(key: string, parentKey: string): MaskValue | undefined {
  if (key === '') return undefined;
  const id = `${parentKey}\0${key}`;
  if (keyMasks.has(id)) return keyMasks.get(id);
  const mask = findMask(key, parentKey);
  // Keys come from outside too: the memory of them must not grow without end.
  if (keyMasks.size < 5000) keyMasks.set(id, mask);
  return mask;
}

function findMask(key: string, parentKey: string): MaskValue | undefined {
  const words = snake(key);
  if (words === 'name' && PEOPLE_KEY.test(snake(parentKey))) return maskName;
  return BY_KEY.find(([pattern]) => pattern.test(words))?.[1];
}

function snake(key: string): string {
  return key
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replaceAll('-', '_')
    .toLowerCase();
}

/** An 18-digit identity number has a plausible birth date in it; order numbers of the same length rarely do. */
const ID_NUMBER =
  /(?<![0-9A-Za-z])[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?![0-9A-Za-z])/g;
const PHONE = /(?<![0-9A-Za-z])(?:\+?86[- ]?)?1[3-9]\d{9}(?![0-9A-Za-z])/g;
const EMAIL = /[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+/g;
const URL_PASSWORD = /(:\/\/[^:/@\s]{1,100}:)[^@/\s]{1,200}@/g;
const NAMED_SECRET =
  /("?(?:[a-z_-]*secret|password|[a-z_-]*token|authorization|api[_-]?key)"?\s*[:=]\s*"?)(?:Bearer\s+|Basic\s+)?[^\s"'&,;}]+/gi;

/** Masks telephone numbers, identity numbers, e-mail addresses, passwords and tokens inside free text. */
export function maskText(text: string): string {
  // Most lines hold none of these: one cheap look saves the five searches.
  if (!/\d{9}|@|secret|password|token|authorization|api[_-]?key/i.test(text)) return text;
  return text
    .replace(URL_PASSWORD, `$1${SECRET}@`)
    .replace(NAMED_SECRET, `$1${SECRET}`)
    .replace(EMAIL, maskEmail)
    .replace(ID_NUMBER, maskIdNumber)
    .replace(PHONE, maskPhone);
}
