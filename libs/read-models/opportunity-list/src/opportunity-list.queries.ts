import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource, SelectQueryBuilder } from 'typeorm';
import type { Actor, KeyVault } from '#eventsourcing';
import { notFound } from '#platform';
import { DIRECTORY, KEY_VAULT, RULEBOOK } from '#platform/nest';
import {
  decodeCursor,
  mayOpenUnder,
  mustBeAllowed,
  ownersInSight,
  pageOf,
  processesOf,
  sealedViews,
  wonLabelOf,
  type Page,
  type SealedView,
} from '#querying';
import { principalOf, reachesAsMember, type AuthorityLookup, type Bilingual, type Rulebook } from '#rules';
import type { FiledDocument, OpportunityRow } from './opportunity-list.row.ts';
import { opportunityEntity } from './opportunity-list.tables.ts';

/** What is read with a deal by the process that it is pinned to. */
interface UnderProcess {
  /** What its process calls a deal that is won (L165, L276); null while it is not. */
  readonly wonLabel: Bilingual | null;
}

/** What a list of opportunities shows of one. */
export type ListedOpportunity = Omit<OpportunityRow, 'sealed' | 'proposals' | 'signatures' | 'documents'> & UnderProcess;

export interface OpportunityFilters {
  readonly ownerId?: string | undefined;
  readonly status?: OpportunityRow['status'] | undefined;
  readonly stage?: string | undefined;
  readonly origin?: OpportunityRow['origin'] | undefined;
  /** `id@version`, with or without `#sha256`. */
  readonly process?: string | undefined;
  /** Part of the company's name, in any case. */
  readonly company?: string | undefined;
  /** The id in the source of an imported deal; two sources may use the same. */
  readonly externalId?: string | undefined;
}

/** The opportunities that the actor may see, the newest first. */
export class ListOpportunities extends Query<Page<ListedOpportunity>> {
  constructor(
    readonly actor: Actor,
    readonly filters: OpportunityFilters,
    readonly limit: number,
    readonly cursor?: string,
  ) {
    super();
  }
}

export interface OpportunityView extends Omit<OpportunityRow, 'sealed'>, UnderProcess {
  readonly sealed: readonly SealedView[];
}

export class ShowOpportunity extends Query<OpportunityView> {
  constructor(
    readonly actor: Actor,
    readonly opportunityId: string,
  ) {
    super();
  }
}

type Lookup = AuthorityLookup;
type Processes = Pick<Rulebook, 'process'>;

/** The same, each with what is read by its process. */
const underProcess = async <R extends Pick<OpportunityRow, 'status' | 'processVersion'>>(
  rulebook: Processes,
  rows: readonly R[],
): Promise<readonly (R & UnderProcess)[]> => {
  const processes = await processesOf(rulebook, rows);
  return rows.map((row) => ({ ...row, wonLabel: wonLabelOf(row.status, processes.get(row.processVersion ?? '')) }));
};

/** `%` and `_` stand for themselves. */
const containing = (text: string): string => `%${text.replace(/[\\%_]/g, (special) => `\\${special}`)}%`;

const filtered = (query: SelectQueryBuilder<OpportunityRow>, { company, externalId, process, ...exact }: OpportunityFilters) => {
  for (const [property, value] of Object.entries(exact))
    if (value !== undefined) query.andWhere(`deal.${property} = :${property}`, { [property]: value });
  if (process !== undefined)
    query.andWhere("(deal.processVersion = :process or starts_with(deal.processVersion, :process || '#'))", { process });
  if (externalId !== undefined) query.andWhere("deal.claims ->> 'externalId' = :externalId", { externalId });
  return company === undefined ? query : query.andWhere('deal.company ilike :company', { company: containing(company) });
};

@QueryHandler(ListOpportunities)
export class ListOpportunitiesHandler implements IQueryHandler<ListOpportunities> {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    @Inject(DIRECTORY) private readonly directory: Lookup,
    @Inject(RULEBOOK) private readonly rulebook: Processes,
  ) {}

  async execute({ actor, filters, limit, cursor }: ListOpportunities): Promise<Page<ListedOpportunity>> {
    const before = decodeCursor(cursor);
    const owners = await ownersInSight(this.directory, 'ReadDeal', actor, () => this.owners());
    const query = filtered(this.deals(), filters)
      .orderBy('deal.openedIndex', 'DESC')
      .limit(limit + 1);
    if (before !== undefined) query.andWhere('deal.openedIndex < :before', { before });
    if (owners !== 'everybody')
      query.andWhere('(deal.ownerId = any(:owners) or (:unowned and deal.ownerId is null) or (:asMember and :me = any(deal.memberIds)))', {
        owners: owners.filter((owner) => owner !== null),
        unowned: owners.includes(null),
        asMember: reachesAsMember('ReadDeal', actor, await this.directory.authority()),
        me: principalOf(actor),
      });
    const page = pageOf(await query.getMany(), limit, ({ openedIndex }) => openedIndex);
    const items = page.items.map(({ sealed, proposals, signatures, documents, ...listed }) => listed);
    return { ...page, items: await underProcess(this.rulebook, items) };
  }

  private deals(): SelectQueryBuilder<OpportunityRow> {
    return this.database.getRepository(opportunityEntity).createQueryBuilder('deal');
  }

  private async owners(): Promise<readonly (string | null)[]> {
    const rows = await this.deals().select('distinct deal.ownerId', 'owner').getRawMany<{ owner: string | null }>();
    return rows.map(({ owner }) => owner);
  }
}

@QueryHandler(ShowOpportunity)
export class ShowOpportunityHandler implements IQueryHandler<ShowOpportunity> {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    @Inject(DIRECTORY) private readonly directory: Lookup,
    @Inject(RULEBOOK) private readonly rulebook: Processes,
    @Inject(KEY_VAULT) private readonly vault: Pick<KeyVault, 'find'>,
  ) {}

  async execute({ actor, opportunityId }: ShowOpportunity): Promise<OpportunityView> {
    const row = await this.database.getRepository(opportunityEntity).findOneBy({ opportunityId });
    if (!row) throw notFound(`There is no opportunity ${opportunityId}.`);
    await mustBeAllowed(this.directory, 'ReadDeal', actor, row.ownerId, row.memberIds);
    const opened = await mayOpenUnder(this.directory, actor, row.ownerId, row.memberIds);
    const [{ wonLabel } = { wonLabel: null }] = await underProcess(this.rulebook, [row]);
    return { ...row, wonLabel, sealed: await sealedViews(this.vault, row.sealed, opened) };
  }
}

/** A document of a deal, for whoever may read the deal's documents: they may hold what would be sealed elsewhere. */
export class FindDealDocument extends Query<FiledDocument> {
  constructor(
    readonly actor: Actor,
    readonly opportunityId: string,
    readonly documentId: string,
  ) {
    super();
  }
}

@QueryHandler(FindDealDocument)
export class FindDealDocumentHandler implements IQueryHandler<FindDealDocument> {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    @Inject(DIRECTORY) private readonly directory: Lookup,
  ) {}

  async execute({ actor, opportunityId, documentId }: FindDealDocument): Promise<FiledDocument> {
    const row = await this.database.getRepository(opportunityEntity).findOneBy({ opportunityId });
    if (!row) throw notFound(`There is no opportunity ${opportunityId}.`);
    await mustBeAllowed(this.directory, 'ReadDocument', actor, row.ownerId, row.memberIds);
    const document = row.documents.find((each) => each.documentId === documentId);
    if (!document) throw notFound(`The opportunity ${opportunityId} has no document ${documentId} whose bytes are here.`);
    return document;
  }
}
