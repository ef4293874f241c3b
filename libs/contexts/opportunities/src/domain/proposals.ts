import { accept, refuse, type Command } from '#eventsourcing';
import type { Money, OpportunityEvent } from '#event-contracts';
import {
  dayOf,
  latestVersionOfProposal,
  listed,
  missingParts,
  present,
  requiredProposalParts,
  same,
  type DealFacts,
  type Given,
} from '#rules';
import { onFile, stating, type Chapter, type Known } from './chapter.ts';
import { knownStakeholders } from './references.ts';
import type { Data, OpenDeal, Outcome } from './opportunity.state.ts';
import { bindingQuote, referenceTo } from './quotes.ts';
import { solutionDesigned } from './solution-references.ts';

type Submitted = Data<'ProposalSubmitted'>;

/** L41, L138, L258. */
export type DraftProposal = Command<'DraftProposal', Given<Omit<Data<'ProposalDrafted'>, 'version'>>>;
/** L262. */
export type ReviseProposal = Command<'ReviseProposal', Given<Omit<Data<'ProposalRevised'>, 'version'>>>;
/** L145, L266. */
export type SetProposalDueDate = Command<'SetProposalDueDate', Given<Data<'ProposalDueDateSet'>>>;
/** L41, L138, L139, L258. The amount follows from the quote where one is named. */
export type SubmitProposal = Command<
  'SubmitProposal',
  Given<Pick<Submitted, 'opportunityId' | 'proposalId' | 'validUntil' | 'claimedDocumentHash' | 'documentId' | 'final' | 'priceFloor'>> & {
    readonly amount?: Money | undefined;
    readonly quoteId?: string | undefined;
  }
>;
/** L260. */
export type PresentProposal = Command<'PresentProposal', Given<Omit<Data<'ProposalPresented'>, 'version'>>>;

export type ProposalCommand = DraftProposal | ReviseProposal | SetProposalDueDate | SubmitProposal | PresentProposal;

/** Versions are counted over the deal, so that a version names one content. */
const nextVersion = ({ proposalDrafts, proposalRevisions, proposals }: DealFacts): number => {
  const known = [...listed(proposalDrafts), ...listed(proposalRevisions), ...listed(proposals)];
  return 1 + Math.max(0, ...known.map(({ data: { version } }) => version));
};

const documentsOf = (sections: Data<'ProposalDrafted'>['sections']): readonly (string | undefined)[] =>
  sections.map(({ documentId }) => documentId);

/** What can be compared of two versions. */
const content = (data: Partial<Data<'ProposalRevised'>>): object => {
  const { version: _version, reason: _reason, ...rest } = data;
  return rest;
};

/** Of what the deal has: a solution that was designed, in a version that there is, and documents that were attached. */
const madeOfWhatIsHere = (
  given: Pick<DraftProposal['data'], 'solutionId' | 'solutionVersion' | 'sections'>,
  deal: OpenDeal,
): ReturnType<typeof solutionDesigned> =>
  solutionDesigned(deal, given) ?? onFile('document', deal.facts.documents, documentsOf(given.sections), 'AttachDocument');

const draft = (given: DraftProposal['data'], deal: OpenDeal): Outcome => {
  const { facts } = deal;
  const { proposalId } = given;
  const earlier = facts.proposalDrafts[proposalId];
  const stated = present(given);
  if (earlier)
    return same(content(stated), content(earlier.data))
      ? accept()
      : refuse('StatedOtherwise', { proposalId, event: 'ProposalDrafted' }, ['ReviseProposal']);
  if (facts.proposals[proposalId]) return refuse('ProposalAlreadySubmitted', { proposalId }, ['draft it under an id of its own']);
  return madeOfWhatIsHere(given, deal) ?? accept({ type: 'ProposalDrafted', data: { ...stated, version: nextVersion(facts) } });
};

const revise = (given: ReviseProposal['data'], deal: OpenDeal): Outcome => {
  const { facts } = deal;
  const { proposalId } = given;
  const earlier = latestVersionOfProposal(facts, proposalId);
  if (!earlier) return refuse('NotOnFile', { what: 'proposal', ids: [proposalId] }, ['DraftProposal']);
  const stated = present(given);
  if (same(content(stated), content(earlier.data))) return accept();
  return madeOfWhatIsHere(given, deal) ?? accept({ type: 'ProposalRevised', data: { ...stated, version: nextVersion(facts) } });
};

type Priced = Pick<Submitted, 'amount' | 'validUntil' | 'quote'>;

