import type { DealFacts } from '../../facts/deal-facts.ts';
import { evidenceOf } from '../../facts/gathering.ts';
import { latestNegotiation, negotiationNote, type NotedAspect } from '../../facts/negotiations.ts';
import { met, missing, unmet, type Criterion } from '../criterion.ts';

const noteOf = (facts: DealFacts, aspect: NotedAspect) => {
  const entered = latestNegotiation(facts);
  return entered && negotiationNote(facts, entered.data.negotiationId, aspect);
};

/** What is pending: a negotiation that was never entered, or its own stream’s word, which has not been noted yet. */
const pending = (facts: DealFacts) => missing(latestNegotiation(facts) ? 'notNoted' : 'notEntered');

/** L149, L270: someone other than who set it approved the strategy, with its floor. */
const negotiationStrategySet: Criterion<DealFacts> = {
  name: 'negotiationStrategySet',
  version: 1,
  title: { zh: '谈判策略与底线已批准', en: 'The negotiation’s strategy and floor are approved' },
  policyLines: [149, 270],
  parameters: {},
  suppliedBy: ['EnterNegotiation', 'SetNegotiationStrategy', 'ApproveNegotiationStrategy'],
  judge: (facts) => {
    const note = noteOf(facts, 'strategy');
    return note ? met(evidenceOf([note])) : pending(facts);
  },
};

/** L45, L150, L271: the negotiation ended with terms that both agreed on, and was not reopened since. */
const negotiationConcluded: Criterion<DealFacts> = {
  name: 'negotiationConcluded',
  version: 1,
  title: { zh: '商务谈判已达成一致', en: 'The negotiation came to an agreement' },
  policyLines: [45, 150, 271],
  parameters: {},
  suppliedBy: ['EnterNegotiation', 'HoldNegotiationRound', 'AgreeNegotiationTerm', 'ConcludeNegotiation'],
  judge: (facts) => {
    const note = noteOf(facts, 'terms');
    if (!note) return pending(facts);
    const { progress } = note.data;
    return progress === 'concluded' ? met(evidenceOf([note])) : unmet(progress, evidenceOf([note]));
  },
};

/** L152: none of the risks that were found is open; that none was found counts once the negotiation has ended. */
const risksMitigated: Criterion<DealFacts> = {
  name: 'risksMitigated',
  version: 1,
  title: { zh: '合同履行风险点已解决', en: 'The risks of fulfilling the contract are settled' },
  policyLines: [152],
  parameters: {},
  suppliedBy: ['IdentifyContractRisk', 'MitigateContractRisk', 'ConcludeNegotiation'],
  judge: (facts) => {
    const note = noteOf(facts, 'risks') ?? noteOf(facts, 'terms');
    const openRisks = note?.data.openRisks;
    if (!note || openRisks === undefined) return pending(facts);
    return openRisks === 0 ? met(evidenceOf([note])) : unmet('risksOpen', evidenceOf([note]), { openRisks });
  },
};

/** How a deal is negotiated (L45, L149–L152, L270–L271). */
export const negotiationCriteria: readonly Criterion<DealFacts>[] = [negotiationStrategySet, negotiationConcluded, risksMitigated];
