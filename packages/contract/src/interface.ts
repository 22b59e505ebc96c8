import type { Static, TSchema } from 'typebox';
import type { Source } from './field.ts';

/** A text for people, Chinese first. */
export interface Bilingual {
  readonly zh: string;
  readonly en: string;
}

/** A limit the platform sets on an interface. */
export interface Limit {
  /** What is counted: whole calls, or items inside them. */
  readonly counts: 'calls' | 'items';
  /** The most in one call (items) or in one window (calls, items). */
  readonly max: number;
  /** Window in seconds; absent = per call. */
  readonly perSeconds?: number;
  /** Who shares the window. */
  readonly per: 'call' | 'application' | 'merchant';
  readonly source: Source;
  /** JSON path of what is counted, e.g. `aris`. */
  readonly path?: string;
}

interface Common<Req extends TSchema, Rep extends TSchema> {
  /** Short name in our own words; unique. Used for routes, metrics, settings and pages. */
  readonly name: string;
  readonly title: Bilingual;
  /** Which part of the trade it belongs to; groups the reference pages. */
  readonly group: 'platform' | 'hotels' | 'goods' | 'vouchers' | 'calendar' | 'orders' | 'bookings' | 'bills';
  /** The permission the application needs. */
  readonly scope: string | null;
  readonly scopeSource?: Source;
  readonly limits: readonly Limit[];
  readonly request: Req;
  /** The members of `data` in the reply, beside `error_code` and `description`. */
  readonly reply: Rep;
  /** One or two sentences: what it is for and what a reader must not miss. */
  readonly about: string;
}

/** An interface the hotel's side calls on the platform. */
export interface OpenApi<Req extends TSchema = TSchema, Rep extends TSchema = TSchema> extends Common<Req, Rep> {
  readonly kind: 'openapi';
  readonly method: 'GET' | 'POST';
  /** Path on the platform's host, with its trailing slash. */
  readonly path: string;
  /**
   * Shape of the answer: `standard` is `data{error_code,...}` + `extra`; `list` has `data` as an array (product operate);
   * `token` is the older `data` + `message` of the credential call.
   */
  readonly envelope: 'standard' | 'list' | 'token';
  /** The header `Rpc-Transit-Life-Account` is mandatory. */
  readonly accountHeader: 'required' | 'optional';
  /** How a batch answers item by item: where the list is and which member is the verdict. */
  readonly items?: {
    readonly list: string;
    readonly key: string;
    readonly verdict: 'code-text' | 'code-int' | 'pass';
  };
}

/** An interface the platform calls on the hotel's side. */
export interface Spi<Req extends TSchema = TSchema, Rep extends TSchema = TSchema> extends Common<Req, Rep> {
  readonly kind: 'spi';
  /** The platform's name of the callback scene; not on the wire (observed). */
  readonly action: string;
  readonly actionSource: Source;
  /** The gateway's door for it. Any address may be configured at the platform. */
  readonly path: string;
  /** Business codes a partner may answer, see codes.ts. */
  readonly codes: readonly number[];
  /** When the platform asks again. */
  readonly repeats: 'never' | 'no answer or 100' | 'no answer';
  readonly repeatsSource: Source;
  /** Milliseconds the platform waits for the answer. */
  readonly timeoutMs: number;
  readonly timeoutSource: Source;
  /** Member that names the subject: the same value must get the same answer. */
  readonly idempotentOn: string | null;
}

/** A notice from the platform: not guaranteed to arrive, to arrive once, or in order (documented). */
export interface Webhook<Req extends TSchema = TSchema> extends Common<Req, TSchema> {
  readonly kind: 'webhook';
  /** Value of `event`. `request` describes the parsed `content`. */
  readonly event: string;
}

/** Any interface of the contract. */
export type Interface = OpenApi | Spi | Webhook;

/** The request body (or query, or webhook content) of an interface. */
export type RequestOf<I extends { request: TSchema }> = Static<I['request']>;
/** The business members of an interface's reply. */
export type ReplyOf<I extends { reply: TSchema }> = Static<I['reply']>;

/** Writes an OpenAPI interface down. */
export function openApi<Req extends TSchema, Rep extends TSchema>(
  definition: Omit<OpenApi<Req, Rep>, 'kind'>,
): OpenApi<Req, Rep> {
  return { kind: 'openapi', ...definition };
}

/** Writes an SPI down. */
export function spi<Req extends TSchema, Rep extends TSchema>(definition: Omit<Spi<Req, Rep>, 'kind'>): Spi<Req, Rep> {
  return { kind: 'spi', ...definition };
}

/** Writes a webhook down. */
export function webhook<Req extends TSchema>(definition: Omit<Webhook<Req>, 'kind'>): Webhook<Req> {
  return { kind: 'webhook', ...definition };
}
