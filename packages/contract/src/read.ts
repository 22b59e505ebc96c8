import type { Static, TSchema } from 'typebox';
import { Compile, type Validator } from 'typebox/compile';

/** Something about a message that is not as the contract says. */
export interface Problem {
  /** Where, e.g. `daily_rates[0].original_amount`. */
  readonly path: string;
  /** `missing`, `type` (not the JSON type), `value` (right type, value not allowed). */
  readonly kind: 'missing' | 'type' | 'value';
  /** What the contract wants. */
  readonly expected: string;
  /** The value as it came, shortened. */
  readonly actual: string;
}

/** A message read against its interface. `value` is set unless a required member is unusable. */
export interface Reading<T> {
  readonly value: T | undefined;
  /** Required members that are missing or unusable: the message can not be worked with. */
  readonly faults: readonly Problem[];
  /** What was mended or dropped (lenient only): worth showing to a person, never worth an order. */
  readonly oddities: readonly Problem[];
}

/**
 * `strict`: `""` and `null` count as absent for optional members (sdk), any other deviation is a fault.
 * `lenient`: numbers may come as text and ids as numbers, and an unusable optional member is dropped and noted.
 */
export type ReadMode = 'strict' | 'lenient';

interface JsonSchema {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly patternProperties?: Readonly<Record<string, JsonSchema>>;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly minItems?: number;
  readonly maxItems?: number;
}

const validators = new WeakMap<TSchema, Validator>();

function validatorOf(schema: TSchema): Validator {
  const known = validators.get(schema);
  if (known !== undefined) return known;
  const made = Compile(schema);
  validators.set(schema, made);
  return made;
}

/** Whether a value satisfies a schema as it stands, with nothing mended. Half a microsecond for a booking. */
export function conforms<S extends TSchema>(schema: S, value: unknown): value is Static<S> {
  return validatorOf(schema).Check(value);
}

/** Reads a parsed message against its schema. Unknown members are ignored (documented: the platform adds fields). */
export function readMessage<S extends TSchema>(schema: S, input: unknown, mode: ReadMode): Reading<Static<S>> {
  if (conforms(schema, input)) return { value: input, faults: [], oddities: [] };
  const reader = new Reader(mode);
  const value = reader.read(schema as JsonSchema, input, '', true);
  const usable = reader.faults.length === 0;
  return {
    value: usable ? (value as Static<S>) : undefined,
    faults: reader.faults,
    oddities: reader.oddities,
  };
}

const ABSENT = Symbol('absent');
const INTEGER_TEXT = /^[+-]?\d{1,15}(?:\.0+)?$/;
const NUMBER_TEXT = /^[+-]?\d{1,15}(?:\.\d+)?$/;

class Reader {
  readonly faults: Problem[] = [];
  readonly oddities: Problem[] = [];
  readonly #lenient: boolean;

  constructor(mode: ReadMode) {
    this.#lenient = mode === 'lenient';
  }

  /** Returns the usable value or ABSENT. `needed` decides whether a problem is a fault or an oddity. */
  read(schema: JsonSchema, input: unknown, path: string, needed: boolean): unknown {
    const absent =
      input === undefined ||
      input === null ||
      (input === '' && (schema.type !== 'string' || !needed || (schema.minLength ?? 0) > 0));
    if (absent) {
      if (needed) this.#fault({ path, kind: 'missing', expected: expectation(schema), actual: shorten(input) });
      return ABSENT;
    }
    const value = this.#lenient ? coerce(schema, input) : input;
    if (value !== input) this.oddities.push(problem('type', schema, path, input));
    if (!hasType(schema, value)) return this.#unusable(problem('type', schema, path, input), needed);
    if (schema.type === 'object') return this.#object(schema, value as Record<string, unknown>, path);
    if (schema.type === 'array') return this.#array(schema, value as unknown[], path, needed);
    return valueAllowed(schema, value) ? value : this.#unusable(problem('value', schema, path, input), needed);
  }

