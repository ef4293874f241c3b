import { accept, refuse, type Command, type Refusal } from '#eventsourcing';
import type { Money } from '#event-contracts';
import { listed, onFile, present, same, type Fact } from '#rules';
import type { Chapter } from './chapter.ts';
import { inCurrency, withinLimits } from './limits.ts';
import {
  whole,
  type Data,
  type Facts,
  type Known,
  type NegotiationRefusal,
  type OpenNegotiation,
  type Outcome,
  type Said,
} from './negotiation.state.ts';

type Refused = Refusal<NegotiationRefusal> | undefined;
type Named = { readonly negotiationId: string; readonly termId: string };

/** L271. */
export type ProposeNegotiationTerm = Command<'ProposeNegotiationTerm', Said<Data<'NegotiationTermProposed'>, 'statement'>>;
/** L271. */
export type AgreeNegotiationTerm = Command<'AgreeNegotiationTerm', Named>;
/** L271. */
export type WithdrawNegotiationTerm = Command<'WithdrawNegotiationTerm', Said<Data<'NegotiationTermWithdrawn'>, 'reason'>>;

export type TermCommand = ProposeNegotiationTerm | AgreeNegotiationTerm | WithdrawNegotiationTerm;

const isWithdrawn = ({ withdrawals }: Facts, termId: string): boolean => withdrawals[termId] !== undefined;

/** What both hold to, by id in order: one content has one hash. */
export const agreedTerms = (facts: Facts): readonly Fact<Data<'NegotiationTermAgreed'>>[] =>
  listed(facts.agreements)
    .filter(({ data }) => !isWithdrawn(facts, data.termId))
    .toSorted((one, other) => (one.data.termId < other.data.termId ? -1 : 1));

export const agreedPrice = (facts: Facts): Data<'NegotiationTermAgreed'> | undefined =>
  agreedTerms(facts).find(({ data }) => data.topic === 'price')?.data;

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

/** What is told of a term is what was said: without the key to it there is nothing to tell. */
export const unreadable = (...termIds: readonly string[]) => refuse('TermsUnreadable', { termIds }, ['WithdrawNegotiationTerm']);

type Proposal = Fact<Data<'NegotiationTermProposed'>>;

const proposedAgain = (given: ProposeNegotiationTerm['data'], earlier: Proposal, { opened }: Known): Outcome => {
  const { termId } = given;
  return same(given, whole(earlier, opened.proposals, termId))
    ? accept()
    : refuse('StatedOtherwise', { termId, event: 'NegotiationTermProposed' }, ['propose it under an id of its own']);
};

/** What the customer asks for is on record whatever it is; what we propose keeps within the approved strategy. */
const propose = (given: ProposeNegotiationTerm['data'], negotiation: OpenNegotiation, known: Known): Outcome => {
  const { termId, by, price } = given;
  const earlier = negotiation.facts.proposals[termId];
  if (earlier) return proposedAgain(given, earlier, known);
  const refused = misplaced(given) ?? inCurrency(price, negotiation);
  const beyond = by === 'us' && price ? withinLimits(price, negotiation, known) : undefined;
  return refused ?? beyond ?? accept({ type: 'NegotiationTermProposed', data: present(given) });
};

/** A deal has one price: two would each keep to a floor that they break together. */
const refusedPrice = (termId: string, price: Money | undefined, negotiation: OpenNegotiation, known: Known): Refused => {
  const agreed = agreedPrice(negotiation.facts);
  if (agreed) return refuse('PriceAlreadyAgreed', { termId: agreed.termId }, ['WithdrawNegotiationTerm']);
  return price ? withinLimits(price, negotiation, known) : refuse('PriceUnreadable', { termId }, ['ProposeNegotiationTerm']);
};

const agree = ({ termId }: AgreeNegotiationTerm['data'], negotiation: OpenNegotiation, known: Known): Outcome => {
  const { facts } = negotiation;
  const proposed = facts.proposals[termId];
  if (!proposed) return refuse('NotOnFile', { what: 'term', ids: [termId] }, ['ProposeNegotiationTerm']);
  if (isWithdrawn(facts, termId)) return refuse('TermWithdrawn', { termId }, ['ProposeNegotiationTerm']);
  if (facts.agreements[termId]) return accept();
  const { by: _by, ...content } = whole(proposed, known.opened.proposals, termId);
  const refused = content.topic === 'price' ? refusedPrice(termId, content.price, negotiation, known) : undefined;
  if (refused) return refused;
  return content.statement === undefined ? unreadable(termId) : accept({ type: 'NegotiationTermAgreed', data: content });
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
