/** Fen as yuan with two decimals: `128800` becomes `¥1,288.00`, `-5` becomes `-¥0.05`. Amounts stay integers throughout. */
export function yuan(fen: number): string {
  const whole = Math.trunc(Math.abs(fen) / 100);
  const cents = String(Math.abs(fen) % 100).padStart(2, '0');
  return `${fen < 0 ? '-' : ''}¥${String(whole).replace(/\B(?=(\d{3})+$)/g, ',')}.${cents}`;
}

/** Fen as short as a calendar cell needs it: `¥688`, and `¥688.50` only where there are fen. */
export function shortYuan(fen: number): string {
  return yuan(fen).replace(/\.00$/, '').replaceAll(',', '');
}

/**
 * Yuan as a person types them, as fen: `1,288.5` is 128850. Undefined for anything that is no amount, and for more than
 * two decimals: rounding money silently is not ours to do.
 */
export function parseYuan(text: string): number | undefined {
  const match = /^(\d{1,9})(?:\.(\d{1,2}))?$/.exec(text.trim().replace(/^¥/, '').replaceAll(',', ''));
  if (match === null) return undefined;
  return Number(match[1]) * 100 + Number((match[2] ?? '').padEnd(2, '0'));
}
