/** Cuts a list into lots. */
export function lotsOf<T>(all: readonly T[], most: number): T[][] {
  const lots: T[][] = [];
  for (let at = 0; at < all.length; at += most) lots.push(all.slice(at, at + most));
  return lots;
}
