import type { DealFacts } from '../../facts/deal-facts.ts';
import { evidenceOf, listed } from '../../facts/gathering.ts';
import { lastSubmitted, latestVersionOfProposal, missingParts, requiredProposalParts, type ProposalPart } from '../../facts/proposals.ts';
import { hasExpired, isSuperseded, latestVersionOfQuote, standingQuote } from '../../facts/quotes.ts';
import { latestSolution } from '../../facts/solution-versions.ts';
import { met, missing, unmet, type Criterion, type Verdict } from '../criterion.ts';

const sectionsOfL138 = requiredProposalParts.filter((part) => part !== 'quote');

const notSubmitted = ({ proposalDrafts }: DealFacts): Verdict => {
  const drafts = listed(proposalDrafts);
  return drafts.length === 0 ? missing() : unmet('notSubmitted', evidenceOf(drafts));
};

/** L41, L138, L258: the proposal that the customer was given last is the latest version of it, has each section, and its bytes are here. */
const proposalComplete: Criterion<DealFacts> = {
  name: 'proposalComplete',
  version: 1,
  title: { zh: '已提交完整的解决方案建议书', en: 'A complete proposal was submitted' },
  policyLines: [41, 138, 258],
  parameters: { sections: 'many?' },
  suppliedBy: ['DraftProposal', 'AttachDocument', 'SubmitProposal'],
  judge: (facts, { sections = sectionsOfL138 }) => {
    const submitted = lastSubmitted(facts);
    if (!submitted) return notSubmitted(facts);
    const { proposalId, version, documentId } = submitted.data;
    const latest = latestVersionOfProposal(facts, proposalId);
    const stated = evidenceOf(latest ? [latest, submitted] : [submitted]);
    if (latest && latest.data.version !== version) return unmet('revisedSince', stated, { proposalId, version });
    const absent = missingParts(facts, submitted.data, sections as readonly ProposalPart[]);
    if (absent.length > 0) return unmet('sectionsMissing', stated, { proposalId, sections: absent });
    const document = documentId === undefined ? undefined : facts.documents[documentId];
    return document ? met([...stated, document.eventId]) : unmet('documentMissing', stated, { proposalId });
  },
};

/** Whether a quote names what is offered now; where no solution was designed here, there is none to name. */
const isOfLatestSolution = (facts: DealFacts, quote: { readonly solutionId?: string; readonly solutionVersion?: number }): boolean => {
  const latest = latestSolution(facts)?.data;
  return latest === undefined || (quote.solutionId === latest.solutionId && quote.solutionVersion === latest.version);
};

/** L41, L139, L258: the customer has a formal quote that binds now, is the latest version of it, and of the latest version of the solution. */
const quoteIssued: Criterion<DealFacts> = {
  name: 'quoteIssued',
  version: 1,
  title: { zh: '已提交有效的正式报价单', en: 'A formal quote was issued and is valid' },
  policyLines: [41, 139, 258],
  parameters: {},
  suppliedBy: ['DraftQuote', 'ReviseQuote', 'IssueQuote'],
  judge: (facts, _parameters, now) => {
    const issued = standingQuote(facts);
    if (!issued) {
      const started = [...listed(facts.quoteDrafts), ...listed(facts.quoteWithdrawals)];
      return started.length === 0 ? missing() : unmet('notIssued', evidenceOf(started));
    }
    const { quoteId, version, validUntil } = issued.data;
    const drafted = latestVersionOfQuote(facts, quoteId);
    const stated = evidenceOf(drafted ? [drafted, issued] : [issued]);
    if (isSuperseded(facts, issued)) return unmet('revisedSince', stated, { quoteId, version });
    if (!drafted || !isOfLatestSolution(facts, drafted.data)) return unmet('ofAnotherSolution', stated, { quoteId, version });
    return hasExpired(issued.data, now) ? unmet('expired', stated, { quoteId, validUntil }) : met(stated);
  },
};

/** What is put before the customer (L41, L138, L139, L258). */
export const proposalCriteria: readonly Criterion<DealFacts>[] = [proposalComplete, quoteIssued];
