import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { InjectDataSource } from '@nestjs/typeorm';
import { In, type DataSource } from 'typeorm';
import type { Actor, Clock, Instant } from '#eventsourcing';
import { denied, notFound } from '#platform';
import { CLOCK, DIRECTORY } from '#platform/nest';
import { dealsInSight, pageOfWork, withoutRole, type DealSight, type Page } from '#querying';
import { dealOwners } from '#querying/nest';
import { denialFor, principalOf, reachFor } from '#rules';
import { approvalLines, type ApprovalLine } from './approval-lines.queries.ts';
import type { ApprovalRow } from './approval-list.row.ts';
import { approvalEntity } from './approval-list.tables.ts';
import { authoritiesOf, type StandIns } from './authorities.ts';
import { isAsked, isOverdue, type Authority } from './current-step.ts';

/** An approval as somebody sees it now. */
export interface ApprovalView extends Omit<ApprovalRow, 'tookPart'> {
  /** The time of the current step is over. */
  readonly overdue: boolean;
  /** In whose name the reader may decide at the current step: their own, or that of a colleague who delegated it to them. */
  readonly mayDecideFor: readonly string[];
}

export interface ApprovalFilters {
  /** Those that the reader may decide now. */
  readonly waitingForMe: boolean;
  /** Those of the reader's asking, or on a deal of theirs, that were sent back and not asked for again. */
  readonly sentBackToMe: boolean;
  readonly status?: ApprovalRow['status'] | undefined;
  readonly opportunityId?: string | undefined;
}

/** The approvals on deals that the actor may see, that they took part in, or that they may decide; what is due first comes first. */
export class ListApprovals extends Query<Page<ApprovalView>> {
  constructor(
    readonly actor: Actor,
    readonly filters: ApprovalFilters,
    readonly limit: number,
    readonly cursor?: string,
  ) {
    super();
  }
}

export class ShowApproval extends Query<ApprovalView> {
  constructor(
    readonly actor: Actor,
    readonly approvalId: string,
  ) {
    super();
  }
}

/** In whose names the actor may decide it: asked at the step, and within the reach of the roles. */
const mayDecideFor = async (directory: StandIns, row: ApprovalRow, authorities: readonly Authority[]): Promise<readonly string[]> => {
  const asked = authorities.filter((authority) => isAsked(row, authority));
  const denials = await Promise.all(asked.map(async ({ acting }) => denialFor(directory, 'DecideApprovalStep', acting, row.ownerId)));
  return asked.filter((_, at) => denials[at] === undefined).map(({ principalId }) => principalId);
};

const viewOf = ({ tookPart: _tookPart, ...row }: ApprovalRow, deciding: readonly string[], now: Instant): ApprovalView => ({
  ...row,
  overdue: isOverdue(row, now),
  mayDecideFor: deciding,
});

/** No deals; who asked for an approval or took part in it sees that one all the same. */
const nobodys: DealSight = { everybodys: false, owners: [], unowned: false, memberId: null };

/** Whose deals the actor may see. Throws the problem of someone who may neither see nor decide any, for themself or for another. */
const sight = async (database: DataSource, directory: StandIns, actor: Actor, authorities: readonly Authority[]): Promise<DealSight> => {
  const deals = await dealsInSight(directory, actor, () => dealOwners(database));
  if (deals) return deals;
  const reaches = await Promise.all(authorities.map(({ acting }) => reachFor(directory, 'DecideApprovalStep', acting)));
  if (reaches.every((reach) => reach === undefined)) throw await withoutRole(directory, 'ReadDeal');
  return nobodys;
};

@QueryHandler(ListApprovals)
export class ListApprovalsHandler implements IQueryHandler<ListApprovals> {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    @Inject(DIRECTORY) private readonly directory: StandIns,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute({ actor, filters, limit, cursor }: ListApprovals): Promise<Page<ApprovalView>> {
    const { waitingForMe, sentBackToMe, ...exact } = filters;
    const now = this.clock();
    const me = principalOf(actor);
    const authorities = await authoritiesOf(this.directory, actor, now);
    const deals = await sight(this.database, this.directory, actor, authorities);
    const lines = await approvalLines(this.database, me, deals, { ...exact, sentBackTo: sentBackToMe ? me : undefined });
    return pageOfWork(lines, { limit, cursor }, async (some) => {
      const rows = await this.rows(some);
      return Promise.all(
        some.map(async ({ approvalId, inSight }) => {
          const row = rows.get(approvalId);
          const deciding = row ? await mayDecideFor(this.directory, row, authorities) : [];
          const isWanted = deciding.length > 0 || (inSight && !waitingForMe);
          return row && isWanted ? viewOf(row, deciding, now) : undefined;
        }),
      );
    });
  }

  private async rows(lines: readonly ApprovalLine[]): Promise<ReadonlyMap<string, ApprovalRow>> {
    const approvalId = In(lines.map((line) => line.approvalId));
    const rows = await this.database.getRepository(approvalEntity).findBy({ approvalId });
    return new Map(rows.map((row) => [row.approvalId, row]));
  }
}

@QueryHandler(ShowApproval)
export class ShowApprovalHandler implements IQueryHandler<ShowApproval> {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    @Inject(DIRECTORY) private readonly directory: StandIns,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute({ actor, approvalId }: ShowApproval): Promise<ApprovalView> {
    const now = this.clock();
    const authorities = await authoritiesOf(this.directory, actor, now);
    const deals = await sight(this.database, this.directory, actor, authorities);
    const row = await this.database.getRepository(approvalEntity).findOneBy({ approvalId });
    if (!row) throw notFound(`There is no approval ${approvalId}.`);
    const [line] = await approvalLines(this.database, principalOf(actor), deals, { approvalId });
    const deciding = await mayDecideFor(this.directory, row, authorities);
    if (line?.inSight !== true && deciding.length === 0)
      throw denied('This approval is neither on a deal of this user’s nor theirs to decide.');
    return viewOf(row, deciding, now);
  }
}
