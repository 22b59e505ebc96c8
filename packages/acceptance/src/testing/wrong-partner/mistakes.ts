/** What a partner can get wrong: each a mistake that real integrations made, behind a switch of its own. */
export const MISTAKES = {
  'no-signature-check': 'Serves calls with a missing or wrong signature: the check was left out "for the test".',
  'signs-reserialised-body':
    'Hashes JSON.stringify of the parsed body: right only as long as the platform writes JSON the same way.',
  'check-then-insert':
    'Looks whether the order exists, then (after a trip to the database) inserts: copies at once make several orders.',
  'code-7-for-a-repeat': 'Answers 7 (duplicate) to a repeat of an order that exists: the platform refunds it.',
  'ids-as-numbers': 'Reads ids with Number(): the last digits of nineteen get lost.',
  'compares-voucher-total':
    'Compares total_amount of a booking with what the voucher cost, and refuses right bookings.',
  'fails-without-a-phone': 'Reads contact_info.phone.length without looking: HTTP 500 for buyers without a phone.',
  'says-yes-when-full': 'Answers 0 although there are not enough rooms: stock is counted at night by another job.',
  'no-order-out-id': 'Calls its number out_order_id, as other solutions do: the platform never learns it.',
  'challenge-as-text': 'Gives the challenge back as text.',
  'slow-check': 'Asks three other systems during the bookable check: answers after 2.5 s.',
  'flat-envelope': 'Answers error_code at the top instead of inside data.',
  'refuses-without-ari': 'Says "not bookable" without the current price and stock.',
  'payment-order-not-found': 'Answers 9 to a payment notice whose order has not arrived yet.',
  'keeps-a-passing-refusal':
    'Stores the refusal of a booking that came before its voucher order, and repeats it for ever.',
  'takes-any-hour':
    'Treats a room by the hour like a full-day one: the beginning is printed for the front desk, not checked.',
  'compares-before-tax':
    'Compares the price before tax, which its own rates are kept in, with what the platform sends.',
} as const satisfies Readonly<Record<string, string>>;

/** Name of a mistake. */
export type Mistake = keyof typeof MISTAKES;
