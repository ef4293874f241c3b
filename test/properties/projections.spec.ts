import fc from 'fast-check';
import type { LedgerEvent, ProjectionTable } from '#eventsourcing';
import type { AnyEvent } from '#event-contracts';
import { accountListProjection } from '#account-list';
import { approvalListProjection } from '#approval-list';
import { auditProjection } from '#audit';
import { campaignListProjection } from '#campaign-list';
import { contractListProjection } from '#contract-list';
import { forecastProjection } from '#forecast';
import { funnelProjection } from '#funnel';
import { leadListProjection } from '#lead-list';
import { opportunityListProjection } from '#opportunity-list';
import { deadlinesProjection } from '#processes';
import { dealWorklistProjection, leadWorklistProjection } from '#worklist';
import { readModels } from '../../apps/common/src/read-models.ts';
import { anyAccounts, playedAccounts } from '../support/any-accounts.ts';
import { anyApprovals, playedApprovals } from '../support/any-approvals.ts';
import { anyCampaigns, playedCampaigns } from '../support/any-campaigns.ts';
import { anyContracts, playedContracts } from '../support/any-contracts.ts';
import { anySales, played, rowsOf, type SalesLedger } from '../support/sales-ledger.ts';

type Table = ProjectionTable<AnyEvent, object>;

/** What may befall whatever a projection is about, and the ledger that it leaves behind. */
interface Course {
  readonly befalls: unknown;
  readonly ledger: () => Promise<SalesLedger>;
}

const courses = <T>(any: fc.Arbitrary<T>, ledgerOf: (befalls: T) => Promise<SalesLedger>): fc.Arbitrary<Course> =>
  any.map((befalls) => ({ befalls, ledger: () => ledgerOf(befalls) }));

const ofSales = courses(anySales(), (commands) => played(commands));

/** About what comes with a deal and has streams of its own: its course meets every event that the projection handles. */
const besideDeals = [
  [approvalListProjection, courses(anyApprovals(), playedApprovals)],
  [contractListProjection, courses(anyContracts(), playedContracts)],
  [accountListProjection, courses(anyAccounts(), playedAccounts)],
  [campaignListProjection, courses(anyCampaigns(), playedCampaigns)],
] as readonly (readonly [unknown, fc.Arbitrary<Course>])[] as readonly (readonly [Table, fc.Arbitrary<Course>])[];

const ofDeals = [
  auditProjection,
  funnelProjection,
  forecastProjection,
  leadListProjection,
  opportunityListProjection,
  deadlinesProjection,
  dealWorklistProjection,
  leadWorklistProjection,
] as readonly unknown[] as readonly Table[];

const named = ([definition, course]: readonly [Table, fc.Arbitrary<Course>]) => [definition.projection.name, definition, course] as const;

const frozen = <T>(value: T): T => {
  if (typeof value === 'object' && value !== null && !Buffer.isBuffer(value)) Object.values(Object.freeze(value)).forEach(frozen);
  return value;
};

/** Rows as they come back from where they were kept. */
const keptAndLoaded = (row: object): object => frozen(JSON.parse(JSON.stringify(row)) as object);

const isHandled = ({ projection }: Table, { type }: LedgerEvent<AnyEvent>): boolean => projection.handles?.includes(type) !== false;

/** Folds batch by batch; what one batch left is kept and loaded before the next one. */
const inBatches = (definition: Table, events: readonly LedgerEvent<AnyEvent>[], sizes: Iterator<number>) => {
  const rows = new Map<string, object>();
  let left = 0;
  for (const event of events.filter((each) => isHandled(definition, each))) {
    if (left === 0) for (const [key, row] of rows) rows.set(key, keptAndLoaded(row));
    left = left === 0 ? (sizes.next().value as number) : left - 1;
    const key = definition.projection.key(event)!.join('/');
    const row = definition.projection.evolve(rows.get(key), frozen(event));
    if (row) rows.set(key, frozen(row));
    else rows.delete(key);
  }
  return [...rows.values()];
};

const all = [...ofDeals.map((each) => [each, ofSales] as const), ...besideDeals];

describe.each(all.map(named))('%s', (_, definition, course) => {
  it('folds the same rows in whatever batches, and changes nothing that it is given', async () => {
    await fc.assert(
      fc.asyncProperty(course, fc.infiniteStream(fc.nat({ max: 9 })), async (given, sizes) => {
        const ledger = await given.ledger();
        expect(inBatches(definition, ledger.events(), sizes)).toEqual(rowsOf(definition, ledger.events()));
      }),
      { numRuns: 30 },
    );
  });

  it('keys each row by its case first, and writes what its columns hold', async () => {
    const ledger = await fc.sample(course, { numRuns: 1, seed: 5 })[0]!.ledger();
    const { columns, primaryKey } = definition.table;
    expect(primaryKey[0]).toBe('case_id');
    for (const event of ledger.events().filter((each) => isHandled(definition, each))) {
      const key = definition.projection.key(event);
      expect(key).toHaveLength(primaryKey.length);
      expect(key?.[0]).toBe(event.caseId);
    }
    for (const row of rowsOf(definition, ledger.events())) {
      expect(Object.keys(row).length).toBe(columns.length);
      expect(Object.values(row).includes(undefined)).toBe(false);
    }
  });
});

const perStream = all.filter(([{ projection }]) => projection.perStream);

it('knows all whose rows are each of one stream', () => {
  const names = (projections: readonly { readonly name: string }[]) => projections.map(({ name }) => name).sort();
  const said = readModels.map(({ projection }) => projection).filter((each) => each.perStream);
  expect(names(perStream.map(([{ projection }]) => projection))).toEqual(names(said));
});

describe.each(perStream.map(named))('%s, whose rows are each of one stream', (_, definition, course) => {
  it('never gives two streams the same row', async () => {
    for (const { ledger } of fc.sample(course, { numRuns: 60, seed: 11 })) {
      const streams = new Map<string, string>();
      for (const event of (await ledger()).events().filter((each) => isHandled(definition, each))) {
        const key = definition.projection.key(event)!.join('/');
        expect(streams.get(key) ?? event.stream).toBe(event.stream);
        streams.set(key, event.stream);
      }
    }
  });
});

describe.each(besideDeals.map(named))('the courses of %s', (_, definition, course) => {
  it('meet every event that it handles', async () => {
    const met = new Set<string>();
    for (const { ledger } of fc.sample(course, { numRuns: 60, seed: 7 })) for (const { type } of (await ledger()).events()) met.add(type);
    expect([...met]).toEqual(expect.arrayContaining([...definition.projection.handles!]));
  });
});
