import fc from 'fast-check';
import type { LedgerEvent, ProjectionTable } from '#eventsourcing';
import type { AnyEvent } from '#event-contracts';
import { auditProjection } from '#audit';
import { forecastProjection } from '#forecast';
import { funnelProjection } from '#funnel';
import { leadListProjection } from '#lead-list';
import { opportunityListProjection } from '#opportunity-list';
import { deadlinesProjection } from '#processes';
import { dealWorklistProjection, leadWorklistProjection } from '#worklist';
import { anySales, played, rowsOf } from '../support/sales-ledger.ts';

const projections = [
  auditProjection,
  funnelProjection,
  forecastProjection,
  leadListProjection,
  opportunityListProjection,
  deadlinesProjection,
  dealWorklistProjection,
  leadWorklistProjection,
] as readonly unknown[] as readonly ProjectionTable<AnyEvent, object>[];

const frozen = <T>(value: T): T => {
  if (typeof value === 'object' && value !== null && !Buffer.isBuffer(value)) Object.values(Object.freeze(value)).forEach(frozen);
  return value;
};

/** Rows as they come back from where they were kept. */
const keptAndLoaded = (row: object): object => frozen(JSON.parse(JSON.stringify(row)) as object);

const isHandled = ({ projection }: ProjectionTable<AnyEvent, object>, { type }: LedgerEvent<AnyEvent>): boolean =>
  projection.handles?.includes(type) !== false;

/** Folds batch by batch; what one batch left is kept and loaded before the next one. */
const inBatches = (definition: ProjectionTable<AnyEvent, object>, events: readonly LedgerEvent<AnyEvent>[], sizes: Iterator<number>) => {
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

describe.each(projections.map((each) => [each.projection.name, each] as const))('%s', (_, definition) => {
  it('folds the same rows in whatever batches, and changes nothing that it is given', async () => {
    await fc.assert(
      fc.asyncProperty(anySales(), fc.infiniteStream(fc.nat({ max: 9 })), async (commands, sizes) => {
        const ledger = await played(commands);
        expect(inBatches(definition, ledger.events(), sizes)).toEqual(rowsOf(definition, ledger.events()));
      }),
      { numRuns: 30 },
    );
  });

  it('keys each row by its case first, and writes what its columns hold', async () => {
    const ledger = await played(fc.sample(anySales(), { numRuns: 1, seed: 5 })[0]!);
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
