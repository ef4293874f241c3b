/** `minor` × `percent` / 100 in integer minor units, exact up to 2^53−1; half a unit goes to the even neighbour, so that sums do not drift. */
export const weighted = (minor: number, percent: number): number => {
  const product = BigInt(minor) * BigInt(percent);
  const [whole, rest] = [product / 100n, product % 100n];
  const up = rest > 50n || (rest === 50n && whole % 2n === 1n);
  return Number(up ? whole + 1n : whole);
};
