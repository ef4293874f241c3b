import type { Instant, RecordedEvent } from '#eventsourcing';
import type { Forecast, OpportunityEvent } from '#event-contracts';
import { approvalKinds } from './approval-kinds.ts';
import { contractKinds } from './contract-kinds.ts';
import { discoveryKinds } from './discovery-kinds.ts';
import { solutionKinds } from './solution-kinds.ts';
import { gathering, grounding, kindsOf, type Fact, type Gathered, type Kept } from './gathering.ts';
import { negotiationKinds } from './negotiation-kinds.ts';
import { proposalKinds } from './proposal-kinds.ts';
import type { Segment } from '../process/process-definition.ts';
import { present } from '../values.ts';

/** What is known of a deal by the events of its stream; each event with the field that tells one fact of its kind from another. */
const kinds = kindsOf<OpportunityEvent>()({
  painPoints: ['PainPointRecorded', 'painPointId'],
  businessObjectives: ['BusinessObjectiveRecorded', 'objectiveId'],
  documents: ['DocumentReceived', 'documentId'],
  claimedDocuments: ['DocumentClaimed', 'documentId'],
  overrides: ['CriterionOverridden', 'criterion'],
  proposals: ['ProposalSubmitted', 'proposalId'],
  ...discoveryKinds,
  ...solutionKinds,
  ...proposalKinds,
  ...approvalKinds,
  ...contractKinds,
  ...negotiationKinds,
});

type Beginning = RecordedEvent<Extract<OpportunityEvent, { type: 'OpportunityOpened' | 'OpportunityAdopted' }>>;
/** The kinds by name: whoever keeps facts keeps these, and has to fold them anew when there are others. */
export const dealFactKinds: readonly string[] = Object.keys(kinds);

type Opened = Extract<OpportunityEvent, { type: 'OpportunityOpened' }>['data'];

/** A deal under a process, as gates, deciders, worklists and replay see it. */
export interface DealFacts extends Gathered<OpportunityEvent, typeof kinds> {
  /** How it began under the process. */
  readonly opened: Opened;
  readonly openedAt: Instant;
  /** What it was adopted on the strength of, where another system had claimed it; facts begin with the adoption. */
  readonly adoptedFrom?: Extract<OpportunityEvent, { type: 'OpportunityAdopted' }>['data']['claimed'];
  readonly ownerId: string;
  /** Everyone who ever owned it: their word is never someone else's. */
  readonly owners: readonly string[];
  readonly stage: string;
  /** Since when it is at its stage, this time; where it ended there and was reopened, since then: what was stated before was of a deal that was over. */
  readonly stageSince: Instant;
  /** By when it is to leave its stage, as was said when it came there (L203); absent where no event says so, and where the deal ended there. */
  readonly stageDueAt?: Instant;
  /** While it is open; after a loss, what was expected before. */
  readonly forecast: Forecast;
  /** Where the probability was last stated by hand; absent where it only ever followed the stage. */
  readonly probabilityStated?: Pick<Fact, 'eventId' | 'at'>;
  readonly segment: Segment;
  /** The process it is pinned to, `id@version#sha256`. */
  readonly processVersion: string;
  /** By which migration it came there, where it did not begin there. */
  readonly migratedBy?: Extract<OpportunityEvent, { type: 'ProcessMigrated' }>['data']['migration'];
}

/** Without the kinds of which nothing was stated. */
export type KeptDealFacts = Kept<DealFacts, OpportunityEvent, typeof kinds>;

/** Facts that were kept, or these with changes. */
export const knownDealFacts = grounding<DealFacts, OpportunityEvent, typeof kinds>(kinds);

const gather = gathering<OpportunityEvent, typeof kinds>(kinds);

type Dated = Pick<DealFacts, 'stageSince' | 'stageDueAt'>;

