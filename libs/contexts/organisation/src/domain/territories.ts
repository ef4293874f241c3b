import { distinct, same } from '#rules';

/** In an order of their own, so that the same territories are the same however they are named. */
const inOrder = (territories: readonly string[]): string[] => [...distinct(territories)].sort();

/** What changes when these territories take the place of those; nothing when they are the same. */
export const territoriesInstead = (
  before: readonly string[],
  asked: readonly string[],
): { readonly from: string[]; readonly to: string[] } | undefined => {
  const [from, to] = [[...before], inOrder(asked)];
  return same(from, to) ? undefined : { from, to };
};
