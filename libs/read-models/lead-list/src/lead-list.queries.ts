import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource, SelectQueryBuilder } from 'typeorm';
import type { Actor, KeyVault } from '#eventsourcing';
import { openKept } from '#event-contracts';
import { notFound } from '#platform';
import { DIRECTORY, KEY_VAULT } from '#platform/nest';
import { decodeCursor, mayOpen, mustBeAllowed, ownersInSight, pageOf, type Page } from '#querying';
import type { AuthorityLookup } from '#rules';
import type { LeadRow, LeadStatus, QualificationLevel } from './lead-list.row.ts';
import { leadEntity } from './lead-list.tables.ts';

/** What a list of leads shows of one: nothing of the person behind it. */
export type ListedLead = Omit<LeadRow, 'sealed' | 'bant' | 'companyKey' | 'contactKeys'>;

export const listedLead = ({ sealed, bant, companyKey, contactKeys, ...listed }: LeadRow): ListedLead => listed;

export interface LeadFilters {
  readonly ownerId?: string | undefined;
  readonly status?: LeadStatus | undefined;
  readonly level?: QualificationLevel | undefined;
  readonly source?: LeadRow['source'] | undefined;
  /** Part of the company's name, in any case. */
  readonly company?: string | undefined;
  /** In the nurture pool, or not. */
  readonly nurtured?: boolean | undefined;
  /** Whether a first contact was missed, and not made up for since. */
  readonly contactMissed?: boolean | undefined;
}

/** The leads that the actor may see, the newest first. */
export class ListLeads extends Query<Page<ListedLead>> {
  constructor(
    readonly actor: Actor,
    readonly filters: LeadFilters,
    readonly limit: number,
    readonly cursor?: string,
  ) {
    super();
  }
}

/** The person behind a lead. Withheld from whoever may not see it; erased when nobody can any more; damaged when what can be read is not all. */
export interface ContactView {
  readonly state: 'open' | 'erased' | 'damaged' | 'withheld';
  readonly contactName: string | null;
  readonly email: string | null;
  readonly phone: string | null;
}

export type LeadView = Omit<LeadRow, 'sealed' | 'companyKey' | 'contactKeys'> & { readonly contact: ContactView };

export class ShowLead extends Query<LeadView> {
  constructor(
    readonly actor: Actor,
    readonly leadId: string,
  ) {
    super();
  }
}

type Lookup = AuthorityLookup;
type OwnersInSight = Awaited<ReturnType<typeof ownersInSight>>;

/** `%` and `_` stand for themselves. */
const containing = (text: string): string => `%${text.replace(/[\\%_]/g, (special) => `\\${special}`)}%`;

const given = (query: SelectQueryBuilder<LeadRow>, column: string, wanted: boolean | undefined): void => {
  if (wanted !== undefined) query.andWhere(`lead.${column} is ${wanted ? 'not ' : ''}null`);
};

const filtered = (
  query: SelectQueryBuilder<LeadRow>,
  { company, nurtured, contactMissed, ...exact }: LeadFilters,
): SelectQueryBuilder<LeadRow> => {
  given(query, 'nurturedSince', nurtured);
  given(query, 'contactMissedAt', contactMissed);
  for (const [property, value] of Object.entries(exact))
    if (value !== undefined) query.andWhere(`lead.${property} = :${property}`, { [property]: value });
  return company === undefined ? query : query.andWhere('lead.company ilike :company', { company: containing(company) });
};

/** Only leads whose owner is among these. */
export const inSight = (query: SelectQueryBuilder<LeadRow>, owners: OwnersInSight): void => {
  if (owners === 'everybody') return;
  query.andWhere('(lead.ownerId = any(:owners) or (:unowned and lead.ownerId is null))', {
    owners: owners.filter((owner) => owner !== null),
    unowned: owners.includes(null),
  });
};

/** Everyone who owns a lead; null where somebody's is nobody's. */
export const ownersOfLeads = async (leads: SelectQueryBuilder<LeadRow>): Promise<readonly (string | null)[]> => {
  const rows = await leads.select('distinct lead.ownerId', 'owner').getRawMany<{ owner: string | null }>();
  return rows.map(({ owner }) => owner);
};

@QueryHandler(ListLeads)
export class ListLeadsHandler implements IQueryHandler<ListLeads> {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    @Inject(DIRECTORY) private readonly directory: Lookup,
  ) {}

  async execute({ actor, filters, limit, cursor }: ListLeads): Promise<Page<ListedLead>> {
    const before = decodeCursor(cursor);
    const owners = await ownersInSight(this.directory, 'ReadLead', actor, () => ownersOfLeads(this.leads()));
    const query = filtered(this.leads(), filters)
      .orderBy('lead.capturedIndex', 'DESC')
      .limit(limit + 1);
    if (before !== undefined) query.andWhere('lead.capturedIndex < :before', { before });
    inSight(query, owners);
    const page = pageOf(await query.getMany(), limit, ({ capturedIndex }) => capturedIndex);
    return { ...page, items: page.items.map(listedLead) };
  }

  private leads(): SelectQueryBuilder<LeadRow> {
    return this.database.getRepository(leadEntity).createQueryBuilder('lead');
  }
}

@QueryHandler(ShowLead)
export class ShowLeadHandler implements IQueryHandler<ShowLead> {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    @Inject(DIRECTORY) private readonly directory: Lookup,
    @Inject(KEY_VAULT) private readonly vault: Pick<KeyVault, 'find'>,
  ) {}

  async execute({ actor, leadId }: ShowLead): Promise<LeadView> {
    const row = await this.database.getRepository(leadEntity).findOneBy({ leadId });
    if (!row) throw notFound(`There is no lead ${leadId}.`);
    await mustBeAllowed(this.directory, 'ReadLead', actor, row.ownerId);
    const { sealed, companyKey, contactKeys, ...lead } = row;
    const opened = await mayOpen(this.directory, actor, row.ownerId);
    return { ...lead, contact: opened ? await this.contact(row) : { state: 'withheld', ...nobody } };
  }

  /** Of the person who is the contact now; parts about an earlier contact are left sealed. */
  private async contact({ contactId, sealed }: LeadRow): Promise<ContactView> {
    const own = sealed.filter(({ key }) => key === `person-${contactId}`);
    const { fields, erased, damaged } = await openKept(this.vault, own);
    if (erased.length > 0) return { state: 'erased', ...nobody };
    const { contactName = null, email = null, phone = null } = fields as Partial<Omit<ContactView, 'state'>>;
    return { state: damaged.length > 0 ? 'damaged' : 'open', contactName, email, phone };
  }
}

const nobody = { contactName: null, email: null, phone: null };