/** The time that runs from an event on by which a deal came to its stage. */
const dueBy = ({ stageDueAt }: { readonly stageDueAt?: Instant }, stageSince: Instant): Dated => ({
  stageSince,
  ...present({ stageDueAt }),
});

const beginning = ({ type, data, occurredAt, processVersion }: Beginning): KeptDealFacts => ({
  opened: data,
  openedAt: occurredAt,
  ...(type === 'OpportunityAdopted' && { adoptedFrom: data.claimed }),
  ownerId: data.ownerId,
  owners: [data.ownerId],
  stage: data.stage,
  ...dueBy(data, occurredAt),
  forecast: data.forecast,
  segment: 'standard',
  processVersion,
});

const undated = ({ stageSince: _since, stageDueAt: _dueAt, ...facts }: DealFacts): Omit<DealFacts, keyof Dated> => facts;

/** A deal that is over does not have to leave its stage any more; since when it is there stays. */
const endedThere = ({ stageDueAt: _dueAt, ...facts }: DealFacts): DealFacts => facts;

const atStage = (facts: DealFacts, stage: string, probability: number, dated: Dated): DealFacts => ({
  ...undated(facts),
  ...dated,
  stage,
  forecast: { ...facts.forecast, probability },
  overrides: {},
});

const movedOn = (
  facts: DealFacts,
  { data, occurredAt }: RecordedEvent<Extract<OpportunityEvent, { type: 'OpportunityAdvanced' | 'OpportunityRegressed' }>>,
): DealFacts => atStage(facts, data.to, data.probabilityTo, dueBy(data, occurredAt));

/** Where the deal stands, whose it is, what is expected of it; an event that is not here leaves that as it is. */
const standing: {
  readonly [T in OpportunityEvent['type']]?: (facts: DealFacts, event: RecordedEvent<Extract<OpportunityEvent, { type: T }>>) => DealFacts;
} = {
  OpportunityAdvanced: movedOn,
  OpportunityRegressed: movedOn,
  ProcessVariantPinned: (facts, { data: { segment, process } }) => ({ ...facts, segment, processVersion: process }),
  // What was stated of the deal stays; where it stands, and what was let pass there, begins anew.
  ProcessMigrated: (facts, { data, occurredAt }) => ({
    ...atStage(facts, data.stageTo, data.probabilityTo, dueBy(data, occurredAt)),
    ...{ processVersion: data.to, migratedBy: data.migration },
  }),
  OpportunityReassigned: (facts, { data }) => ({ ...facts, ownerId: data.to, owners: [...facts.owners, data.to] }),
  ForecastRevised: (facts, { eventId, occurredAt: at, data: { from, to } }) => ({
    ...facts,
    forecast: to,
    ...(from.probability !== to.probability && { probabilityStated: { eventId, at } }),
  }),
  OpportunityLost: endedThere,
  OpportunityAbandoned: endedThere,
  // What comes after the win has a time of its own.
  OpportunityWon: (facts, { data }) => ({ ...endedThere(facts), forecast: { ...facts.forecast, amount: data.amount, probability: 100 } }),
  // It has the whole time of its stage again (L203), and what is expected of it is to be said anew there (L144).
  OpportunityReopened: (facts, { data, occurredAt }) => ({ ...undated(facts), ...dueBy(data, occurredAt), forecast: data.forecast }),
};

/** Folds one event of a deal's stream; nothing before it is opened. */
export const dealFacts = (facts: DealFacts | undefined, event: RecordedEvent<OpportunityEvent>): DealFacts | undefined => {
  if (event.type === 'OpportunityOpened' || event.type === 'OpportunityAdopted') return knownDealFacts(beginning(event));
  if (!facts) return undefined;
  const stands = standing[event.type] as ((facts: DealFacts, event: RecordedEvent<OpportunityEvent>) => DealFacts) | undefined;
  const gathered = gather(facts, event);
  return knownDealFacts(stands ? stands(gathered, event) : gathered);
};
