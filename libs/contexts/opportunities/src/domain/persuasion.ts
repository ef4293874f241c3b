import { accept, refuse, type Command } from '#eventsourcing';
import { isParty, statersOf, present, same, type FactsById, type Given } from '#rules';
import { onFile, stating, type Chapter, type Known } from './chapter.ts';
import { knownStakeholders } from './references.ts';
import type { Data, OpenDeal, Outcome } from './opportunity.state.ts';
import { bindingQuote, referenceTo } from './quotes.ts';

/** Who took part of ours is told by user id; the roles that they hold are looked up. */
type GivenMeeting = Given<Omit<Data<'ExecutiveMeetingHeld'>, 'ours'>> & { readonly ourUserIds: readonly string[] };

/** L43, L140. */
export type RecordExecutiveMeeting = Command<'RecordExecutiveMeeting', GivenMeeting>;
export type RecordWorkshop = Command<'RecordWorkshop', GivenMeeting>;
/** L39, L141, L261. */
export type RaiseObjection = Command<'RaiseObjection', Given<Data<'ObjectionRaised'>>>;
export type ResolveObjection = Command<'ResolveObjection', Given<Data<'ObjectionResolved'>>>;
/** L135, L142, L144: the quote is named by its id, and bound to as it was issued. */
export type RecordCustomerConfirmation = Command<
  'RecordCustomerConfirmation',
  Given<Omit<Data<'CustomerConfirmationObtained'>, 'quote'>> & { readonly quoteId?: string | undefined }
>;
/** L142: by someone other than the owner and other than who recorded it. */
export type WitnessCustomerConfirmation = Command<'WitnessCustomerConfirmation', Given<Data<'CustomerConfirmationWitnessed'>>>;

export type PersuasionCommand =
  RecordExecutiveMeeting | RecordWorkshop | RaiseObjection | ResolveObjection | RecordCustomerConfirmation | WitnessCustomerConfirmation;

type MeetingType = 'ExecutiveMeetingHeld' | 'WorkshopHeld';

/** What happened is recorded, whoever was there; whether it was enough is for the gate to judge. */
const held =
  (type: MeetingType, among: (deal: OpenDeal) => FactsById<Data<MeetingType>>) =>
  ({ ourUserIds, ...given }: GivenMeeting, deal: OpenDeal, { people = {} }: Known): Outcome => {
    const { facts } = deal;
    const { meetingId, stakeholderIds, minutesDocumentId } = given;
    const strangers = ourUserIds.filter((userId) => !Object.hasOwn(people, userId));
    if (strangers.length > 0) return refuse('NotOnFile', { what: 'user', ids: strangers }, ['name active users']);
    const ours = ourUserIds.map((userId) => ({ userId, roles: [...(people[userId] ?? [])] }));
    const stated = { ...present(given), ours };
    const earlier = among(deal)[meetingId]?.data;
    if (earlier)
      return same({ ...stated, ours: earlier.ours }, earlier) &&
        same(
          ourUserIds,
          earlier.ours.map(({ userId }) => userId),
        )
        ? accept()
        : refuse('StatedOtherwise', { meetingId, event: type }, ['state it under an id of its own']);
    return (
      knownStakeholders(facts, stakeholderIds) ??
      onFile('document', facts.documents, [minutesDocumentId], 'AttachDocument') ??
      accept({ type, data: stated })
    );
  };

type Confirmed = Data<'CustomerConfirmationObtained'>;

const unknownTo = (
  { facts }: OpenDeal,
  { stakeholderId, proposalId, documentId }: RecordCustomerConfirmation['data'],
): Outcome | undefined =>
  knownStakeholders(facts, [stakeholderId]) ??
  onFile('proposal', facts.proposals, [proposalId], 'SubmitProposal') ??
  onFile('document', facts.documents, [documentId], 'AttachDocument');

const isConfirmedSo = ({ quoteId, ...given }: RecordCustomerConfirmation['data'], { quote, ...earlier }: Confirmed): boolean =>
  same(present(given), earlier) && quote?.quoteId === quoteId;

/** The proposal and the quote as the customer had them when it confirmed them. */
const confirm = (given: RecordCustomerConfirmation['data'], deal: OpenDeal, known: Known): Outcome => {
  const { quoteId, ...rest } = given;
  const { confirmationId } = given;
  const earlier = deal.facts.customerConfirmations[confirmationId]?.data;
  if (earlier)
    return isConfirmedSo(given, earlier)
      ? accept()
      : refuse('StatedOtherwise', { confirmationId, event: 'CustomerConfirmationObtained' }, ['state it under an id of its own']);
  const unknown = unknownTo(deal, given);
  if (unknown) return unknown;
  const stated = present(rest);
  if (quoteId === undefined) return accept({ type: 'CustomerConfirmationObtained', data: stated });
  const binding = bindingQuote(quoteId, deal, known);
  if ('outcome' in binding) return binding.outcome;
  return accept({ type: 'CustomerConfirmationObtained', data: { ...stated, quote: referenceTo(binding.issued) } });
};

const witness = (given: WitnessCustomerConfirmation['data'], { facts }: OpenDeal, known: Known): Outcome => {
  const { confirmationId } = given;
  const confirmation = facts.customerConfirmations[confirmationId];
  if (!confirmation) return refuse('NotOnFile', { what: 'confirmation', ids: [confirmationId] }, ['RecordCustomerConfirmation']);
  if (isParty(known, facts.ownerId)) return refuse('OwnDeal', { ownerId: facts.ownerId }, ['have someone else bear it out']);
  if (statersOf(confirmation).some((stater) => isParty(known, stater)))
    return refuse('OwnStatement', { confirmationId, by: confirmation.by }, ['have someone else bear it out']);
  return facts.confirmationWitnesses[confirmationId] ? accept() : accept({ type: 'CustomerConfirmationWitnessed', data: present(given) });
};

/** How the customer is convinced, what it objects to, and what it confirms (L39–L43, L140–L144, L261). */
export const persuasion: Chapter<PersuasionCommand> = {
  RecordExecutiveMeeting: held('ExecutiveMeetingHeld', ({ facts }) => facts.executiveMeetings),
  RecordWorkshop: held('WorkshopHeld', ({ facts }) => facts.workshops),
  RaiseObjection: stating('ObjectionRaised', {
    among: ({ facts }) => facts.objections,
    id: 'objectionId',
    check: ({ stakeholderId }, { facts }) => knownStakeholders(facts, [stakeholderId]),
  }),
  ResolveObjection: stating('ObjectionResolved', {
    among: ({ facts }) => facts.objectionResolutions,
    id: 'objectionId',
    revisable: true,
    check: ({ objectionId, documentId }, { facts }) =>
      onFile('objection', facts.objections, [objectionId], 'RaiseObjection') ??
      onFile('document', facts.documents, [documentId], 'AttachDocument'),
  }),
  RecordCustomerConfirmation: confirm,
  WitnessCustomerConfirmation: witness,
};
