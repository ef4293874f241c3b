import { folding, type LedgerEvent, type ProjectionTable } from '#eventsourcing';
import type { Money, DealLifecycleEvent } from '#event-contracts';
import { funnelTable, type FunnelRow, type Visit, type WayIn, type WayOut } from './funnel.row.ts';

type Of<T extends DealLifecycleEvent['type']> = LedgerEvent<Extract<DealLifecycleEvent, { type: T }>>;
type Row = FunnelRow | undefined;

const begun = ({ caseId, data, processVersion }: LedgerEvent<DealLifecycleEvent>): FunnelRow => ({
  caseId,
  opportunityId: data.opportunityId,
  origin: 'governed',
  process: processVersion,
  ownerId: null,
  visits: [],
  claimedStage: null,
  claimedOutcome: null,
  claimedMinor: null,
  claimedCurrency: null,
  claimedAgent: null,
  engagedOn: null,
  closedOn: null,
});

const valued = ({ minor, currency }: Money, { occurredAt, index }: LedgerEvent<DealLifecycleEvent>) => ({
  minor,
  currency,
  at: occurredAt,
  index,
});

const entered = (event: LedgerEvent<DealLifecycleEvent>, way: Pick<Visit, 'process' | 'stage' | 'via' | 'owners' | 'values'>): Visit => ({
  ...way,
  enteredAt: event.occurredAt,
  enteredIndex: event.index,
  out: null,
  leftAt: null,
  leftIndex: null,
});

/** Changes the visit that is under way; a deal without one has none to change. */
const inLastVisit = (row: Row, change: (visit: Visit) => Visit): Row => {
  const last = row?.visits.at(-1);
  return row && last ? { ...row, visits: [...row.visits.slice(0, -1), change(last)] } : row;
};

/** A won deal goes on to be handed over: its visit ended with the win and keeps that end. */
const left = (row: Row, { occurredAt, index }: LedgerEvent<DealLifecycleEvent>, out: WayOut): Row =>
  inLastVisit(row, (visit) => (visit.out ? visit : { ...visit, out, leftAt: occurredAt, leftIndex: index }));

/** A further visit starts with the owner and the value that the deal has at that moment. */
const visited = (row: Row, event: LedgerEvent<DealLifecycleEvent>, stage: string, via: WayIn, value?: Money): Row => {
  if (!row) return row;
  const worth = value ?? row.visits.at(-1)?.values.at(-1);
  const owners = row.ownerId === null ? [] : [{ ownerId: row.ownerId, index: event.index }];
  const values = worth ? [valued(worth, event)] : [];
  return { ...row, visits: [...row.visits, entered(event, { process: row.process, stage, via, owners, values })] };
};

const firstVisit = (event: Of<'OpportunityOpened'> | Of<'OpportunityAdopted'>, via: WayIn): Visit => {
  const { stage, ownerId, forecast } = event.data;
  const { processVersion: process } = event;
  return entered(event, { process, stage, via, owners: [{ ownerId, index: event.index }], values: [valued(forecast.amount, event)] });
};

const opened = (_: Row, event: Of<'OpportunityOpened'>): Row => ({
  ...begun(event),
  ownerId: event.data.ownerId,
  visits: [firstVisit(event, 'opened')],
});

/** From here on it counts as a deal of ours; what was claimed of it stays beside. */
const adopted = (row: Row, event: Of<'OpportunityAdopted'>): Row => ({
  ...(row ?? begun(event)),
  origin: 'governed',
  process: event.processVersion,
  ownerId: event.data.ownerId,
  visits: [firstVisit(event, 'adopted')],
});

/** The new owner has the visit under way; one that is over stays with whoever had it. */
const reassigned = (row: Row, { data: { to }, index }: Of<'OpportunityReassigned'>): Row =>
  inLastVisit(row && { ...row, ownerId: to }, (visit) =>
    visit.out ? visit : { ...visit, owners: [...visit.owners, { ownerId: to, index }] },
  );

const revised = (row: Row, event: Of<'ForecastRevised'>): Row => {
  const { from, to } = event.data;
  if (from.amount.minor === to.amount.minor && from.amount.currency === to.amount.currency) return row;
  return inLastVisit(row, (visit) => ({ ...visit, values: [...visit.values, valued(to.amount, event)] }));
};

const imported = (_: Row, event: Of<'OpportunityImported'>): Row => {
  const { claimedStage, claimedAgent, engagedOn } = event.data;
  return { ...begun(event), origin: 'imported', claimedStage, claimedAgent: claimedAgent ?? null, engagedOn: engagedOn ?? null };
};

/** The visit under the old version ends; one at the stage of the new version begins. */
const migrated = (row: Row, event: Of<'ProcessMigrated'>): Row => {
  const ended = left(row, event, 'migrated');
  return visited(ended && { ...ended, process: event.data.to }, event, event.data.stageTo, 'migrated');
};

const outcome = (row: Row, { data: { claimed, value, closedOn } }: Of<'OutcomeImported'>): Row =>
  row && {
    ...row,
    claimedOutcome: claimed,
    claimedMinor: value?.minor ?? null,
    claimedCurrency: value?.currency ?? null,
    closedOn: closedOn ?? null,
  };

const unchanged = (row: Row) => row;

/** Each visit of a deal to a stage, with its way in and out (K34, K73); the funnel is SQL over these. */
export const funnelProjection: ProjectionTable<DealLifecycleEvent, FunnelRow> = {
  projection: {
    name: 'funnel',
    version: 3,
    key: ({ caseId, data }) => [caseId, data.opportunityId],
    perStream: true,
    ...folding<DealLifecycleEvent, FunnelRow>({
      OpportunityOpened: opened,
      OpportunityAdopted: adopted,
      OpportunityAdvanced: (row, event) => visited(left(row, event, 'advanced'), event, event.data.to, 'advanced'),
      OpportunityRegressed: (row, event) => visited(left(row, event, 'regressed'), event, event.data.to, 'regressed'),
      ProcessMigrated: migrated,
      OpportunityReassigned: reassigned,
      ForecastRevised: revised,
      ProposalSubmitted: unchanged,
      ContractSignatureRecorded: unchanged,
      ContractSigned: unchanged,
      OpportunityWon: (row, event) => left(row, event, 'won'),
      OpportunityLost: (row, event) => left(row, event, 'lost'),
      OpportunityAbandoned: (row, event) => left(row, event, 'abandoned'),
      OpportunityReopened: (row, event) => visited(row, event, event.data.stage, 'reopened', event.data.forecast.amount),
      OpportunityImported: imported,
      OutcomeImported: outcome,
    }),
  },
  table: funnelTable,
};
