import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import type { Actor } from '#eventsourcing';
import { notFound } from '#platform';
import { DIRECTORY } from '#platform/nest';
import { mustBeAllowed, ownersInSight } from '#querying';
import type { AuthorityLookup } from '#rules';
import { inSight, listedLead, ownersOfLeads, type ListedLead } from './lead-list.queries.ts';
import type { LeadRow } from './lead-list.row.ts';
import { leadEntity } from './lead-list.tables.ts';

/** A lead that may be of the same customer, and what tells so. */
export type DuplicateLead = ListedLead & { readonly matchedBy: ('company' | 'contact')[] };

/** The leads that may be of the same customer as this one, as far as the actor may see them. */
export class FindDuplicates extends Query<readonly DuplicateLead[]> {
  constructor(
    readonly actor: Actor,
    readonly leadId: string,
  ) {
    super();
  }
}

/** A company with more leads than that is one whose name tells nothing. */
const most = 200;

const matched = (one: LeadRow, other: LeadRow): DuplicateLead['matchedBy'] => [
  ...(one.companyKey === other.companyKey ? (['company'] as const) : []),
  ...(one.contactKeys.some((key) => other.contactKeys.includes(key)) ? (['contact'] as const) : []),
];

@QueryHandler(FindDuplicates)
export class FindDuplicatesHandler implements IQueryHandler<FindDuplicates> {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    @Inject(DIRECTORY) private readonly directory: AuthorityLookup,
  ) {}

  async execute({ actor, leadId }: FindDuplicates): Promise<readonly DuplicateLead[]> {
    const leads = () => this.database.getRepository(leadEntity).createQueryBuilder('lead');
    const row = await leads().where('lead.leadId = :leadId', { leadId }).getOne();
    if (!row) throw notFound(`There is no lead ${leadId}.`);
    await mustBeAllowed(this.directory, 'ReadLead', actor, row.ownerId);
    const owners = await ownersInSight(this.directory, 'ReadLead', actor, () => ownersOfLeads(leads()));
    const { companyKey, contactKeys } = row;
    const query = leads()
      .where('lead.leadId <> :leadId', { leadId })
      .andWhere("lead.status <> 'merged'")
      .andWhere('(lead.companyKey = :companyKey or lead.contactKeys && :contactKeys)', { companyKey, contactKeys })
      .orderBy('lead.capturedIndex', 'ASC')
      .limit(most);
    inSight(query, owners);
    return (await query.getMany()).map((other) => ({ ...listedLead(other), matchedBy: matched(row, other) }));
  }
}
