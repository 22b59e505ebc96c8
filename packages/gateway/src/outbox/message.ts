import { interfaces, type RequestOf } from '@yuzhu/contract';

/** The interfaces whose calls go through the outbox, by contract name. */
export const OUTBOX_INTERFACES = {
  'order-confirm': interfaces.orderConfirm,
  'stay-status': interfaces.stayStatus,
} as const;

/** Name of an interface whose calls go through the outbox. */
export type OutboxKind = keyof typeof OUTBOX_INTERFACES;

/** A message to the platform, as the decision that causes it writes it down. */
export interface NewMessage<Kind extends OutboxKind = OutboxKind> {
  readonly accountId: string;
  readonly kind: Kind;
  /** Order id: messages of one subject leave in the order they were written. */
  readonly subjectId: string;
  /**
   * What makes it this message and no other: same kind, subject and `once` = same message, written once. For
   * order-confirm `decision`, for stay-status the status number.
   */
  readonly once: string;
  /** The request, final: it is never computed again, so a decision can not be sent as another one later. */
  readonly body: RequestOf<(typeof OUTBOX_INTERFACES)[Kind]>;
  /** Unix ms after which the platform has decided by itself; absent when there is none. */
  readonly deadline?: number;
}

/** The only `once` of an order-confirm: a booking is decided once. */
export const DECISION = 'decision';
