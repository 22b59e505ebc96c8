/**
 * How a booking is accepted: `sync` in the answer to the create, `async` at once by an order confirm, `manual` by a
 * person. Set per account, hotel or rate plan; the narrowest rule wins.
 */
export type AcceptanceMode = 'sync' | 'async' | 'manual';

/** Where no rule is set: the answer says it all, no deadline can be missed. */
export const DEFAULT_ACCEPTANCE: AcceptanceMode = 'sync';
