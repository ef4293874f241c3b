import type { Metrics } from './metrics.ts';
import { gauges } from './scraped.ts';

/** How far the ledger is published to a topic. */
export interface PublicationStatus {
  /** Events below this ledger index are acknowledged by the broker. */
  readonly position: number;
  /** Events of the ledger that are not. */
  readonly lag: number;
  /** Whether this program is the one that publishes. */
  readonly leader: boolean;
}

/** Publication as this program sees it; position and lag are of the one that publishes. */
export const publicationMetrics = (metrics: Metrics, status: () => PublicationStatus): void =>
  gauges(metrics, async () => status(), [
    {
      name: 'dealtrail_publication_leader',
      help: '1 where this program is the one that publishes.',
      values: ({ leader }) => [[{}, Number(leader)]],
    },
    {
      name: 'dealtrail_publication_position',
      help: 'Events below this ledger index are acknowledged by the broker.',
      values: ({ leader, position }) => (leader ? [[{}, position]] : []),
    },
    {
      name: 'dealtrail_publication_lag_events',
      help: 'Events of the ledger that the broker has not acknowledged.',
      values: ({ leader, lag }) => (leader ? [[{}, lag]] : []),
    },
  ]);
