import { accept, refuse, type Command } from '#eventsourcing';
import type { NegotiatedTerm, TermStatement } from '#event-contracts';
import { listed, present, termsSha256 } from '#rules';
import type { Chapter } from './chapter.ts';
import { bindingStrategy, withinLimits } from './limits.ts';
import { whole, type Data, type EndedNegotiation, type Known, type OpenNegotiation, type Outcome } from './negotiation.state.ts';
import { openRisks } from './risks.ts';
import { agreedPrice, agreedTerms, unreadable, unsettledTerms } from './terms.ts';

type Concluded = Data<'NegotiationConcluded'>;

/** L45, L150, L271. What was agreed on is on record: the caller says only how it ended. */
export type ConcludeNegotiation = Command<
  'ConcludeNegotiation',
  { readonly negotiationId: string; readonly outcome: Concluded['outcome']; readonly reason?: string | undefined }
>;
export type ReopenNegotiation = Command<'ReopenNegotiation', { readonly negotiationId: string; readonly reason: string }>;

/** An agreement rests on a round that was held, leaves nothing open, and keeps to the strategy that binds then. */
const agreed = (negotiation: OpenNegotiation, known: Known): Outcome | undefined => {
  const { facts } = negotiation;
  if (!bindingStrategy(negotiation)) return refuse('StrategyNotApproved', {}, ['ApproveNegotiationStrategy']);
  if (listed(facts.rounds).length === 0) return refuse('NoRoundHeld', {}, ['HoldNegotiationRound']);
  const unsettled = unsettledTerms(facts);
  if (unsettled.length > 0) return refuse('TermsUnsettled', { termIds: unsettled }, ['AgreeNegotiationTerm', 'WithdrawNegotiationTerm']);
  const price = agreedPrice(facts)?.price;
  return price ? withinLimits(price, negotiation, known) : refuse('NothingAgreed', {}, ['AgreeNegotiationTerm']);
};

/** What both hold to, as others are told it: the words by their digest, and themselves for those who negotiate. */
const told = ({ facts }: OpenNegotiation, { opened, digests }: Known) => {
  const terms: NegotiatedTerm[] = [];
  const statements: TermStatement[] = [];
  const illegible: string[] = [];
  for (const fact of agreedTerms(facts)) {
    const { termId } = fact.data;
    const { negotiationId: _of, statement, ...term } = whole(fact, opened.agreements, termId);
    const statementDigest = Object.hasOwn(digests, termId) ? digests[termId] : undefined;
    if (statement === undefined || statementDigest === undefined) illegible.push(termId);
    else {
      terms.push({ ...term, statementDigest });
      statements.push({ termId, statement });
    }
  }
  return { terms, statements, illegible };
};

const conclude = ({ negotiationId, outcome, reason }: ConcludeNegotiation['data'], negotiation: OpenNegotiation, known: Known): Outcome => {
  const { opened, facts } = negotiation;
  if (outcome === 'failed' && reason === undefined) return refuse('ReasonMissing', {}, ['say why nothing was agreed on']);
  const refused = outcome === 'agreed' ? agreed(negotiation, known) : undefined;
  if (refused) return refused;
  const { terms, statements, illegible } = told(negotiation, known);
  if (illegible.length > 0) return unreadable(...illegible);
  const strategyVersion = bindingStrategy(negotiation)?.data.version;
  const counted = { rounds: listed(facts.rounds).length, openRisks: openRisks(facts) };
  const ended = { negotiationId, opportunityId: opened.opportunityId, outcome, terms, termsSha256: termsSha256(terms) };
  const sealed = statements.length > 0 ? { statements } : {};
  return accept({ type: 'NegotiationConcluded', data: { ...ended, ...sealed, ...counted, ...present({ strategyVersion, reason }) } });
};

/** What has ended is taken up again only when it is reopened. */
export const reopen = ({ negotiationId, reason }: ReopenNegotiation['data'], { opened }: EndedNegotiation): Outcome =>
  accept({ type: 'NegotiationReopened', data: { negotiationId, opportunityId: opened.opportunityId, reason } });

/** How a negotiation ends (L45, L150, L271). */
export const conclusion: Chapter<ConcludeNegotiation> = { ConcludeNegotiation: conclude };
