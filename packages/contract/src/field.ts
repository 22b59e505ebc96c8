import Type, { type TObject, type TProperties, type TSchema } from 'typebox';

/**
 * How sure a fact about the platform is.
 * - `documented`: stated by the platform's developer documentation
 * - `given`: part of the solution's own overview, its page not seen
 * - `sdk`: only the official SDK's models show it (name, type, required flag)
 * - `observed`: seen in live traffic or working integrations
 * - `goods-api`: documented for the generic goods interface, same field name here
 * - `twin`: documented for a sibling solution (calendar room, travel agency, scenic spot)
 * - `inferred`: our own reading; the first thing to check against the live platform
 */
export type Source = 'documented' | 'given' | 'sdk' | 'observed' | 'goods-api' | 'twin' | 'inferred';

/** Every source, strongest first. */
export const SOURCES: readonly Source[] = ['documented', 'given', 'sdk', 'observed', 'goods-api', 'twin', 'inferred'];

/** What a field carries beside its JSON type. Stored in the schema under `x-` keywords. */
export interface FieldMarks {
  /** Where the field is known from. */
  readonly 'x-source'?: Source;
  /** Arrives encrypted with the application's secret (wire/encryption.ts). */
  readonly 'x-encrypted'?: boolean;
  /** The unit of a number: fen, seconds, milliseconds, nights ... */
  readonly 'x-unit'?: string;
  /** Personal data: masked in logs and pages, encrypted at rest. */
  readonly 'x-personal'?: boolean;
}

interface Extra {
  readonly encrypted?: boolean;
  readonly personal?: boolean;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly pattern?: string;
}

function marks(description: string, source: Source, unit?: string, extra: Extra = {}): Record<string, unknown> {
  const { encrypted, personal, ...rules } = extra;
  return {
    description,
    'x-source': source,
    ...(unit === undefined ? {} : { 'x-unit': unit }),
    ...(encrypted ? { 'x-encrypted': true } : {}),
    ...(personal || encrypted ? { 'x-personal': true } : {}),
    ...rules,
  };
}

/** Free text. */
export function text(description: string, source: Source = 'documented', extra: Extra = {}) {
  return Type.String(marks(description, source, undefined, extra));
}

/** A platform or partner id: decimal or free text, never a number (19 digits do not fit a double). */
export function id(description: string, source: Source = 'documented', extra: Extra = {}) {
  return Type.String({ ...marks(description, source, undefined, extra), minLength: 1, maxLength: 128 });
}

/** Text that arrives encrypted with the application secret. */
export function encrypted(description: string, source: Source = 'documented') {
  return Type.String(marks(description, source, undefined, { encrypted: true }));
}

/** Personal text that may arrive plain or encrypted. */
export function personal(description: string, source: Source = 'documented') {
  return Type.String(marks(description, source, undefined, { personal: true }));
}

/** An integer without a unit: enum value, count, level. */
export function int(description: string, source: Source = 'documented', extra: Extra = {}) {
  return Type.Integer(marks(description, source, undefined, extra));
}

/** A decimal number such as a latitude. */
export function decimal(description: string, source: Source = 'documented', unit?: string) {
  return Type.Number(marks(description, source, unit));
}

/** Money: integer fen. */
export function fen(description: string, source: Source = 'documented', extra: Extra = {}) {
  return Type.Integer(marks(description, source, 'fen', extra));
}

/** A moment: Unix seconds. */
export function seconds(description: string, source: Source = 'documented') {
  return Type.Integer(marks(description, source, 'Unix seconds'));
}

/** A switch. */
export function flag(description: string, source: Source = 'documented') {
  return Type.Boolean(marks(description, source));
}

/** A day `yyyy-MM-dd` in hotel time. Whether the day exists is checked by `isDate`, not by the pattern. */
export function date(description: string, source: Source = 'documented') {
  return Type.String({
    ...marks(description, source, 'yyyy-MM-dd, hotel time'),
    pattern: '^\\d{4}-\\d{2}-\\d{2}$',
  });
}

/** A list of one shape. */
export function list<T extends TSchema>(
  item: T,
  description: string,
  source: Source = 'documented',
  extra: { minItems?: number; maxItems?: number } = {},
) {
  return Type.Array(item, { ...marks(description, source), ...extra });
}

/** A structure. Unknown members are always allowed: the platform adds fields without notice (documented). */
export function object<T extends TProperties>(
  properties: T,
  description = '',
  source: Source = 'documented',
): TObject<T> {
  return Type.Object(properties, { ...marks(description, source), additionalProperties: true });
}

/** A JSON object with free keys and values of one shape. */
export function map<T extends TSchema>(value: T, description: string, source: Source = 'documented') {
  return Type.Record(Type.String(), value, marks(description, source));
}

/** A field that may be absent. `""` and `null` count as absent too: the platform's SDK sends them for unset members (sdk). */
export const optional = Type.Optional;
