import type { SerializedError } from '@yuzhu/runtime';
import type { Static } from 'typebox';
import type { bookingShape, calendarShape, lookReply, orderShape, voucherShape } from '../guests/shapes.ts';
import type { exchangeShape, noticeShape, termsShape } from '../operator/shapes.ts';

type Order = Static<typeof orderShape>;
type Booking = Static<typeof bookingShape>;
type Look = Static<typeof lookReply>;

/** A refusal. */
interface Refusal {
  readonly error: SerializedError;
}

/** Members of every answer of the guest interface, together: a wrong one shows as a failed expectation. */
export type GuestBody = Refusal &
  Order &
  Omit<Booking, keyof Order> &
  Omit<Look, keyof Order | keyof Booking> & {
    readonly state: string;
    readonly vouchers: readonly Static<typeof voucherShape>[];
    readonly goods: Static<typeof calendarShape>['goods'];
    readonly orders: readonly Order[];
    readonly bookings: readonly Booking[];
  };

/** Members of every answer of the operator interface, together. */
export type OperatorBody = Refusal &
  Static<typeof termsShape> & {
    readonly limits: readonly object[];
    readonly now: number;
    readonly hotel_time: string;
    readonly rate: number;
    readonly moving_to: number | null;
    readonly followers: readonly {
      readonly url: string;
      readonly failures: number;
      readonly last_error: string | null;
    }[];
    readonly from: number;
    readonly to: number;
    readonly steps: number;
    readonly ran: number;
    readonly timers: readonly {
      readonly at: number;
      readonly kind: string;
      readonly subject: string;
      readonly error?: string;
    }[];
    readonly dropped_followers: readonly string[];
    readonly unsettled: readonly number[];
    readonly exchanges: readonly Static<typeof exchangeShape>[];
    readonly notices: readonly Static<typeof noticeShape>[];
    readonly rules: readonly { readonly id: string }[];
    readonly sum: number;
    readonly accounts: readonly {
      readonly account_id: string;
      readonly ledger_account: string;
      readonly balance: number;
    }[];
    readonly postings: readonly {
      readonly posting_id: string;
      readonly kind: string;
      readonly entries: readonly { readonly account: string; readonly amount: number }[];
    }[];
    readonly applications: readonly {
      readonly client_key: string;
      readonly addresses: readonly { readonly interface: string; readonly url: string; readonly own: boolean }[];
    }[];
    readonly addresses: readonly { readonly interface: string; readonly url: string; readonly own: boolean }[];
    readonly scopes: readonly string[];
    readonly webhook_url: string | null;
    readonly users: readonly object[];
    readonly products: readonly object[];
    readonly audits: readonly { readonly voucher_id: string }[];
  };
