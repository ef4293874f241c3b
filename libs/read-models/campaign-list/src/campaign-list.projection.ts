import { folding, type LedgerEvent, type ProjectionTable } from '#eventsourcing';
import type { CampaignEvent, Money } from '#event-contracts';
import { campaignListTable, type CampaignOccasion, type CampaignRow, type Spent } from './campaign-list.row.ts';

type Of<T extends CampaignEvent['type']> = LedgerEvent<Extract<CampaignEvent, { type: T }>>;
type Row = CampaignRow | undefined;

const planned = (_: Row, { caseId, data, index, occurredAt, revision }: Of<'CampaignPlanned'>): CampaignRow => ({
  caseId,
  campaignId: data.campaignId,
  name: data.name,
  channel: data.channel,
  status: 'planned',
  beginsOn: data.from,
  endsOn: data.to,
  budgetMinor: data.budget?.minor ?? null,
  budgetCurrency: data.budget?.currency ?? null,
  ...{ spent: [], occasions: [], contents: [], eventsHeld: 0, attended: 0, downloads: 0 },
  plannedAt: occurredAt,
  plannedIndex: index,
  revision,
  updatedAt: occurredAt,
});

const touched = (
  row: Row,
  { occurredAt, revision }: LedgerEvent<CampaignEvent>,
  changes: (row: CampaignRow) => Partial<CampaignRow>,
): Row => row && { ...row, ...changes(row), revision, updatedAt: occurredAt };

const plus = (spent: readonly Spent[], { minor, currency }: Money): readonly Spent[] => {
  const before = spent.find((each) => each.currency === currency)?.minor ?? '0';
  return [...spent.filter((each) => each.currency !== currency), { currency, minor: String(BigInt(before) + BigInt(minor)) }];
};

/** An event that is planned anew keeps what was counted of it. */
const occasion = ({ occasions }: CampaignRow, { data }: Of<'MarketingEventPlanned'>): Partial<CampaignRow> => {
  const { marketingEventId, name, kind, on } = data;
  const stated = { marketingEventId, name, kind, on };
  const uncounted: CampaignOccasion = { ...stated, invited: null, registered: null, attended: null };
  return occasions.some((each) => each.marketingEventId === marketingEventId)
    ? { occasions: occasions.map((each) => (each.marketingEventId === marketingEventId ? { ...each, ...stated } : each)) }
    : { occasions: [...occasions, uncounted] };
};

const held = (row: CampaignRow, { data }: Of<'MarketingEventHeld'>): Partial<CampaignRow> => {
  const { marketingEventId, invited, registered, attended } = data;
  return {
    occasions: row.occasions.map((each) =>
      each.marketingEventId === marketingEventId ? { ...each, invited, registered, attended } : each,
    ),
    eventsHeld: row.eventsHeld + 1,
    attended: row.attended + attended,
  };
};

const downloaded = (
  { contents, downloads }: CampaignRow,
  { data: { contentId, count } }: Of<'ContentDownloaded'>,
): Partial<CampaignRow> => ({
  contents: contents.map((each) => (each.contentId === contentId ? { ...each, downloads: each.downloads + count } : each)),
  downloads: downloads + count,
});

const published = ({ contents }: CampaignRow, { data: { contentId, kind, title } }: Of<'ContentPublished'>): Partial<CampaignRow> => ({
  contents: [...contents, { contentId, kind, title, downloads: 0 }],
});

/**
 * Campaigns as they stand now (L18–L20, L218, L228). Each cost, event and count is on file once, by its id, so that sums are of all of them.
 * For analysts: `read.campaign_list` has one row for each campaign, `read.campaign_spending` one for each currency of it,
 * `read.campaign_occasions` one for each of its events.
 */
export const campaignListProjection: ProjectionTable<CampaignEvent, CampaignRow> = {
  projection: {
    name: 'campaign-list',
    version: 1,
    key: ({ caseId }) => [caseId],
    ...folding<CampaignEvent, CampaignRow>({
      CampaignPlanned: planned,
      CampaignLaunched: (row, event) => touched(row, event, () => ({ status: 'launched' })),
      CampaignClosed: (row, event) => touched(row, event, () => ({ status: 'closed' })),
      CampaignCostRecorded: (row, event) => touched(row, event, ({ spent }) => ({ spent: plus(spent, event.data.amount) })),
      MarketingEventPlanned: (row, event) => touched(row, event, (known) => occasion(known, event)),
      MarketingEventHeld: (row, event) => touched(row, event, (known) => held(known, event)),
      ContentPublished: (row, event) => touched(row, event, (known) => published(known, event)),
      ContentDownloaded: (row, event) => touched(row, event, (known) => downloaded(known, event)),
      CampaignReportPublished: (row, event) => touched(row, event, () => ({})),
    }),
  },
  table: campaignListTable,
};
