import { tableOf } from '#eventsourcing';
import type { Forecast } from '#event-contracts';

/** What one deal adds to the forecast. Amounts are integer minor units of `currency`. */
export interface ForecastRow {
  readonly caseId: string;
  readonly opportunityId: string;
  /** Imported deals are claims of another system until they are adopted: they have no forecast, only what they claim to have closed. */
  readonly origin: 'governed' | 'imported';
  readonly status: 'open' | 'won' | 'lost' | 'abandoned';
  readonly stage: string | null;
  readonly ownerId: string | null;
  readonly amountMinor: number | null;
  readonly currency: string | null;
  readonly signingDate: string | null;
  /** Percent; 100 once won, 0 once lost or abandoned. */
  readonly probability: number | null;
  readonly category: Forecast['category'] | null;
  /** `amountMinor` × probability while open; 0 when lost or abandoned, when won (then it is in `closedMinor`), and in the category `omitted`. */
  readonly weightedMinor: number;
  /** What was won. */
  readonly closedMinor: number | null;
  readonly closedCurrency: string | null;
  /** UTC date of its end; as claimed when imported, null when the source does not tell. */
  readonly closedOn: string | null;
  /** Ledger index of the closing event: tells the owner's team at the time. */
  readonly closedIndex: number | null;
  /** Whoever owned the deal when it was closed: the closed amount stays theirs. */
  readonly closedOwnerId: string | null;
  readonly updatedAt: string;
}

export const forecastTable = tableOf<ForecastRow>(
  'forecast',
  {
    caseId: 'text',
    opportunityId: 'text',
    origin: 'text',
    status: 'text',
    stage: 'text?',
    ownerId: 'text?',
    amountMinor: 'bigint?',
    currency: 'text?',
    signingDate: 'date?',
    probability: 'integer?',
    category: 'text?',
    weightedMinor: 'bigint',
    closedMinor: 'bigint?',
    closedCurrency: 'text?',
    closedOn: 'date?',
    closedIndex: 'bigint?',
    closedOwnerId: 'text?',
    updatedAt: 'timestamptz',
  },
  {
    meaning: 'What one deal adds to the forecast. Amounts are integer minor units of `currency`.',
    primaryKey: ['caseId', 'opportunityId'],
    indexes: [['ownerId']],
  },
);
