import { tableOf } from '#eventsourcing';
import type { campaignChannels, contentKinds, marketingEventKinds } from '#event-contracts';

/** A sum in one currency: integer minor units as decimal digits, exact however much it is. */
export interface Spent {
  readonly currency: string;
  readonly minor: string;
}

/** An event of a campaign; the counts are null until it was held. */
export interface CampaignOccasion {
  readonly marketingEventId: string;
  readonly name: string;
  readonly kind: (typeof marketingEventKinds)[number];
  readonly on: string;
  readonly invited: number | null;
  readonly registered: number | null;
  readonly attended: number | null;
}

export interface CampaignContent {
  readonly contentId: string;
  readonly kind: (typeof contentKinds)[number];
  readonly title: string;
  readonly downloads: number;
}

/** A campaign as it stands now, by its own events. */
export interface CampaignRow {
  readonly caseId: string;
  readonly campaignId: string;
  readonly name: string;
  readonly channel: (typeof campaignChannels)[number];
  readonly status: 'planned' | 'launched' | 'closed';
  /** Day of the first and of the last activity, as planned. */
  readonly beginsOn: string;
  readonly endsOn: string;
  /** What it is to cost: integer minor units. */
  readonly budgetMinor: number | null;
  readonly budgetCurrency: string | null;
  /** What it cost so far, by currency. */
  readonly spent: readonly Spent[];
  readonly occasions: readonly CampaignOccasion[];
  readonly contents: readonly CampaignContent[];
  readonly eventsHeld: number;
  readonly attended: number;
  readonly downloads: number;
  readonly plannedAt: string;
  /** Ledger index of the first event: the order of the list, without ties. */
  readonly plannedIndex: number;
  /** The last state-changing revision of the campaign's stream: what its ETag names. */
  readonly revision: number;
  readonly updatedAt: string;
}

const spending = `select campaign_id, s.value ->> 'currency' as currency, (s.value ->> 'minor')::numeric as minor
  from {table}, jsonb_array_elements(spent) as s`;

const occasions = `select campaign_id, o.value ->> 'marketingEventId' as marketing_event_id, o.value ->> 'name' as name, o.value ->> 'kind' as kind,
  (o.value ->> 'on')::date as held_on, (o.value ->> 'invited')::bigint as invited, (o.value ->> 'registered')::bigint as registered,
  (o.value ->> 'attended')::bigint as attended
  from {table}, jsonb_array_elements(occasions) as o`;

export const campaignListTable = tableOf<CampaignRow>(
  'campaign_list',
  {
    caseId: 'text',
    campaignId: 'text',
    name: 'text',
    channel: 'text',
    status: 'text',
    beginsOn: 'date',
    endsOn: 'date',
    budgetMinor: 'bigint?',
    budgetCurrency: 'text?',
    spent: 'jsonb',
    occasions: 'jsonb',
    contents: 'jsonb',
    eventsHeld: 'integer',
    attended: 'bigint',
    downloads: 'bigint',
    plannedAt: 'timestamptz',
    plannedIndex: 'bigint',
    revision: 'integer',
    updatedAt: 'timestamptz',
  },
  {
    meaning: 'A campaign as it stands now. Amounts are integer minor units.',
    primaryKey: ['caseId'],
    indexes: [['campaignId'], ['plannedIndex']],
    views: [
      {
        name: 'campaign_spending',
        meaning: 'What a campaign cost so far, in one currency.',
        columns: { campaign_id: 'text', currency: 'text', minor: 'numeric' },
        sql: spending,
      },
      {
        name: 'campaign_occasions',
        meaning: 'One event of a campaign; the counts are null until it was held.',
        columns: {
          campaign_id: 'text',
          marketing_event_id: 'text',
          name: 'text',
          kind: 'text',
          held_on: 'date',
          invited: 'bigint',
          registered: 'bigint',
          attended: 'bigint',
        },
        sql: occasions,
      },
    ],
  },
);