/** The amount of the quote, to the cent; where none is named, the amount as stated. */
const pricedBy = (
  { amount, validUntil, quoteId }: SubmitProposal['data'],
  deal: OpenDeal,
  known: Known,
): Priced | { readonly outcome: Outcome } => {
  if (quoteId === undefined)
    return amount ? { amount, ...present({ validUntil }) } : { outcome: refuse('AmountMissing', {}, ['name a quote, or an amount']) };
  const binding = bindingQuote(quoteId, deal, known);
  if ('outcome' in binding) return binding;
  const { issued } = binding;
  if (amount && !same(amount, issued.net))
    return { outcome: refuse('AmountsDiffer', { amount, quoteId, net: issued.net }, ['leave out the amount: it is the quote’s']) };
  return { amount: issued.net, validUntil: validUntil ?? issued.validUntil, quote: referenceTo(issued) };
};

/** By when it was due, and whether that was kept (K31). */
const timeliness = ({ proposalDueDates }: DealFacts, proposalId: string, { at }: Known): Pick<Submitted, 'dueOn' | 'inTime'> => {
  const dueOn = proposalDueDates[proposalId]?.data.dueOn;
  return dueOn === undefined ? {} : { dueOn, inTime: dayOf(at) <= dueOn };
};

/** Without what follows from the time of submission. */
const submittedContent = ({ dueOn: _dueOn, inTime: _inTime, priceFloor: _sealed, ...rest }: Submitted): object => rest;

const submittedAgain = (stated: object, earlier: Submitted): Outcome => {
  const { proposalId, version } = earlier;
  return same(stated, submittedContent(earlier))
    ? accept()
    : refuse('ProposalAlreadySubmitted', { proposalId, version }, ['submit a changed proposal under an id of its own', 'ReviseProposal']);
};

/** Of a drafted proposal, what it has of what it should have is reckoned at once (K30). */
const submitted = (data: Submitted, { facts }: OpenDeal): Outcome => {
  const { opportunityId, proposalId, version, sections } = data;
  if (!sections) return accept({ type: 'ProposalSubmitted', data });
  const required = [...requiredProposalParts];
  const missing = [...missingParts(facts, data, required)];
  const checked = { opportunityId, proposalId, version, required, missing };
  return accept<OpportunityEvent>({ type: 'ProposalSubmitted', data }, { type: 'ProposalCompletenessChecked', data: checked });
};

/** What is submitted: the proposal as it is drafted, or the next version where it never was. */
const versionOf = ({ facts }: OpenDeal, proposalId: string): Pick<Submitted, 'version' | 'sections'> => {
  const drafted = latestVersionOfProposal(facts, proposalId)?.data;
  if (drafted) return { version: drafted.version, sections: drafted.sections };
  return { version: facts.proposals[proposalId]?.data.version ?? nextVersion(facts) };
};

/** L41, L138, L139. One that was revised since is submitted again, as the version that it now is. */
const submit = (given: SubmitProposal['data'], deal: OpenDeal, known: Known): Outcome => {
  const { facts } = deal;
  const { opportunityId, proposalId, claimedDocumentHash, documentId, final, priceFloor } = given;
  const priced = pricedBy(given, deal, known);
  if ('outcome' in priced) return priced.outcome;
  const current = versionOf(deal, proposalId);
  const stated = { opportunityId, proposalId, ...current, ...priced, ...present({ claimedDocumentHash, documentId, final }) };
  const earlier = facts.proposals[proposalId]?.data;
  if (earlier?.version === current.version) return submittedAgain(stated, earlier);
  const unknown = onFile('document', facts.documents, [documentId], 'AttachDocument');
  return unknown ?? submitted({ ...stated, ...timeliness(facts, proposalId, known), ...present({ priceFloor }) }, deal);
};

/** The version that is current then; whatever was shown of an earlier one was not shown of this one. */
const presentTo = (given: PresentProposal['data'], { facts }: OpenDeal): Outcome => {
  const { presentationId, proposalId, documentId } = given;
  const version = (latestVersionOfProposal(facts, proposalId) ?? facts.proposals[proposalId])?.data.version;
  if (version === undefined) return refuse('NotOnFile', { what: 'proposal', ids: [proposalId] }, ['DraftProposal']);
  const earlier = facts.proposalPresentations[presentationId]?.data;
  const stated = present(given);
  if (earlier)
    return same({ ...stated, version: earlier.version }, earlier)
      ? accept()
      : refuse('StatedOtherwise', { presentationId, event: 'ProposalPresented' }, ['state it under an id of its own']);
  const unknown = onFile('document', facts.documents, [documentId], 'AttachDocument') ?? knownStakeholders(facts, given.stakeholderIds);
  return unknown ?? accept({ type: 'ProposalPresented', data: { ...stated, version } });
};

/** Proposals, from the draft to their presentation (L41, L138–L144, L258–L266). */
export const proposals: Chapter<ProposalCommand> = {
  DraftProposal: draft,
  ReviseProposal: revise,
  SetProposalDueDate: stating('ProposalDueDateSet', { among: ({ facts }) => facts.proposalDueDates, id: 'proposalId', revisable: true }),
  SubmitProposal: submit,
  PresentProposal: presentTo,
};
