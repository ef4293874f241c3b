import { amountOf, largestAmount, quantityOf, sumOf } from './exact.ts';
import type { LineAmounts } from './quote-lines.ts';

/** What one piece of a line costs the company, in minor units of the quote's currency. For the audience `costs` only. */
export interface UnitCost {
  readonly lineId: string;
  readonly unitCost: number;
}

/** Costs and margin of a quote, in minor units of its currency. */
export interface QuoteCosts {
  readonly lines: readonly (UnitCost & { readonly cost: number })[];
  readonly cost: number;
  /** Net less cost: below zero where the quote loses money. */
  readonly margin: number;
}

type Costed = Pick<LineAmounts, 'net'> & { readonly lineId: string; readonly quantity: string };

/** Costs of every line once and of nothing else, each rounded like the line; `undefined` where they are not that, or too large. The reason tells nothing of them. */
export const reckonCosts = (lines: readonly Costed[], unitCosts: readonly UnitCost[]): QuoteCosts | undefined => {
  const byLine = new Map(unitCosts.map(({ lineId, unitCost }) => [lineId, unitCost]));
  const complete = unitCosts.length === lines.length && lines.every(({ lineId }) => byLine.has(lineId));
  if (!complete) return undefined;
  const costs = lines.map(({ lineId, quantity }) => {
    const unitCost = byLine.get(lineId) ?? 0;
    return { lineId, unitCost, cost: amountOf(quantityOf(quantity), BigInt(unitCost)) };
  });
  const cost = sumOf(costs.map((line) => line.cost));
  if (cost > largestAmount) return undefined;
  const net = sumOf(lines.map((line) => BigInt(line.net.minor)));
  return {
    lines: costs.map((line) => ({ ...line, cost: Number(line.cost) })),
    cost: Number(cost),
    margin: Number(net - cost),
  };
};
