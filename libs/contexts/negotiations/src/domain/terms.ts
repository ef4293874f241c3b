import { accept, refuse, type Command, type Refusal } from '#eventsourcing';
import type { AgreedTerm, Money } from '#event-contracts';
import { listed, onFile, present, same, type Given } from '#rules';
import type { Chapter } from './chapter.ts';
import { inCurrency, withinLimits } from './limits.ts';
import type { Data, Facts, Known, NegotiationRefusal, OpenNegotiation, Outcome } from './negotiation.state.ts';

type Refused = Refusal<NegotiationRefusal> | undefined;
type Named = { readonly negotiationId: string; readonly termId: string };

/** L271. */
export type ProposeNegotiationTerm = Command<'ProposeNegotiationTerm', Given<Data<'NegotiationTermProposed'>>>;
/** L271. */
export type AgreeNegotiationTerm = Command<'AgreeNegotiationTerm', Named>;
/** L271. */
export type WithdrawNegotiationTerm = Command<'WithdrawNegotiationTerm', Given<Data<'NegotiationTermWithdrawn'>>>;

export type TermCommand = ProposeNegotiationTerm | AgreeNegotiationTerm | WithdrawNegotiationTerm;

const isWithdrawn = ({ withdrawals }: Facts, termId: string): boolean => withdrawals[termId] !== undefined;

/** What both hold to, by id in order: one content has one hash. */
export const agreedTerms = (facts: Facts): AgreedTerm[] =>
  listed(facts.agreements)
    .filter(({ data }) => !isWithdrawn(facts, data.termId))
    .map(({ data: { negotiationId: _of, ...term } }) => term)
    .toSorted((one, other) => (one.termId < other.termId ? -1 : 1));

/** What was proposed and is neither agreed on nor withdrawn. */
export const unsettledTerms = (facts: Facts): readonly string[] =>
  listed(facts.proposals)
    .map(({ data }) => data.termId)
    .filter((termId) => !facts.agreements[termId] && !isWithdrawn(facts, termId));

/** A price has the topic `price`, and nothing else has one. */
const misplaced = ({ topic, price }: ProposeNegotiationTerm['data']): Refused => {
  if (topic === 'price') return price ? undefined : refuse('PriceMissing', {}, ['state the price']);
  return price ? refuse('PriceMisplaced', { topic }, ['propose it as a price']) : undefined;
};

const proposedAgain = (given: ProposeNegotiationTerm['data'], { facts }: OpenNegotiation, { prices }: Known): Outcome => {
  const { termId, price, ...content } = given;
  const { price: _sealed, ...earlier } = facts.proposals[termId]!.data;
  return same({ ...content, termId }, earlier) && same(price, prices[termId])
    ? accept()
    : refuse('StatedOtherwise', { termId, event: 'NegotiationTermProposed' }, ['propose it under an id of its own']);
};

/** What the customer asks for is on record whatever it is; what we propose keeps within the approved strategy. */
const propose = (given: ProposeNegotiationTerm['data'], negotiation: OpenNegotiation, known: Known): Outcome => {
  const { termId, by, price } = given;
  if (negotiation.facts.proposals[termId]) return proposedAgain(given, negotiation, known);
  const refused = misplaced(given) ?? inCurrency(price, negotiation);
  const beyond = by === 'us' && price ? withinLimits(price, negotiation, known) : undefined;
  return refused ?? beyond ?? accept({ type: 'NegotiationTermProposed', data: present(given) });
};

/** A deal has one price: two would each keep to a floor that they break together. */
const priceToAgree = (
  termId: string,
  negotiation: OpenNegotiation,
  known: Known,
): { readonly price: Money } | { readonly refused: Outcome } => {
  const agreed = agreedTerms(negotiation.facts).find(({ topic }) => topic === 'price');
  if (agreed) return { refused: refuse('PriceAlreadyAgreed', { termId: agreed.termId }, ['WithdrawNegotiationTerm']) };
  const price = known.prices[termId];
  if (!price) return { refused: refuse('PriceUnreadable', { termId }, ['ProposeNegotiationTerm']) };
  const refused = withinLimits(price, negotiation, known);
  return refused ? { refused } : { price };
};

const agree = ({ termId }: AgreeNegotiationTerm['data'], negotiation: OpenNegotiation, known: Known): Outcome => {
  const { facts } = negotiation;
  const proposed = facts.proposals[termId]?.data;
  if (!proposed) return refuse('NotOnFile', { what: 'term', ids: [termId] }, ['ProposeNegotiationTerm']);
  if (isWithdrawn(facts, termId)) return refuse('TermWithdrawn', { termId }, ['ProposeNegotiationTerm']);
  if (facts.agreements[termId]) return accept();
  const { by: _by, price: _sealed, ...content } = proposed;
  if (content.topic !== 'price') return accept({ type: 'NegotiationTermAgreed', data: content });
  const priced = priceToAgree(termId, negotiation, known);
  return 'refused' in priced ? priced.refused : accept({ type: 'NegotiationTermAgreed', data: { ...content, price: priced.price } });
};

const withdraw = (given: WithdrawNegotiationTerm['data'], { facts }: OpenNegotiation): Outcome => {
  const { termId } = given;
  const unknown = onFile('term', facts.proposals, [termId], 'ProposeNegotiationTerm');
  return unknown ?? (isWithdrawn(facts, termId) ? accept() : accept({ type: 'NegotiationTermWithdrawn', data: given }));
};

/** Terms: price, payment, delivery, service and what else is negotiated (L271). */
export const terms: Chapter<TermCommand> = {
  ProposeNegotiationTerm: propose,
  AgreeNegotiationTerm: agree,
  WithdrawNegotiationTerm: withdraw,
};
