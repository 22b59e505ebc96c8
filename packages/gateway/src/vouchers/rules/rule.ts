import type { VoucherDocument } from '../document-shape.ts';

/** Something in a document that the platform would not take. */
export interface DocumentProblem {
  /** Where, e.g. `pre_sale_coupon_info.actual_amount`. */
  readonly path: string;
  readonly zh: string;
  readonly en: string;
}

/** One thing the platform is known, or believed, to look at. Pure. */
export type Rule = (document: VoucherDocument) => DocumentProblem[];

/** A problem when `wrong`, else none. */
export function when(wrong: boolean, path: string, zh: string, en: string): DocumentProblem[] {
  return wrong ? [{ path, zh, en }] : [];
}

/** Whether a text is an https address (documented for pictures). */
export function isWebAddress(text: string): boolean {
  return URL.canParse(text) && new URL(text).protocol === 'https:';
}

/** Whether a text is a time of day `HH:mm`; `24:00` ends a day. */
export function isTimeOfDay(text: string): boolean {
  return /^(?:[01]\d|2[0-3]):[0-5]\d$|^24:00$/.test(text);
}
