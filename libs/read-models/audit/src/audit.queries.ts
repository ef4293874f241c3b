import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { InjectDataSource } from '@nestjs/typeorm';
import { Brackets, type DataSource, type SelectQueryBuilder } from 'typeorm';
import type { Actor, KeyVault, LedgerReader } from '#eventsourcing';
import { conflict, invalid, notFound } from '#platform';
import { DIRECTORY, KEY_VAULT, LEDGER_READER } from '#platform/nest';
import { decodeCursor, mayOpenUnder, mustBeAllowed, pageOf, sealedViews, type Page, type SealedView } from '#querying';
import { type AuthorityLookup, reachFor } from '#rules';
import type { AuditRow } from './audit.row.ts';
import { auditEntity } from './audit.tables.ts';
import { dealAsOf, type DealSnapshot } from './deal-snapshot.ts';

/** One event of a deal's history; its sealed parts as far as the reader may see them. */
export interface HistoryEntry extends Omit<AuditRow, 'sealed'> {
  /** Where it stands: `ledgerId:index`, for {@link DealAsOf}. */
  readonly position: string;
  readonly sealed: readonly SealedView[];
}

export interface HistoryPage extends Page<HistoryEntry> {
  readonly caseId: string;
}

/** A deal's whole history across its streams, in ledger order. */
export class DealHistory extends Query<HistoryPage> {
  constructor(
    readonly actor: Actor,
    /** Of the case, the opportunity or the lead, in this order; or the name of a stream. */
    readonly dealId: string,
    readonly limit: number,
    readonly cursor?: string,
  ) {
    super();
  }
}

/** A moment of the past: a position of the ledger, or all that was recorded up to some time; now when neither is given. */
export interface Moment {
  /** `ledgerId:index`, or the index alone. */
  readonly position?: string | undefined;
  readonly time?: string | undefined;
}

export interface DealAsOfAnswer extends DealSnapshot {
  readonly caseId: string;
  /** Of the last event that had happened to the deal by then. */
  readonly position: string;
  readonly recordedAt: string;
}

/** A deal as it stood at some moment. */
export class DealAsOf extends Query<DealAsOfAnswer> {
  constructor(
    readonly actor: Actor,
    readonly dealId: string,
    readonly moment: Moment,
  ) {
    super();
  }
}

/** A case with whoever answers for it now. */
interface DealCase {
  readonly caseId: string;
  readonly streams: readonly string[];
  readonly action: 'ReadDeal' | 'ReadLead';
  readonly ownerId: string | null;
}

const owning = ['LeadCaptured', 'LeadAssigned', 'OpportunityOpened', 'OpportunityReassigned', 'OpportunityImported'];

const caseOf = `select case_id from (
  (select 0 as rank, case_id from read.audit where case_id = $1 limit 1)
  union all (select 1, case_id from read.audit where about = $1 and stream = about limit 1)
  union all (select 2, case_id from read.audit where about = 'opportunity-' || $1 and stream = about limit 1)
  union all (select 3, case_id from read.audit where about = 'lead-' || $1 and stream = about limit 1)
) as found order by rank limit 1`;

/** Finds the deal and who owns it, from the events that say so. Throws the problem of an id that names none. */
const dealCase = async (database: DataSource, dealId: string): Promise<DealCase> => {
  const [found] = await database.query<{ case_id: string }[]>(caseOf, [dealId]);
  const rows = found ? await rowsOf(database, found.case_id).andWhere('audit.type in (:...owning)', { owning }).getMany() : [];
  const { lead, opportunity } = dealAsOf(rows);
  if (!found || (!lead && !opportunity)) throw notFound(`There is no deal ${dealId}.`);
  return {
    caseId: found.case_id,
    streams: [...new Set(rows.map(({ stream }) => stream))],
    action: opportunity ? 'ReadDeal' : 'ReadLead',
    ownerId: opportunity ? opportunity.ownerId : (lead?.ownerId ?? null),
  };
};

const rowsOf = (database: DataSource, caseId: string): SelectQueryBuilder<AuditRow> =>
  database.getRepository(auditEntity).createQueryBuilder('audit').where('audit.caseId = :caseId', { caseId }).orderBy('audit.ledgerIndex');

