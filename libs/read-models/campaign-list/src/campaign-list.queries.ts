import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import type { Actor } from '#eventsourcing';
import { notFound } from '#platform';
import { DIRECTORY } from '#platform/nest';
import { decodeCursor, mustBeAllowed, pageOf, type Page } from '#querying';
import type { AuthorityLookup } from '#rules';
import type { CampaignRow, Spent } from './campaign-list.row.ts';
import { campaignEntity } from './campaign-list.tables.ts';
import { costPerLead } from './cost-per-lead.ts';

/** What came of a campaign: its leads, how many of them reached each level, and what became of those. All are counted, whoever owns them. */
export interface CampaignResults {
  /** Without those merged into another: one customer is one lead. */
  readonly leads: number;
  /** At least so far qualified, also when a later level was reached at once. */
  readonly mql: number;
  readonly sql: number;
  readonly deals: number;
  readonly won: number;
}

export interface CampaignView extends CampaignRow {
  readonly results: CampaignResults;
  readonly costPerLead: readonly Spent[];
}

/** What a list of campaigns shows of one. */
export type ListedCampaign = Omit<CampaignView, 'occasions' | 'contents'>;

export interface CampaignFilters {
  readonly status?: CampaignRow['status'] | undefined;
  readonly channel?: CampaignRow['channel'] | undefined;
  /** Part of the name, in any case. */
  readonly name?: string | undefined;
}

/** All campaigns, the newest first: nobody owns one, so whoever may read one may read all. */
export class ListCampaigns extends Query<Page<ListedCampaign>> {
  constructor(
    readonly actor: Actor,
    readonly filters: CampaignFilters,
    readonly limit: number,
    readonly cursor?: string,
  ) {
    super();
  }
}

export class ShowCampaign extends Query<CampaignView> {
  constructor(
    readonly actor: Actor,
    readonly campaignId: string,
  ) {
    super();
  }
}

type Lookup = AuthorityLookup;

const results = `select
  lead.campaign_id as "campaignId",
  count(*)::integer as "leads",
  count(*) filter (where coalesce(lead.mql_at, lead.sql_at, lead.prospect_at) is not null)::integer as "mql",
  count(*) filter (where coalesce(lead.sql_at, lead.prospect_at) is not null)::integer as "sql",
  count(deal.opportunity_id)::integer as "deals",
  count(*) filter (where deal.status = 'won')::integer as "won"
from read.lead_list as lead
left join read.opportunity_list as deal on deal.opportunity_id = lead.opportunity_id and deal.origin = 'governed'
where lead.campaign_id = any($1::text[]) and lead.status <> 'merged'
group by lead.campaign_id`;

const nothing: CampaignResults = { leads: 0, mql: 0, sql: 0, deals: 0, won: 0 };

const withResults = async (database: DataSource, rows: readonly CampaignRow[]): Promise<readonly CampaignView[]> => {
  const ids = rows.map(({ campaignId }) => campaignId);
  const counted = await database.query<(CampaignResults & { campaignId: string })[]>(results, [ids]);
  const byId = new Map(counted.map(({ campaignId, ...counts }) => [campaignId, counts]));
  return rows.map((row) => {
    const came = byId.get(row.campaignId) ?? nothing;
    return { ...row, results: came, costPerLead: costPerLead(row.spent, came.leads) };
  });
};

/** `%` and `_` stand for themselves. */
const containing = (text: string): string => `%${text.replace(/[\\%_]/g, (special) => `\\${special}`)}%`;

@QueryHandler(ListCampaigns)
export class ListCampaignsHandler implements IQueryHandler<ListCampaigns> {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    @Inject(DIRECTORY) private readonly directory: Lookup,
  ) {}

  async execute({ actor, filters: { name, ...exact }, limit, cursor }: ListCampaigns): Promise<Page<ListedCampaign>> {
    const before = decodeCursor(cursor);
    await mustBeAllowed(this.directory, 'ReadCampaign', actor, null);
    const query = this.database
      .getRepository(campaignEntity)
      .createQueryBuilder('campaign')
      .orderBy('campaign.plannedIndex', 'DESC')
      .limit(limit + 1);
    for (const [property, value] of Object.entries(exact))
      if (value !== undefined) query.andWhere(`campaign.${property} = :${property}`, { [property]: value });
    if (name !== undefined) query.andWhere('campaign.name ilike :name', { name: containing(name) });
    if (before !== undefined) query.andWhere('campaign.plannedIndex < :before', { before });
    const page = pageOf(await query.getMany(), limit, ({ plannedIndex }) => plannedIndex);
    const items = await withResults(this.database, page.items);
    return { ...page, items: items.map(({ occasions, contents, ...listed }) => listed) };
  }
}

@QueryHandler(ShowCampaign)
export class ShowCampaignHandler implements IQueryHandler<ShowCampaign> {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    @Inject(DIRECTORY) private readonly directory: Lookup,
  ) {}

  async execute({ actor, campaignId }: ShowCampaign): Promise<CampaignView> {
    await mustBeAllowed(this.directory, 'ReadCampaign', actor, null);
    const rows = await this.database.getRepository(campaignEntity).findBy({ campaignId });
    const [campaign] = await withResults(this.database, rows);
    if (!campaign) throw notFound(`There is no campaign ${campaignId}.`);
    return campaign;
  }
}
