/** An answer with a code: why a message can not be served. Part of the conversation, not an exception. */
export interface Refusal {
  /** Partner code (contract `PARTNER`). */
  readonly code: number;
  /** English, for the `description` of the answer; never holds personal data. */
  readonly reason: string;
}

/** A value, or why there is none. */
export type OrRefusal<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly refusal: Refusal };

/** A success. */
export function ok<T>(value: T): OrRefusal<T> {
  return { ok: true, value };
}

/** A refusal. */
export function refused(code: number, reason: string): { readonly ok: false; readonly refusal: Refusal } {
  return { ok: false, refusal: { code, reason } };
}
