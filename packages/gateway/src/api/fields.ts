import { HOTEL_OFFSET_MS, MAX_FEN } from '@yuzhu/contract';
import Type, { type TProperties, type TSchema } from 'typebox';

/** Largest list a page may hold. */
export const MOST_PER_PAGE = 200;

/** An id of the hotel's own system: 1 to 64 characters, none of them control characters, no blanks at the ends. */
export function ownId(description: string) {
  return Type.String({
    description,
    minLength: 1,
    maxLength: 64,
    pattern: '^(?!\\s)[^\\u0000-\\u001f\\u007f]+(?<!\\s)$',
  });
}

/** An id of the platform: text of 1 to 64 letters, digits, `-` and `_`; never a number, it would lose digits. */
export function platformId(description: string) {
  return Type.String({ description, minLength: 1, maxLength: 64, pattern: '^[A-Za-z0-9_-]+$' });
}

/** A name for people: 1 to 200 characters on one line. Anything else is allowed; it is only ever data. */
export function nameText(description: string, maxLength = 200) {
  return Type.String({
    description,
    minLength: 1,
    maxLength,
    pattern: '^(?!\\s)[^\\u0000-\\u001f\\u007f]+(?<!\\s)$',
  });
}

/** A day that exists, `yyyy-MM-dd` in hotel time, years 1900 to 2199. */
export function dateText(description: string) {
  return Type.String({ description, format: 'date', pattern: '^(19|20|21)\\d\\d-\\d\\d-\\d\\d$' });
}

/** A moment in ISO form with the hotel's offset, e.g. `2026-09-11T10:00:00.000+08:00`. */
export function momentText(description: string) {
  return Type.String({ description, format: 'date-time' });
}

/** Money: integer fen, from `min` (default 0) to ten million yuan. */
export function fenAmount(description: string, min = 0) {
  return Type.Integer({ description, 'x-unit': 'fen', minimum: min, maximum: MAX_FEN });
}

/** Money in an answer: sums and differences may be negative. */
export function fenSum(description: string) {
  return Type.Integer({ description, 'x-unit': 'fen' });
}

/** A whole number. */
export function count(description: string, min = 0, max = 100_000) {
  return Type.Integer({ description, minimum: min, maximum: max });
}

/** A switch. */
export function flag(description: string) {
  return Type.Boolean({ description });
}

/** One of a list of words. */
export function oneOf<const Word extends string>(words: readonly Word[], description: string) {
  return Type.Unsafe<Word>({ type: 'string', enum: words, description });
}

/** The value, or null: "not known", or "clear it" on the way in. */
export function nullable<Schema extends TSchema>(schema: Schema) {
  return Type.Union([schema, Type.Null()]);
}

/** A structure in a request: an unknown member is a mistake of the sender and is named. */
export function input<Properties extends TProperties>(properties: Properties, description = '') {
  return Type.Object(properties, { additionalProperties: false, ...(description === '' ? {} : { description }) });
}

/** A structure in an answer, listed under its name in the reference. Members may be added in later versions. */
export function output<Properties extends TProperties>(name: string, properties: Properties) {
  return Type.Object(properties, { 'x-name': name });
}

/** A list. */
export function list<Schema extends TSchema>(
  item: Schema,
  description: string,
  limits: { readonly minItems?: number; readonly maxItems?: number; readonly uniqueItems?: boolean } = {},
) {
  return Type.Array(item, { description, ...limits });
}

/** A member that may be absent. */
export const optional = Type.Optional;

/** Unix ms as the text of `momentText`. */
export function toMoment(ms: number): string {
  return `${new Date(ms + HOTEL_OFFSET_MS).toISOString().slice(0, -1)}+08:00`;
}

/** The same, null staying null. */
export function toMomentOrNull(ms: number | null): string | null {
  return ms === null ? null : toMoment(ms);
}
