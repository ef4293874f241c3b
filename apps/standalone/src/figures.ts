import type { DeadlineRunner, ProcessRunner } from '#projections';
import { deadlineMetrics, ledgerMetrics, processMetrics, projectionMetrics, type Metrics } from '#telemetry';
import type { Keeping } from './keeping.ts';
import type { Projecting } from '../../common/src/projecting.ts';

/** What is not counted as it happens is read when somebody scrapes. */
export const exposeFigures = (
  metrics: Metrics,
  { ledger, relay }: Keeping,
  { operations }: Projecting,
  processes: ProcessRunner,
  deadlines: DeadlineRunner,
): void => {
  ledgerMetrics(metrics, { relay: () => relay.status(), head: () => ledger.head() });
  projectionMetrics(metrics, () => operations.status());
  processMetrics(metrics, () => processes.status(Date.now()));
  deadlineMetrics(metrics, async () => [await deadlines.status()]);
};
