/** ISO 4217 code; null: a merchant of the mainland (CNY); undefined: not known yet, the amount then shows no sign. */
export type Currency = string | null | undefined;

/** Signs that are read without doubt; any other currency shows its code. */
const SIGNS: Readonly<Record<string, string>> = {
  CNY: '¥',
  HKD: 'HK$',
  MOP: 'MOP$',
  TWD: 'NT$',
  USD: 'US$',
};

/**
 * The one way an amount is shown: hundredths of the currency, with its sign, always two decimals: `128800` becomes
 * `¥1,288.00`, `HK$1,288.00` or `THB 1,288.00`, `-5` becomes `-¥0.05`. Amounts stay integers throughout.
 */
export function money(fen: number, currency: Currency): string {
  const whole = Math.trunc(Math.abs(fen) / 100);
  const cents = String(Math.abs(fen) % 100).padStart(2, '0');
  return `${fen < 0 ? '-' : ''}${signOf(currency)}${String(whole).replace(/\B(?=(\d{3})+$)/g, ',')}.${cents}`;
}

/** As short as a calendar cell needs it: `¥688`, and `¥688.50` only where there are hundredths. */
export function shortMoney(fen: number, currency: Currency): string {
  return money(fen, currency).replace(/\.00$/, '').replaceAll(',', '');
}

/** What stands beside a field for an amount: the code, for the mainland the word for yuan. */
export function currencyUnit(currency: Currency, yuan: string): string {
  return currency === undefined || currency === null || currency === 'CNY' ? yuan : currency;
}

function signOf(currency: Currency): string {
  if (currency === undefined) return '';
  const code = currency ?? 'CNY';
  // A space that does not break: sign and amount stay in one line.
  return SIGNS[code] ?? `${code}\u00a0`;
}

/**
 * An amount as a person types it, in hundredths: `1,288.5` is 128850. Undefined for anything that is no amount, and for
 * more than two decimals: rounding money silently is not ours to do.
 */
export function parseMoney(text: string): number | undefined {
  const bare = text.trim().replace(/^(?:¥|[A-Z]{0,3}\$|[A-Z]{3}\s)/, '');
  const match = /^(\d{1,9})(?:\.(\d{1,2}))?$/.exec(bare.replaceAll(',', ''));
  if (match === null) return undefined;
  return Number(match[1]) * 100 + Number((match[2] ?? '').padEnd(2, '0'));
}
