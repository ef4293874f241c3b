import type { LedgerHead } from '#eventsourcing';
import type { RelayStatus } from '#ledger';
import type { Metrics } from './metrics.ts';
import { counters, gauges, scraped } from './scraped.ts';

export interface LedgerFigures {
  readonly relay: () => RelayStatus;
  readonly head: () => Promise<LedgerHead>;
}

const one = (value: number | boolean) => [[{}, Number(value)]] as const;

/** What the leader alone knows; of a relay that stands by there is no such series. */
const ofLeader = (value: (status: RelayStatus) => number) => (status: RelayStatus) => (status.leader ? one(value(status)) : []);

/** The ledger's size, and what this program's relay does for it. */
export const ledgerMetrics = (metrics: Metrics, { relay, head }: LedgerFigures): void => {
  gauges(metrics, scraped(metrics, 'ledger', head), [
    { name: 'dealtrail_ledger_size', help: 'Events in the ledger: the next index.', values: ({ size }) => one(size) },
  ]);
  gauges(metrics, async () => relay(), [
    {
      name: 'dealtrail_relay_leader',
      help: '1 where the relay of this program is the one that sequences.',
      values: ({ leader }) => one(leader),
    },
    {
      name: 'dealtrail_relay_halted',
      help: '1 when what comes next cannot be sequenced: the relay stands still until somebody has looked into it.',
      values: ({ halted }) => one(halted !== undefined),
    },
    {
      name: 'dealtrail_relay_lag_events',
      help: 'Events that wait to be sequenced; exact when caught up, else an estimate that stops counting at 100000. Of the leader.',
      values: ofLeader(({ lag }) => lag),
    },
    {
      name: 'dealtrail_relay_behind_seconds',
      help: 'How long ago the relay last found nothing that waits: no event waits longer. Of the leader.',
      values: ofLeader(({ caughtUpAt }) => (performance.now() - caughtUpAt) / 1000),
    },
  ]);
  counters(metrics, [
    { name: 'dealtrail_relay_steps_total', help: 'Batches that this relay has sequenced.', value: () => relay().steps },
    {
      name: 'dealtrail_relay_errors_total',
      help: 'Failed turns of this relay; it goes on by itself unless it is halted.',
      value: () => relay().errors,
    },
  ]);
};
