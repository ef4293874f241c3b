import { refuse, type Refusal } from '#eventsourcing';
import type { Money } from '#event-contracts';
import { listed } from '#rules';
import type { Known, NegotiationRefusal, OpenNegotiation } from './negotiation.state.ts';

type Refused = Refusal<NegotiationRefusal> | undefined;
type Measured = Pick<OpenNegotiation, 'opened' | 'facts'>;

/** The strategy that binds: of those that were approved, the last one. */
export const bindingStrategy = ({ facts }: Pick<OpenNegotiation, 'facts'>) => {
  const approved = listed(facts.approvals).at(-1)?.data.version;
  return approved === undefined ? undefined : facts.strategies[approved];
};

/** Refuses money of another currency: whatever is negotiated is in one. */
export const inCurrency = (money: Money | undefined, { opened: { currency } }: Measured): Refused =>
  money && money.currency !== currency ? refuse('CurrencyDiffers', { currency }, [`state it in ${currency}`]) : undefined;

/** Basis points off the list price, rounded up: a part of one is one. Exact, where floating point would not be. */
const discountBp = (price: Money, list: Money): number => {
  if (price.minor >= list.minor) return 0;
  const off = BigInt(list.minor) - BigInt(price.minor);
  const whole = BigInt(list.minor);
  return Number((off * 10_000n + whole - 1n) / whole);
};

/**
 * Refuses a price that the approved strategy does not allow (L149, L270). The refusal is on record and read by more people than may know the floor:
 * it says neither what was tried nor which limit stands against it, let alone by how much.
 */
export const withinLimits = (price: Money, negotiation: Measured, { limits }: Known): Refused => {
  if (!bindingStrategy(negotiation)) return refuse('StrategyNotApproved', {}, ['ApproveNegotiationStrategy']);
  if (!limits) return refuse('LimitsUnreadable', {}, ['SetNegotiationStrategy']);
  const list = negotiation.opened.quote?.list;
  const tooMuchOff = list !== undefined && discountBp(price, list) > limits.authorisedDiscountBp;
  return price.minor < limits.floor.minor || tooMuchOff
    ? refuse('BelowFloor', {}, ['agree on another price', 'SetNegotiationStrategy'])
    : undefined;
};
