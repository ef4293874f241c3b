import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { InjectDataSource } from '@nestjs/typeorm';
import { In, type DataSource } from 'typeorm';
import type { Actor, Clock, Instant } from '#eventsourcing';
import { denied, notFound } from '#platform';
import { CLOCK, DIRECTORY } from '#platform/nest';
import { dealsInSight, pageOfWork, withoutRole, type DealSight, type Page } from '#querying';
import { dealOwners } from '#querying/nest';
import type { AuthorityLookup } from '#rules';
import { contractLines, type ContractLineFilters } from './contract-lines.queries.ts';
import type { ContractRow } from './contract-list.row.ts';
import { contractEntity } from './contract-list.tables.ts';
import { isSignatureOverdue } from './contract-standing.ts';

/** A contract as somebody sees it now. */
export interface ContractView extends ContractRow {
  /** The customer was to have signed by now. */
  readonly overdue: boolean;
}

export type ContractFilters = Omit<ContractLineFilters, 'contractId' | 'overdueAt'> & {
  readonly overdue?: boolean | undefined;
};

/** The contracts of deals that the actor may see; what is to be signed first comes first, then the earliest. */
export class ListContracts extends Query<Page<ContractView>> {
  constructor(
    readonly actor: Actor,
    readonly filters: ContractFilters,
    readonly limit: number,
    readonly cursor?: string,
  ) {
    super();
  }
}

export class ShowContract extends Query<ContractView> {
  constructor(
    readonly actor: Actor,
    readonly contractId: string,
  ) {
    super();
  }
}

type Lookup = AuthorityLookup;

const viewOf = (row: ContractRow, now: Instant): ContractView => ({ ...row, overdue: isSignatureOverdue(row, now) });

/** Whose deals the actor may see. Throws the problem of someone who may see none. */
const sight = async (database: DataSource, directory: Lookup, actor: Actor): Promise<DealSight> => {
  const deals = await dealsInSight(directory, actor, () => dealOwners(database));
  if (!deals) throw await withoutRole(directory, 'ReadDeal');
  return deals;
};

@QueryHandler(ListContracts)
export class ListContractsHandler implements IQueryHandler<ListContracts> {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    @Inject(DIRECTORY) private readonly directory: Lookup,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute({ actor, filters: { overdue, ...exact }, limit, cursor }: ListContracts): Promise<Page<ContractView>> {
    const now = this.clock();
    const deals = await sight(this.database, this.directory, actor);
    const lines = await contractLines(this.database, deals, { ...exact, overdueAt: overdue ? now : undefined });
    return pageOfWork(lines, { limit, cursor }, async (some) => {
      const contractId = In(some.map((line) => line.contractId));
      const rows = await this.database.getRepository(contractEntity).findBy({ contractId });
      const views = new Map(rows.map((row) => [row.contractId, viewOf(row, now)]));
      return some.map((line) => views.get(line.contractId));
    });
  }
}

@QueryHandler(ShowContract)
export class ShowContractHandler implements IQueryHandler<ShowContract> {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    @Inject(DIRECTORY) private readonly directory: Lookup,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute({ actor, contractId }: ShowContract): Promise<ContractView> {
    const row = await this.database.getRepository(contractEntity).findOneBy({ contractId });
    if (!row) throw notFound(`There is no contract ${contractId}.`);
    const deals = await sight(this.database, this.directory, actor);
    const [line] = await contractLines(this.database, deals, { contractId });
    if (!line) throw denied('ReadDeal: not a deal of this user’s');
    return viewOf(row, this.clock());
  }
}
