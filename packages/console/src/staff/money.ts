import { type Currency, money, shortMoney } from '../shared/money.ts';
import { useAccount } from './api/catalogue.ts';

/** Amounts as the staff's pages show them. */
export interface StaffMoney {
  readonly currency: Currency;
  /** @param own the currency the amount itself came with, where it did */
  show(fen: number, own?: Currency): string;
  short(fen: number): string;
}

/** Amounts in the currency of the account the key opens. */
export function useMoney(): StaffMoney {
  const currency = useAccount().data?.currency;
  return {
    currency,
    show: (fen, own) => money(fen, own ?? currency),
    short: (fen) => shortMoney(fen, currency),
  };
}