/** Denied attempts stand in the case of whoever made them; those who may read the ledger see them beside the deal. */
const pageQuery = (database: DataSource, { caseId, streams }: DealCase, withAttempts: boolean): SelectQueryBuilder<AuditRow> => {
  if (!withAttempts) return rowsOf(database, caseId);
  return database
    .getRepository(auditEntity)
    .createQueryBuilder('audit')
    .where(
      new Brackets((either) =>
        either
          .where('audit.caseId = :caseId', { caseId })
          .orWhere("(audit.about in (:...streams) and audit.type = 'AttemptDenied')", { streams }),
      ),
    )
    .orderBy('audit.ledgerIndex');
};

type Lookup = AuthorityLookup;
type Vault = Pick<KeyVault, 'find'>;
type Ledger = Pick<LedgerReader, 'head'>;

@QueryHandler(DealHistory)
export class DealHistoryHandler implements IQueryHandler<DealHistory> {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    @Inject(DIRECTORY) private readonly directory: Lookup,
    @Inject(KEY_VAULT) private readonly vault: Vault,
    @Inject(LEDGER_READER) private readonly ledger: Ledger,
  ) {}

  async execute({ actor, dealId, limit, cursor }: DealHistory): Promise<HistoryPage> {
    const after = decodeCursor(cursor);
    const deal = await dealCase(this.database, dealId);
    await mustBeAllowed(this.directory, deal.action, actor, deal.ownerId);
    const query = pageQuery(this.database, deal, (await reachFor(this.directory, 'ReadLedger', actor)) === 'all').limit(limit + 1);
    if (after !== undefined) query.andWhere('audit.ledgerIndex > :after', { after });
    const { items, next } = pageOf(await query.getMany(), limit, ({ ledgerIndex }) => ledgerIndex);
    return { caseId: deal.caseId, items: await this.shown(items, actor, deal.ownerId), next };
  }

  private async shown(rows: readonly AuditRow[], actor: Actor, ownerId: string | null): Promise<readonly HistoryEntry[]> {
    const opened = await mayOpenUnder(this.directory, actor, ownerId);
    const { ledgerId } = await this.ledger.head();
    return Promise.all(
      rows.map(async ({ sealed, ...row }) => ({
        ...row,
        position: `${ledgerId}:${row.ledgerIndex}`,
        sealed: await sealedViews(this.vault, sealed, opened),
      })),
    );
  }
}

const positionForm = /^(?:(.{1,100}):)?(\d{1,15})$/;

/** The index that a position names. Throws the problem of one of another ledger. */
const indexOf = (position: string, ledgerId: string): number => {
  const [, ledger, index] = positionForm.exec(position) ?? [];
  if (index === undefined) throw invalid([{ field: 'position', message: 'must be a position as an answer gave it' }]);
  if (ledger !== undefined && ledger !== ledgerId)
    throw conflict('The position is of another ledger: this one was restored or replaced since.');
  return Number(index);
};

@QueryHandler(DealAsOf)
export class DealAsOfHandler implements IQueryHandler<DealAsOf> {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    @Inject(DIRECTORY) private readonly directory: Lookup,
    @Inject(LEDGER_READER) private readonly ledger: Ledger,
  ) {}

  async execute({ actor, dealId, moment }: DealAsOf): Promise<DealAsOfAnswer> {
    const { ledgerId } = await this.ledger.head();
    const last = moment.position === undefined ? undefined : indexOf(moment.position, ledgerId);
    const deal = await dealCase(this.database, dealId);
    await mustBeAllowed(this.directory, deal.action, actor, deal.ownerId);
    const rows = await this.until(deal.caseId, last, moment.time);
    const lastRow = rows.at(-1);
    const snapshot = dealAsOf(rows);
    if (!lastRow || (!snapshot.lead && !snapshot.opportunity)) throw notFound(`The deal ${dealId} did not exist then.`);
    const { ledgerIndex, recordedAt } = lastRow;
    return { caseId: deal.caseId, position: `${ledgerId}:${ledgerIndex}`, recordedAt, ...snapshot };
  }

  /** A time stands for the last position recorded by then: what was known is always a beginning of the ledger. */
  private until(caseId: string, index: number | undefined, time: string | undefined): Promise<AuditRow[]> {
    const query = rowsOf(this.database, caseId);
    if (index !== undefined) query.andWhere('audit.ledgerIndex <= :index', { index });
    if (time !== undefined)
      query.andWhere(
        'audit.ledgerIndex <= (select max(known.ledger_index) from read.audit as known where known.case_id = :caseId and known.recorded_at <= :time)',
        { time },
      );
    return query.getMany();
  }
}
