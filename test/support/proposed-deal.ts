import type { OpportunityEvent } from '#event-contracts';
import { quoteContentSha256 } from '#rules';
import { allowance } from './known.ts';
import { opportunityId } from './open-deal.ts';

type Data<T extends OpportunityEvent['type']> = Extract<OpportunityEvent, { type: T }>['data'];

export const eur = (minor: number) => ({ minor, currency: 'EUR' });

/** A document of the deal whose bytes are here. */
export const document = (documentId: string): OpportunityEvent => ({
  type: 'DocumentReceived',
  data: { opportunityId, documentId, kind: 'other', sha256: 'a'.repeat(64), size: 7, mediaType: 'application/pdf' },
});

export const stakeholder = (stakeholderId: string, ...roles: Data<'StakeholderIdentified'>['roles']): OpportunityEvent => ({
  type: 'StakeholderIdentified',
  data: { opportunityId, stakeholderId, contactId: `c-${stakeholderId}`, roles, influence: 5 },
});

/** Three seats at 333, less ten percent. */
export const givenLine = { lineId: 'l1', description: 'seats', quantity: '3', unitListPrice: eur(333), discountBp: 1_000 };

export const quoteData = (version = 1, validUntil = '2026-06-30'): Data<'QuoteDrafted'> => ({
  ...{ opportunityId, quoteId: 'q1', version, currency: 'EUR', validUntil },
  lines: [{ ...givenLine, list: eur(999), net: eur(899) }],
  totals: { list: eur(999), net: eur(899), discount: eur(100), discountBp: 1_002 },
});
export const quoteDrafted: OpportunityEvent = { type: 'QuoteDrafted', data: quoteData() };
export const quoteRevised = (version: number, validUntil?: string): OpportunityEvent => ({
  type: 'QuoteRevised',
  data: quoteData(version, validUntil),
});

export const quoteReference = (version = 1, validUntil = '2026-06-30') => {
  const fact = { eventId: 'e', revision: 0, at: '', by: '', data: quoteData(version, validUntil) };
  return { quoteId: 'q1', version, contentSha256: quoteContentSha256(fact) };
};
export const quoteIssued = (version = 1, validUntil = '2026-06-30'): OpportunityEvent => ({
  type: 'QuoteIssued',
  data: {
    ...{ opportunityId, ...quoteReference(version, validUntil), net: eur(899), validUntil },
    authority: { matrix: allowance.matrix?.name ?? '', by: 'limit' },
  },
});
export const quoteWithdrawn: OpportunityEvent = {
  type: 'QuoteWithdrawn',
  data: { opportunityId, quoteId: 'q1', version: 1, reason: 'a mistake' },
};

/** What L138 asks for, in words. */
export const sections: Data<'ProposalDrafted'>['sections'] = (['solution', 'implementationPlan', 'serviceSupport', 'roi'] as const).map(
  (section) => ({ section, text: 'as described' }),
);
export const proposalDrafted: OpportunityEvent = {
  type: 'ProposalDrafted',
  data: { opportunityId, proposalId: 'p1', version: 1, sections },
};
export const proposalSubmitted = (more: Partial<Data<'ProposalSubmitted'>> = {}): OpportunityEvent => ({
  type: 'ProposalSubmitted',
  data: { opportunityId, proposalId: 'p1', version: 1, amount: eur(899), sections, ...more },
});
