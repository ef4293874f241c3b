import { discountMeasures } from '../../approvals/discounts.ts';
import { grantedByOthers, standingOf } from '../../facts/approvals.ts';
import type { DealFacts } from '../../facts/deal-facts.ts';
import { evidenceOf, listed } from '../../facts/gathering.ts';
import { hasExpired, isSuperseded, issuedQuote } from '../../facts/quotes.ts';
import { met, missing, unmet, type Criterion, type Verdict } from '../criterion.ts';

type Issued = DealFacts['quotesIssued'][string];

const givesNothingAway = (facts: DealFacts, { data: { quoteId } }: Issued, now: string): boolean => {
  const measures = discountMeasures(facts, quoteId, now);
  return measures !== undefined && measures.lineDiscountBp + measures.documentDiscountBp + measures.dealDiscountBp === 0;
};

/** Nothing where the discount of an issued quote is allowed; else why it is not. */
const unallowed = (facts: DealFacts, issued: Issued, now: string): Verdict | undefined => {
  const { quoteId, version, authority } = issued.data;
  const stated = evidenceOf([issued]);
  if (!authority) return givesNothingAway(facts, issued, now) ? undefined : unmet('authorityUnknown', stated, { quoteId, version });
  const { by, approvalId } = authority;
  if (by === 'limit' || approvalId === undefined) return undefined;
  return grantedByOthers(facts, approvalId) ? undefined : unmet('approvalStandsNoLonger', stated, { quoteId, version, approvalId });
};

const approvalEvidence = (facts: DealFacts, { data: { authority } }: Issued): readonly string[] => {
  const noted = authority?.approvalId === undefined ? undefined : facts.approvalsNoted[authority.approvalId];
  return noted ? [noted.eventId] : [];
};

/**
 * L149, L188: every quote that binds now gives away no more than its owner's roles may, or what others granted for that very content. What
 * allowed it was found when it was issued; quotes from before that was asked count as far as they give nothing away.
 */
const discountWithinAuthority: Criterion<DealFacts> = {
  name: 'discountWithinAuthority',
  version: 1,
  title: { zh: '折扣在权限之内或已获批准', en: 'The discount is within authority, or was approved' },
  policyLines: [149, 188],
  parameters: {},
  suppliedBy: ['SeekApproval', 'IssueQuote'],
  absolute: true,
  judge: (facts, _parameters, now) => {
    const issued = listed(facts.quotesIssued).filter(({ data }) => issuedQuote(facts, data.quoteId) !== undefined);
    if (issued.length === 0) return missing();
    const binding = issued.filter((quote) => !isSuperseded(facts, quote) && !hasExpired(quote.data, now));
    if (binding.length === 0) return unmet('noneBinds', evidenceOf(issued));
    const fault = binding.map((quote) => unallowed(facts, quote, now)).find((verdict) => verdict !== undefined);
    return fault ?? met([...evidenceOf(binding), ...binding.flatMap((quote) => approvalEvidence(facts, quote))]);
  },
};

/** L149, L188: the last approval of a type that was asked for was granted, by nobody who ever owned the deal, and stands. */
const approvalGranted: Criterion<DealFacts> = {
  name: 'approvalGranted',
  version: 1,
  title: { zh: '已获批准', en: 'What was asked for was approved' },
  policyLines: [149, 188],
  parameters: { type: 'text' },
  suppliedBy: ['SeekApproval'],
  absolute: true,
  judge: (facts, { type }) => {
    const sought = listed(facts.approvalsSought).findLast(({ data: { ask } }) => ask.type === type);
    if (!sought) return missing();
    const { approvalId } = sought.data;
    const noted = facts.approvalsNoted[approvalId];
    const stated = evidenceOf(noted ? [sought, noted] : [sought]);
    if (grantedByOthers(facts, approvalId)) return met(stated);
    const standing = standingOf(facts, approvalId);
    return unmet(standing === 'granted' ? 'ownApproval' : standing, stated, { approvalId });
  },
};

/** What the deal needs the word of others for (L149, L188). */
export const approvalCriteria: readonly Criterion<DealFacts>[] = [discountWithinAuthority, approvalGranted];
