import { halfEven } from '#rules';
import type { Spent } from './campaign-list.row.ts';

/** What a lead cost, by currency: rounded to whole minor units, halves to even. None without a lead. */
export const costPerLead = (spent: readonly Spent[], leads: number): readonly Spent[] =>
  leads === 0 ? [] : spent.map(({ currency, minor }) => ({ currency, minor: String(halfEven(BigInt(minor), BigInt(leads))) }));
