import type { Session } from '@yuzhu/runtime';

/** One notice to the partner. */
export interface WebhookNotice {
  /** The merchant it is about: every application it has authorised gets the notice, each with its own signature. */
  readonly account: string;
  /** Value of `event`. */
  readonly event: string;
  /** Put into the envelope as JSON text. */
  readonly content: object;
  /** Same entity and same action = same text: becomes the `Msg-Id` (documented). Queued twice, it is sent once. */
  readonly dedupe: string;
  /** Only this application, instead of all the merchant has authorised. */
  readonly clientKey?: string;
}

/** Sends webhooks; delivery, retries (10 s, 60 s, 300 s; inferred) and faults are its own business. */
export interface WebhookSender {
  /** Notes the notice in the caller's transaction; it leaves after the commit, through a timer that is due at once. */
  queue(session: Session, notice: WebhookNotice): Promise<void>;
}
