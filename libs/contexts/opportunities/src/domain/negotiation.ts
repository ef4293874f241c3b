import { accept, refuse, type Command, type Refusal } from '#eventsourcing';
import type { OpportunityEvent, ToldTerm } from '#event-contracts';
import {
  latestNegotiation,
  latestVersionOfQuote,
  listed,
  negotiationNote,
  present,
  same,
  standingContract,
  statementsApart,
  type DealFacts,
  type Given,
} from '#rules';
import { stating, type Chapter, type Known } from './chapter.ts';
import { passingOn } from './contracting.ts';
import type { Data, Deal, OpenDeal, OpportunityRefusal, Outcome } from './opportunity.state.ts';
import { bindingQuote } from './quotes.ts';

type Entered = Data<'NegotiationEntered'>;

/** L45, L149. */
export type EnterNegotiation = Command<
  'EnterNegotiation',
  Pick<Entered, 'opportunityId' | 'negotiationId'> & { readonly quoteId?: string | undefined }
>;
/** L149, L150, L152. Follows from the negotiation's own events; terms come as they were told there. */
export type NoteNegotiation = Command<
  'NoteNegotiation',
  Given<Omit<Data<'NegotiationNoted'>, 'terms' | 'statements'>> & { readonly terms?: readonly ToldTerm[] | undefined }
>;
/** L46. */
export type RecordProcurementStep = Command<'RecordProcurementStep', Given<Data<'ProcurementStepRecorded'>>>;

export type DealNegotiationCommand = EnterNegotiation | NoteNegotiation | RecordProcurementStep;

/** The quote that is negotiated about, with what it came to: it has to bind when the negotiation begins. */
const quoted = (quoteId: string | undefined, deal: OpenDeal, known: Known): Pick<Entered, 'quote'> | { readonly outcome: Outcome } => {
  if (quoteId === undefined) return {};
  const binding = bindingQuote(quoteId, deal, known);
  if ('outcome' in binding) return binding;
  const { version, contentSha256, net } = binding.issued;
  const list = latestVersionOfQuote(deal.facts, quoteId)?.data.totals.list ?? net;
  return { quote: { quoteId, version, contentSha256, list, net } };
};

/** One at a time: another is entered only once the last one has failed. */
const underWay = (facts: DealFacts): Refusal<OpportunityRefusal> | undefined => {
  const last = latestNegotiation(facts)?.data.negotiationId;
  if (last === undefined || negotiationNote(facts, last, 'terms')?.data.progress === 'failed') return undefined;
  return refuse('NegotiationUnderWay', { negotiationId: last }, ['ConcludeNegotiation']);
};

const enteredAgain = (quoteId: string | undefined, { negotiationId, quote }: Entered): Outcome =>
  quote?.quoteId === quoteId
    ? accept()
    : refuse('StatedOtherwise', { negotiationId, event: 'NegotiationEntered' }, ['enter one under an id of its own']);

const enter = ({ opportunityId, negotiationId, quoteId }: EnterNegotiation['data'], deal: OpenDeal, known: Known): Outcome => {
  const { negotiations, ownerId, forecast } = deal.facts;
  const earlier = negotiations[negotiationId]?.data;
  if (earlier) return enteredAgain(quoteId, earlier);
  const refused = underWay(deal.facts);
  if (refused) return refused;
  const priced = quoted(quoteId, deal, known);
  if ('outcome' in priced) return priced.outcome;
  const { currency } = priced.quote?.net ?? forecast.amount;
  return accept({ type: 'NegotiationEntered', data: { opportunityId, negotiationId, ownerId, currency, ...priced } });
};

/** What was noted of later events of the negotiation is not undone by an earlier one. */
export const noteNegotiation = (told: NoteNegotiation['data'], { facts }: Pick<Deal, 'facts'>): Outcome => {
  const given = statementsApart(present(told));
  const { negotiationId, noteId, source } = given;
  if (!facts.negotiations[negotiationId]) return refuse('NotOnFile', { what: 'negotiation', ids: [negotiationId] }, ['EnterNegotiation']);
  const earlier = facts.negotiationNotes[noteId]?.data;
  const known = earlier !== undefined && earlier.source.revision >= source.revision;
  if (known || same(earlier, given)) return accept();
  const noted = { type: 'NegotiationNoted', data: given } as const;
  const counts = latestNegotiation(facts)?.data.negotiationId === negotiationId;
  return accept<OpportunityEvent>(noted, ...(counts ? passingOn(standingContract(facts)?.contractId, noted.data) : []));
};

/** The negotiations that go with a deal to its new owner. */
export const negotiationsReassigned = (
  facts: DealFacts,
  { opportunityId, from, to }: { readonly opportunityId: string; readonly from: string; readonly to: string },
) =>
  listed(facts.negotiations).map(
    ({ data: { negotiationId } }) => ({ type: 'NegotiationReassigned', data: { opportunityId, negotiationId, from, to } }) as const,
  );

/** The deal's side of its negotiations, and of the customer's purchase (L45, L46, L149–L152). */
export const dealNegotiation: Chapter<DealNegotiationCommand> = {
  EnterNegotiation: enter,
  NoteNegotiation: noteNegotiation,
  RecordProcurementStep: stating('ProcurementStepRecorded', {
    among: ({ facts }) => facts.procurementSteps,
    ...{ id: 'stepId', revisable: true },
  }),
};
