import { tableOf } from '#eventsourcing';

/** What something was from a ledger index on. */
export interface OwnerSpan {
  readonly ownerId: string;
  readonly index: number;
}

export interface ValueSpan {
  readonly minor: number;
  readonly currency: string;
  readonly at: string;
  readonly index: number;
}

export type WayIn = 'opened' | 'adopted' | 'advanced' | 'regressed' | 'migrated' | 'reopened';
export type WayOut = 'advanced' | 'regressed' | 'migrated' | 'lost' | 'abandoned' | 'won';

/** One stay of a deal at a stage. Instants are business times; indexes are ledger indexes. */
export interface Visit {
  /** The version of the process that the stage is one of. */
  readonly process: string;
  readonly stage: string;
  readonly via: WayIn;
  readonly enteredAt: string;
  readonly enteredIndex: number;
  /** Null while the deal is still there, as `leftAt` and `leftIndex`. */
  readonly out: WayOut | null;
  readonly leftAt: string | null;
  readonly leftIndex: number | null;
  /** Who owned the deal during the visit, in order; the last one is who took it out, or has it now. */
  readonly owners: readonly OwnerSpan[];
  /** What it was worth during the visit, in order: up and down again stays visible. */
  readonly values: readonly ValueSpan[];
}

/** All visits of one deal to its stages; of an imported deal, what its source claims instead, until it is adopted: then both. */
export interface FunnelRow {
  readonly caseId: string;
  readonly opportunityId: string;
  readonly origin: 'governed' | 'imported';
  /** The process version that the deal is pinned to. */
  readonly process: string;
  readonly ownerId: string | null;
  readonly visits: readonly Visit[];
  readonly claimedStage: string | null;
  readonly claimedOutcome: 'won' | 'lost' | null;
  /** Integer minor units of `claimedCurrency`. */
  readonly claimedMinor: number | null;
  readonly claimedCurrency: string | null;
  readonly claimedAgent: string | null;
  readonly engagedOn: string | null;
  readonly closedOn: string | null;
}

/** One row per visit; the owner is who had the deal at its end, or has it now, and the value is that of then. */
const visits = `select f.case_id, f.opportunity_id, v.value ->> 'process' as process, v.ordinality::integer as visit,
  v.value ->> 'stage' as stage, v.value ->> 'via' as via, v.value ->> 'out' as out,
  (v.value ->> 'enteredAt')::timestamptz as entered_at, (v.value ->> 'enteredIndex')::bigint as entered_index,
  (v.value ->> 'leftAt')::timestamptz as left_at, (v.value ->> 'leftIndex')::bigint as left_index,
  v.value #>> '{owners,0,ownerId}' as owner_at_entry, v.value #>> '{owners,-1,ownerId}' as owner_id,
  (v.value #>> '{values,0,minor}')::bigint as value_at_entry_minor, (v.value #>> '{values,-1,minor}')::bigint as value_minor,
  (select min((w ->> 'minor')::bigint) from jsonb_array_elements(v.value -> 'values') as w
    where w ->> 'currency' = v.value #>> '{values,-1,currency}') as value_low_minor,
  (select max((w ->> 'minor')::bigint) from jsonb_array_elements(v.value -> 'values') as w
    where w ->> 'currency' = v.value #>> '{values,-1,currency}') as value_high_minor,
  v.value #>> '{values,-1,currency}' as currency
  from {table} as f, jsonb_array_elements(f.visits) with ordinality as v`;

export const funnelTable = tableOf<FunnelRow>(
  'funnel',
  {
    caseId: 'text',
    opportunityId: 'text',
    origin: 'text',
    process: 'text',
    ownerId: 'text?',
    visits: 'jsonb',
    claimedStage: 'text?',
    claimedOutcome: 'text?',
    claimedMinor: 'bigint?',
    claimedCurrency: 'text?',
    claimedAgent: 'text?',
    engagedOn: 'date?',
    closedOn: 'date?',
  },
  {
    meaning: 'All visits of one deal to its stages; of an imported deal what its source claims instead, until it is adopted.',
    primaryKey: ['caseId', 'opportunityId'],
    views: [
      {
        name: 'stage_visits',
        meaning:
          'One stay of a deal at a stage: what the funnel is reckoned from. The owner is who had the deal at its end, or has it now.',
        columns: {
          case_id: 'text',
          opportunity_id: 'text',
          process: 'text',
          visit: 'integer',
          stage: 'text',
          via: 'text',
          out: 'text',
          entered_at: 'timestamptz',
          entered_index: 'bigint',
          left_at: 'timestamptz',
          left_index: 'bigint',
          owner_at_entry: 'text',
          owner_id: 'text',
          value_at_entry_minor: 'bigint',
          value_minor: 'bigint',
          value_low_minor: 'bigint',
          value_high_minor: 'bigint',
          currency: 'text',
        },
        sql: visits,
      },
    ],
  },
);
