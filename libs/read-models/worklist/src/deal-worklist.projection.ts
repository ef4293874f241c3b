import type { LedgerEvent, ProjectionTable } from '#eventsourcing';
import { imports, opportunities, type OpportunityEvent } from '#event-contracts';
import { dealFacts, isDealActivity, knownDealFacts, memberIdsOf, stakeholdersOf, type DealFacts } from '#rules';
import { datedFactsOf } from './dated-facts.ts';
import { turnsAfter, type AfterEvent } from './deal-turns.ts';
import { dealWorklistTable, type DealWorkRow } from './deal-worklist.row.ts';

type Event = LedgerEvent<OpportunityEvent>;

/** Whatever happens to a deal; what the facts do not heed may still be activity. */
const handles: readonly OpportunityEvent['type'][] = [
  ...(Object.keys(opportunities) as (keyof typeof opportunities)[]),
  imports.OpportunityImported.type,
  imports.OutcomeImported.type,
];

const statusAfter: Readonly<Partial<Record<OpportunityEvent['type'], DealWorkRow['status']>>> = {
  OpportunityWon: 'won',
  OpportunityLost: 'lost',
  OpportunityAbandoned: 'abandoned',
  OpportunityReopened: 'open',
};

const isAtSameVisit = (row: DealWorkRow, { stage, stageSince }: DealFacts): boolean => row.stage === stage && row.stageSince === stageSince;

const peakOf = (row: DealWorkRow | undefined, facts: DealFacts): number => {
  const { probability } = facts.forecast;
  return row && isAtSameVisit(row, facts) ? Math.max(row.probabilityPeak, probability) : probability;
};

const deciding: readonly string[] = ['decisionMaker', 'economicBuyer'];

/** Who is known at the customer’s. */
const known = (facts: DealFacts): Pick<AfterEvent, 'stakeholders' | 'decisionMakerKnown'> => {
  const people = stakeholdersOf(facts).map(({ data }) => data);
  return { stakeholders: people.length, decisionMakerKnown: people.some(({ roles }) => roles.some((role) => deciding.includes(role))) };
};

const later = (one: string, other: string): string => (one > other ? one : other);

const lastActivityAt = (row: DealWorkRow | undefined, event: Event): string => {
  if (!row) return event.occurredAt;
  // What was entered late happened earlier.
  return isDealActivity(event) ? later(row.lastActivityAt, event.occurredAt) : row.lastActivityAt;
};

const afterEvent = (row: DealWorkRow | undefined, { type, occurredAt }: Event, facts: DealFacts): AfterEvent => {
  const { stage, stageSince, forecast } = facts;
  return {
    occurredAt,
    stage,
    stageSince,
    reopened: type === 'OpportunityReopened',
    signingDate: forecast.signingDate,
    signingDateBefore: row?.forecast.signingDate,
    lessLikely: forecast.probability < peakOf(row, facts),
    ...known(facts),
  };
};

const rowOf = (row: DealWorkRow | undefined, event: Event, facts: DealFacts): DealWorkRow => {
  const { type, caseId, index, revision } = event;
  const { opportunityId, name, company } = facts.opened;
  const { ownerId, stage, stageSince, processVersion, segment, forecast } = facts;
  return {
    caseId,
    opportunityId,
    name,
    company,
    ownerId,
    stage,
    stageSince,
    processVersion,
    segment,
    forecast,
    stageDueAt: facts.stageDueAt ?? null,
    status: statusAfter[type] ?? row?.status ?? 'open',
    probabilityPeak: peakOf(row, facts),
    memberIds: memberIdsOf(facts),
    turns: turnsAfter(row?.turns, afterEvent(row, event, facts)),
    datedFacts: datedFactsOf(facts),
    lastActivityAt: lastActivityAt(row, event),
    openedIndex: row?.openedIndex ?? index,
    revision,
    facts,
  };
};

/**
 * Every deal under a process, with the facts that its gates are judged by; what is only claimed by another system is under none. A change of how
 * facts are folded raises the version; a new kind of fact builds the rows anew by itself.
 */
export const dealWorklistProjection: ProjectionTable<OpportunityEvent, DealWorkRow> = {
  projection: {
    name: 'deal-worklist',
    version: 6,
    handles,
    key: ({ caseId, data }) => [caseId, data.opportunityId],
    perStream: true,
    evolve: (row, event) => {
      const facts = dealFacts(row && knownDealFacts(row.facts), event);
      return facts ? rowOf(row, event, facts) : row;
    },
  },
  table: dealWorklistTable,
};
