/** Integer fen as yuan with two decimals, e.g. 129800 -> `1298.00`. */
export function yuan(fen: number): string {
  const sign = fen < 0 ? '-' : '';
  const whole = Math.abs(fen);
  return `${sign}${Math.floor(whole / 100)}.${String(whole % 100).padStart(2, '0')}`;
}

/** The largest amount the project handles: 10 million yuan. More is a fault of the sender. */
export const MAX_FEN = 1_000_000_000;
