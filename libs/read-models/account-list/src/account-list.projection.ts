import { folding, type LedgerEvent, type ProjectionTable } from '#eventsourcing';
import type { AccountEvent, ReferenceEvent } from '#event-contracts';
import { accountListTable, type AccountRow } from './account-list.row.ts';

type Listed = AccountEvent | Extract<ReferenceEvent, { type: 'AccountImported' }>;
type Of<T extends Listed['type']> = LedgerEvent<Extract<Listed, { type: T }>>;
type Row = AccountRow | undefined;

const begun = ({ caseId, data, index, occurredAt, revision }: Of<'AccountRegistered' | 'AccountImported'>): AccountRow => ({
  caseId,
  accountId: data.accountId,
  origin: 'governed',
  name: data.name,
  industry: null,
  employees: data.employees ?? null,
  ...{ segment: null, territory: null, ownerId: null, claims: null },
  registeredAt: occurredAt,
  registeredIndex: index,
  revision,
  updatedAt: occurredAt,
});

const registered = (_: Row, event: Of<'AccountRegistered'>): AccountRow => {
  const { industry, segment, territory, ownerId } = event.data;
  return { ...begun(event), industry: industry ?? null, segment: segment ?? null, territory: territory ?? null, ownerId };
};

const imported = (_: Row, event: Of<'AccountImported'>): AccountRow => {
  const { source, sector, location, revenue, subsidiaryOf, yearEstablished } = event.data;
  const claims = {
    source,
    location: location ?? null,
    revenue: revenue ?? null,
    subsidiaryOf: subsidiaryOf ?? null,
    yearEstablished: yearEstablished ?? null,
  };
  return { ...begun(event), origin: 'imported', industry: sector ?? null, claims };
};

const touched = (row: Row, { occurredAt, revision }: LedgerEvent<AccountEvent>, changes: Partial<AccountRow>): Row =>
  row && { ...row, ...changes, revision, updatedAt: occurredAt };

/** Companies as they stand now, ours and those that another system claims (L97); `read.account_list` has one row for each. */
export const accountListProjection: ProjectionTable<Listed, AccountRow> = {
  projection: {
    name: 'account-list',
    version: 1,
    key: ({ caseId }) => [caseId],
    ...folding<Listed, AccountRow>({
      AccountRegistered: registered,
      AccountImported: imported,
      AccountUpdated: (row, event) => touched(row, event, Object.fromEntries(event.data.changes.map(({ field, to }) => [field, to]))),
      CustomerSegmentAssigned: (row, event) => touched(row, event, { segment: event.data.to }),
    }),
  },
  table: accountListTable,
};
