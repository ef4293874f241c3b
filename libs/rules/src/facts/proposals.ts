import type { OpportunityEvent } from '#event-contracts';
import type { DealFacts } from './deal-facts.ts';
import { listed } from './gathering.ts';

type Submitted = Extract<OpportunityEvent, { type: 'ProposalSubmitted' }>['data'];
type Sections = NonNullable<Submitted['sections']>;
export type ProposalPart = Extract<OpportunityEvent, { type: 'ProposalCompletenessChecked' }>['data']['required'][number];
type Drafts = Pick<DealFacts, 'proposalDrafts' | 'proposalRevisions'>;
type ProposalVersion = DealFacts['proposalDrafts'][string] | DealFacts['proposalRevisions'][string];

/** What a complete proposal has (L138) and what goes with it (L139). */
export const requiredProposalParts: readonly ProposalPart[] = ['solution', 'implementationPlan', 'serviceSupport', 'roi', 'quote'];

/** A proposal in its latest version; nothing for one that was submitted without ever being drafted here. */
export const latestVersionOfProposal = ({ proposalDrafts, proposalRevisions }: Drafts, proposalId: string): ProposalVersion | undefined =>
  proposalRevisions[proposalId] ?? proposalDrafts[proposalId];

/** The proposal that the customer was given last. */
export const lastSubmitted = ({ proposals }: Pick<DealFacts, 'proposals'>): DealFacts['proposals'][string] | undefined =>
  listed(proposals).at(-1);

/** Of these parts, those that a proposal does not have: a section counts with its text, or with a document whose bytes are here; a quote once it is bound to one. */
export const missingParts = (
  { documents }: Pick<DealFacts, 'documents'>,
  { sections = [], quote }: { readonly sections?: Sections | undefined; readonly quote?: Submitted['quote'] | undefined },
  required: readonly ProposalPart[],
): readonly ProposalPart[] => {
  const there = sections.filter(({ text, documentId }) => text !== undefined || (documentId !== undefined && documents[documentId]));
  return required.filter((part) => (part === 'quote' ? !quote : !there.some(({ section }) => section === part)));
};
