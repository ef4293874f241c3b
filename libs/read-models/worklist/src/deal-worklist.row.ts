import type { Instant } from '#eventsourcing';
import { tableOf } from '#eventsourcing';
import type { Forecast } from '#event-contracts';
import { dealFactKinds, type KeptDealFacts, type Segment } from '#rules';
import type { DatedFact } from './dated-facts.ts';
import type { DealTurns } from './deal-turns.ts';
import { standingFacts } from './standing-facts.ts';

/** A deal under a process, with all that is known of it. Instants are business times. */
export interface DealWorkRow {
  readonly caseId: string;
  readonly opportunityId: string;
  readonly name: string;
  readonly company: string;
  readonly ownerId: string;
  /** Who works on it beside its owner. */
  readonly memberIds: readonly string[];
  readonly status: 'open' | 'won' | 'lost' | 'abandoned';
  readonly stage: string;
  readonly stageSince: Instant;
  /** By when it is to leave its stage, as was said when it came there; null where nothing was, and where it ended there. */
  readonly stageDueAt: Instant | null;
  /** The process that it is pinned to, `id@version#sha256`. */
  readonly processVersion: string;
  readonly segment: Segment;
  readonly forecast: Forecast;
  /** The highest probability that was stated since the deal entered its stage; percent. */
  readonly probabilityPeak: number;
  /** Since when it is as it is, where that may endanger it. */
  readonly turns: DealTurns;
  readonly datedFacts: readonly DatedFact[];
  /** When something of the deal last changed. */
  readonly lastActivityAt: Instant;
  /** Ledger index of the first event: tells apart what is due at the same time. */
  readonly openedIndex: number;
  /** The last state-changing revision of the opportunity's stream: what `If-Match` names. */
  readonly revision: number;
  /** What deciders judge gates by: folded by the same fold, without the kinds of which nothing was stated. */
  readonly facts: KeptDealFacts;
}

export const dealWorklistTable = tableOf<DealWorkRow>(
  'deal_worklist',
  {
    caseId: 'text',
    opportunityId: 'text',
    name: 'text',
    company: 'text',
    ownerId: 'text',
    memberIds: 'text[]',
    status: 'text',
    stage: 'text',
    stageSince: 'timestamptz',
    stageDueAt: 'timestamptz?',
    processVersion: 'text',
    segment: 'text',
    forecast: 'jsonb',
    probabilityPeak: 'integer',
    turns: 'jsonb',
    datedFacts: 'jsonb',
    lastActivityAt: 'timestamptz',
    openedIndex: 'bigint',
    revision: 'integer',
    facts: 'jsonb',
  },
  {
    meaning: 'A deal under a process, with all facts that its gates are judged by.',
    primaryKey: ['caseId', 'opportunityId'],
    indexes: [['opportunityId'], ['ownerId', 'status'], ['status']],
    views: [
      {
        name: 'deal_facts',
        meaning: 'One fact that stands of a deal: who stated it, when, and what.',
        columns: {
          case_id: 'text',
          opportunity_id: 'text',
          kind: 'text',
          fact_id: 'text',
          event_id: 'text',
          stated_by: 'text',
          stated_at: 'timestamptz',
          data: 'jsonb',
        },
        sql: standingFacts('opportunity_id', dealFactKinds),
      },
    ],
  },
);
