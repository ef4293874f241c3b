import type { MigrationInterface } from 'typeorm';
import { EventStore } from './0001-event-store.migration.ts';
import { Ledger } from './0002-ledger.migration.ts';
import { Projections } from './0003-projections.migration.ts';
import { Keys } from './0004-keys.migration.ts';
import { WholeLedger } from './0005-whole-ledger.migration.ts';
import { Slices } from './0006-slices.migration.ts';
import { Publications } from './0007-publications.migration.ts';
import { Documents } from './0008-documents.migration.ts';
import { AnalystViews } from './0009-analyst-views.migration.ts';

/**
 * In the order they run. To add one: a file `NNNN-what.migration.ts` beside these, whose class has `name = 'What100000000NNNN'`
 * (13 digits), and a line here. One that was released is never changed.
 */
export const migrations: readonly (new () => MigrationInterface)[] = [
  EventStore,
  Ledger,
  Projections,
  Keys,
  WholeLedger,
  Slices,
  Publications,
  Documents,
  AnalystViews,
];
