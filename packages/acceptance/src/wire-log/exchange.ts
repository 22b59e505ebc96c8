import type { Interface } from '@yuzhu/contract';

/** One exchange between platform and hotel as both sides kept it. */
export interface SeenExchange {
  /** Who called. */
  readonly from: 'platform' | 'hotel';
  readonly definition: Interface;
  readonly logid: string;
  /** Platform clock, Unix ms. */
  readonly at: number;
  /** 1 first. */
  readonly attempt: number;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The very text that was sent; a GET's is empty. */
  readonly requestText: string;
  /** Parsed body, query, or webhook content. */
  readonly request: Readonly<Record<string, unknown>>;
  /** Parsed `data` of the answer; empty when there was none. */
  readonly reply: unknown;
  /** Business or gateway code of the answer; undefined = no answer. */
  readonly code: number | undefined;
  /** Whether the hotel's side has a record of it with the same code; undefined = not asked (it keeps none of these). */
  readonly keptByHotel: boolean | undefined;
}

/** A member of a parsed message by its path, e.g. `confirm_info.confirm_mode`; undefined when it is not there. */
export function at(value: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((inner, key) => {
    if (typeof inner !== 'object' || inner === null) return undefined;
    return (inner as Record<string, unknown>)[key];
  }, value);
}

/** The same as a number; NaN when it is none. */
export function numberAt(value: unknown, path: string): number {
  const found = at(value, path);
  return typeof found === 'number' ? found : Number.NaN;
}

/** The same as text; empty when it is none. */
export function textAt(value: unknown, path: string): string {
  const found = at(value, path);
  return typeof found === 'string' ? found : '';
}

/** The same as a list; empty when it is none. */
export function listAt(value: unknown, path: string): readonly unknown[] {
  const found = at(value, path);
  return Array.isArray(found) ? found : [];
}
