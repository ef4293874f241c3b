import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { InjectDataSource } from '@nestjs/typeorm';
import { In, type DataSource, type SelectQueryBuilder } from 'typeorm';
import type { Actor, Clock, Instant } from '#eventsourcing';
import { notFound } from '#platform';
import { CLOCK, DIRECTORY, RULEBOOK } from '#platform/nest';
import { mustBeAllowed, ownersInSight, pageOfWork, processesOf, type Page, type Place } from '#querying';
import {
  type AuthorityLookup,
  calendarAt,
  type CalendarContents,
  principalOf,
  type ProcessDefinition,
  reachesAsMember,
  type Rulebook,
} from '#rules';
import { dealGateOf, dealWorkOf, isWork, type DealGate, type DealWork } from './deal-work.ts';
import type { DealWorkRow } from './deal-worklist.row.ts';
import { duesOf, isPast, type DealLine } from './due.ts';
import { risksOf } from './risk.ts';
import { crews } from './who-may.ts';
import { ownersOfTeam, type Whose } from './whose.ts';
import { dealWorkEntity } from './worklist.tables.ts';

export const dealFilters = ['overdue', 'atRisk', 'blocked'] as const;

export interface DealWorkFilters {
  readonly of: Whose;
  readonly filter?: (typeof dealFilters)[number] | undefined;
  readonly stage?: string | undefined;
}

/** The deals that there is work on, of those that the actor may see; what is overdue first, then by what is due first. */
export class ListDealWork extends Query<Page<DealWork>> {
  constructor(
    readonly actor: Actor,
    readonly filters: DealWorkFilters,
    readonly limit: number,
    readonly cursor?: string,
  ) {
    super();
  }
}

/** What the gate of one deal asks for, and what it finds. */
export class ShowDealGate extends Query<DealGate> {
  constructor(
    readonly actor: Actor,
    readonly opportunityId: string,
  ) {
    super();
  }
}

type Lookup = AuthorityLookup;
type Rules = Pick<Rulebook, 'process' | 'inForce'>;

/** All columns but the facts, which are as large as the deal's history. */
const lineColumns = [
  ...['caseId', 'opportunityId', 'name', 'company', 'ownerId', 'memberIds', 'status', 'stage', 'stageSince', 'processVersion', 'segment'],
  ...['stageDueAt', 'forecast', 'probabilityPeak', 'turns', 'datedFacts', 'lastActivityAt', 'openedIndex', 'revision'],
] as const satisfies readonly (keyof DealLine)[];

/** A deal in its place, before it is looked at closely. */
interface Placed extends Place {
  readonly line: DealLine;
  readonly process: ProcessDefinition | undefined;
}

interface Looking {
  readonly now: Instant;
  readonly calendar: CalendarContents;
}

/** Whether a deal is asked for, as far as can be told without the facts. */
const passes = ({ line, process, dueAt }: Placed, { filter }: DealWorkFilters, { calendar, now }: Looking): boolean => {
  switch (filter) {
    case 'overdue':
      return dueAt !== null && isPast(now, { dueAt });
    case 'atRisk':
      return risksOf({ line, process, calendar, now }).length > 0;
    case 'blocked':
    case undefined:
      return true;
  }
};

@QueryHandler(ListDealWork)
export class ListDealWorkHandler implements IQueryHandler<ListDealWork> {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    @Inject(DIRECTORY) private readonly directory: Lookup,
    @Inject(RULEBOOK) private readonly rulebook: Rules,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute({ actor, filters, limit, cursor }: ListDealWork): Promise<Page<DealWork>> {
    const now = this.clock();
    const looking = { now, calendar: await calendarAt(this.rulebook, now) };
    const crewOf = crews(this.directory, actor);
    const placed = (await this.placed(await this.lines(actor, filters), looking)).filter((deal) => passes(deal, filters, looking));
    return pageOfWork(placed, { limit, cursor }, async (some) => {
      const rows = await this.rows(some);
      return Promise.all(
        some.map(async ({ line, process }) => {
          const row = rows.get(line.opportunityId);
          const work = row && dealWorkOf(row, { process, crew: await crewOf(row.ownerId, row.memberIds), ...looking });
          return filters.filter === 'blocked' && work?.gatePassed !== false ? undefined : work;
        }),
      );
    });
  }

  private async lines(actor: Actor, { of, stage }: DealWorkFilters): Promise<readonly DealLine[]> {
    const owners = await ownersInSight(this.directory, 'ReadDeal', actor, () => this.owners());
    const query = this.deals()
      .select(lineColumns.map((column) => `deal.${column}`))
      .where("deal.status in ('open', 'won')")
      .setParameters({ me: principalOf(actor) });
    if (owners !== 'everybody')
      query.andWhere('(deal.ownerId = any(:owners) or (:asMember and :me = any(deal.memberIds)))', {
        owners: owners.filter((owner) => owner !== null),
        asMember: reachesAsMember('ReadDeal', actor, await this.directory.authority()),
      });
    if (of === 'me') query.andWhere('(deal.ownerId = :me or :me = any(deal.memberIds))');
    if (stage !== undefined) query.andWhere('deal.stage = :stage', { stage });
    const lines = await query.getMany();
    if (of !== 'team') return lines;
    const team = await ownersOfTeam(this.directory, actor, [...new Set(lines.map(({ ownerId }) => ownerId))]);
    return lines.filter(({ ownerId }) => team.has(ownerId));
  }

  private async placed(lines: readonly DealLine[], { calendar }: Looking): Promise<readonly Placed[]> {
    const processes = await processesOf(this.rulebook, lines);
    return lines
      .map((line) => ({ line, process: processes.get(line.processVersion) }))
      .filter(({ line, process }) => isWork(line, process))
      .map(({ line, process }) => {
        const dueAt = duesOf(line, process, calendar)[0]?.dueAt ?? null;
        return { line, process, dueAt, index: line.openedIndex };
      });
  }

  private async rows(placed: readonly Placed[]): Promise<ReadonlyMap<string, DealWorkRow>> {
    const opportunityId = In(placed.map(({ line }) => line.opportunityId));
    const rows = await this.database.getRepository(dealWorkEntity).findBy({ opportunityId });
    return new Map(rows.map((row) => [row.opportunityId, row]));
  }

  private deals(): SelectQueryBuilder<DealWorkRow> {
    return this.database.getRepository(dealWorkEntity).createQueryBuilder('deal');
  }

  private async owners(): Promise<readonly string[]> {
    const rows = await this.deals().select('distinct deal.ownerId', 'owner').getRawMany<{ owner: string }>();
    return rows.map(({ owner }) => owner);
  }
}

@QueryHandler(ShowDealGate)
export class ShowDealGateHandler implements IQueryHandler<ShowDealGate> {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    @Inject(DIRECTORY) private readonly directory: Lookup,
    @Inject(RULEBOOK) private readonly rulebook: Rules,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute({ actor, opportunityId }: ShowDealGate): Promise<DealGate> {
    const row = await this.database.getRepository(dealWorkEntity).findOneBy({ opportunityId });
    if (!row) throw notFound(`There is no opportunity ${opportunityId} under a process.`);
    await mustBeAllowed(this.directory, 'ReadDeal', actor, row.ownerId, row.memberIds);
    const process = await this.rulebook.process(row.processVersion);
    if (!process) throw notFound(`The process ${row.processVersion} is not known here.`);
    const crew = await crews(this.directory, actor)(row.ownerId, row.memberIds);
    const now = this.clock();
    return dealGateOf(row, { process, calendar: await calendarAt(this.rulebook, now), crew, now });
  }
}
