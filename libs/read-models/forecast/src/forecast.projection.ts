import { folding, type LedgerEvent, type ProjectionTable } from '#eventsourcing';
import type { Forecast, DealLifecycleEvent } from '#event-contracts';
import { forecastTable, type ForecastRow } from './forecast.row.ts';
import { weighted } from './weighted.ts';

type Of<T extends DealLifecycleEvent['type']> = LedgerEvent<Extract<DealLifecycleEvent, { type: T }>>;

const expected = ({ amount, signingDate, probability, category }: Forecast) => ({
  amountMinor: amount.minor,
  currency: amount.currency,
  signingDate,
  probability,
  category,
  weightedMinor: category === 'omitted' ? 0 : weighted(amount.minor, probability),
});

const nothingExpected = { amountMinor: null, currency: null, signingDate: null, probability: null, category: null, weightedMinor: 0 };
const notClosed = { closedMinor: null, closedCurrency: null, closedOn: null, closedIndex: null, closedOwnerId: null };

/** A deal that is adopted is expected from then on, as one that is opened: claims had no forecast. */
const opened = (
  _: ForecastRow | undefined,
  { caseId, data, occurredAt }: Of<'OpportunityOpened'> | Of<'OpportunityAdopted'>,
): ForecastRow => ({
  caseId,
  opportunityId: data.opportunityId,
  origin: 'governed',
  status: 'open',
  stage: data.stage,
  ownerId: data.ownerId,
  ...expected(data.forecast),
  ...notClosed,
  updatedAt: occurredAt,
});

const imported = (_: ForecastRow | undefined, { caseId, data, occurredAt }: Of<'OpportunityImported'>): ForecastRow => ({
  caseId,
  opportunityId: data.opportunityId,
  origin: 'imported',
  status: 'open',
  stage: null,
  ownerId: null,
  ...nothingExpected,
  ...notClosed,
  updatedAt: occurredAt,
});

const touched = (row: ForecastRow | undefined, { occurredAt }: LedgerEvent<DealLifecycleEvent>, changes: Partial<ForecastRow>) =>
  row && { ...row, ...changes, updatedAt: occurredAt };

/** A moved stage brings its own probability, and the weighted amount follows; a won deal on its way to be handed over weighs nothing. */
const moved = (row: ForecastRow | undefined, event: Of<'OpportunityAdvanced'> | Of<'OpportunityRegressed'>) => {
  const { to, probabilityTo } = event.data;
  const weighs = row?.status === 'open' && row.category !== 'omitted';
  const weightedMinor = weighs ? weighted(row.amountMinor ?? 0, probabilityTo) : 0;
  return touched(row, event, { stage: to, probability: probabilityTo, weightedMinor });
};

/** The stage that it goes to brings its own probability, as any other does. */
const migrated = (row: ForecastRow | undefined, event: Of<'ProcessMigrated'>) => {
  const { stageTo, probabilityTo } = event.data;
  const weightedMinor = row?.category === 'omitted' ? 0 : weighted(row?.amountMinor ?? 0, probabilityTo);
  return touched(row, event, { stage: stageTo, probability: probabilityTo, weightedMinor });
};

const closing = (row: ForecastRow | undefined, { occurredAt, index }: LedgerEvent<DealLifecycleEvent>) => ({
  closedOn: occurredAt.slice(0, 10),
  closedIndex: index,
  closedOwnerId: row?.ownerId ?? null,
  weightedMinor: 0,
});

const won = (row: ForecastRow | undefined, event: Of<'OpportunityWon'>) => {
  const { amount } = event.data;
  return touched(row, event, {
    ...closing(row, event),
    status: 'won',
    probability: 100,
    closedMinor: amount.minor,
    closedCurrency: amount.currency,
  });
};

const outcome = (row: ForecastRow | undefined, event: Of<'OutcomeImported'>) => {
  const { claimed, value, closedOn } = event.data;
  const closed = claimed === 'won' ? { closedMinor: value?.minor ?? null, closedCurrency: value?.currency ?? null } : {};
  return touched(row, event, { ...closing(row, event), ...closed, status: claimed, closedOn: closedOn ?? null });
};

const unchanged = (row: ForecastRow | undefined) => row;

/** Each deal's part in the forecast (L186); months, owners, teams and categories are SQL over these. */
export const forecastProjection: ProjectionTable<DealLifecycleEvent, ForecastRow> = {
  projection: {
    name: 'forecast',
    version: 3,
    key: ({ caseId, data }) => [caseId, data.opportunityId],
    perStream: true,
    ...folding<DealLifecycleEvent, ForecastRow>({
      OpportunityOpened: opened,
      OpportunityAdopted: opened,
      OpportunityAdvanced: moved,
      OpportunityRegressed: moved,
      ProcessMigrated: migrated,
      OpportunityReassigned: (row, event) => touched(row, event, { ownerId: event.data.to }),
      ForecastRevised: (row, event) => touched(row, event, expected(event.data.to)),
      ProposalSubmitted: unchanged,
      ContractSignatureRecorded: unchanged,
      ContractSigned: unchanged,
      OpportunityWon: won,
      OpportunityLost: (row, event) => touched(row, event, { ...closing(row, event), status: 'lost', probability: 0 }),
      OpportunityAbandoned: (row, event) => touched(row, event, { ...closing(row, event), status: 'abandoned', probability: 0 }),
      OpportunityReopened: (row, event) =>
        touched(row, event, { ...notClosed, ...expected(event.data.forecast), status: 'open', stage: event.data.stage }),
      OpportunityImported: imported,
      OutcomeImported: outcome,
    }),
  },
  table: forecastTable,
};