  #object(schema: JsonSchema, value: Record<string, unknown>, path: string): unknown {
    const result: Record<string, unknown> = {};
    const entries = schema.properties;
    if (entries === undefined) return this.#record(schema, value, path);
    for (const [key, member] of Object.entries(entries)) {
      // Own members only: `__proto__` or `constructor` in a message never reach a prototype.
      const given = Object.hasOwn(value, key) ? value[key] : undefined;
      const read = this.read(
        member,
        given,
        path === '' ? key : `${path}.${key}`,
        schema.required?.includes(key) ?? false,
      );
      if (read !== ABSENT) result[key] = read;
    }
    return result;
  }

  #record(schema: JsonSchema, value: Record<string, unknown>, path: string): unknown {
    const member = Object.values(schema.patternProperties ?? {})[0];
    if (member === undefined) return value;
    const result = new Map<string, unknown>();
    for (const [key, given] of Object.entries(value)) {
      const read = this.read(member, given, `${path}.${key}`, false);
      if (read !== ABSENT && key !== '__proto__') result.set(key, read);
    }
    return Object.fromEntries(result);
  }

  #array(schema: JsonSchema, value: unknown[], path: string, needed: boolean): unknown {
    const { minItems = 0, maxItems = Number.POSITIVE_INFINITY } = schema;
    if (value.length < minItems || value.length > maxItems)
      return this.#unusable(problem('value', schema, path, `${value.length} items`), needed);
    const item = schema.items;
    if (item === undefined) return value;
    return value.map((given, at) => this.read(item, given, `${path}[${at}]`, true)).filter((read) => read !== ABSENT);
  }

  #unusable(what: Problem, needed: boolean): typeof ABSENT {
    if (needed || !this.#lenient) this.#fault(what);
    else this.oddities.push(what);
    return ABSENT;
  }

  #fault(what: Problem): void {
    this.faults.push(what);
  }
}

function coerce(schema: JsonSchema, input: unknown): unknown {
  if (schema.type === 'integer' && typeof input === 'string' && INTEGER_TEXT.test(input.trim())) return Number(input);
  if (schema.type === 'number' && typeof input === 'string' && NUMBER_TEXT.test(input.trim())) return Number(input);
  if (schema.type === 'string' && typeof input === 'number' && Number.isSafeInteger(input)) return String(input);
  if (schema.type === 'boolean' && (input === 'true' || input === 1 || input === '1')) return true;
  if (schema.type === 'boolean' && (input === 'false' || input === 0 || input === '0')) return false;
  return input;
}

function hasType(schema: JsonSchema, value: unknown): boolean {
  switch (schema.type) {
    case 'string':
      return typeof value === 'string';
    case 'integer':
      return Number.isSafeInteger(value);
    case 'number':
      return typeof value === 'number' && Number.isFinite(value);
    case 'boolean':
      return typeof value === 'boolean';
    case 'array':
      return Array.isArray(value);
    case 'object':
      return typeof value === 'object' && value !== null && !Array.isArray(value);
    default:
      return true;
  }
}

function valueAllowed(schema: JsonSchema, value: unknown): boolean {
  if (typeof value === 'number') return value >= (schema.minimum ?? -Infinity) && value <= (schema.maximum ?? Infinity);
  if (typeof value !== 'string') return true;
  const { minLength = 0, maxLength = Number.POSITIVE_INFINITY, pattern } = schema;
  return (
    value.length >= minLength && value.length <= maxLength && (pattern === undefined || new RegExp(pattern).test(value))
  );
}

function problem(kind: Problem['kind'], schema: JsonSchema, path: string, input: unknown): Problem {
  return { path, kind, expected: expectation(schema), actual: shorten(input) };
}

function expectation(schema: JsonSchema): string {
  const parts = [schema.type ?? 'any'];
  if (schema.minimum !== undefined) parts.push(`>= ${schema.minimum}`);
  if (schema.maximum !== undefined) parts.push(`<= ${schema.maximum}`);
  if (schema.minLength !== undefined) parts.push('not empty');
  if (schema.maxLength !== undefined) parts.push(`at most ${schema.maxLength} characters`);
  if (schema.pattern !== undefined) parts.push(`like ${schema.pattern}`);
  if (schema.minItems !== undefined) parts.push(`at least ${schema.minItems} items`);
  if (schema.maxItems !== undefined) parts.push(`at most ${schema.maxItems} items`);
  return parts.join(', ');
}

function shorten(input: unknown): string {
  const text = typeof input === 'string' ? input : input === undefined ? 'nothing' : safeJson(input);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

function safeJson(input: unknown): string {
  try {
    return JSON.stringify(input) ?? typeof input;
  } catch {
    return typeof input;
  }
}

/** One line for a person: what is wrong, where, and what is wanted. Values are left out: they may be personal. */
export function describeProblem(one: Problem): string {
  const where = one.path === '' ? 'the body' : one.path;
  return one.kind === 'missing'
    ? `${where} is missing (wanted: ${one.expected})`
    : `${where} is not valid (wanted: ${one.expected})`;
}
