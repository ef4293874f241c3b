import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { InjectDataSource } from '@nestjs/typeorm';
import { In, type DataSource, type SelectQueryBuilder } from 'typeorm';
import type { Actor, Clock, Instant } from '#eventsourcing';
import { notFound } from '#platform';
import { CLOCK, DIRECTORY, RULEBOOK } from '#platform/nest';
import { mustBeAllowed, ownersInSight, type Page } from '#querying';
import { reachesAsMember, type CalendarContents, type Directory, type ProcessDefinition, type Rulebook } from '#rules';
import { calendarAt } from './calendar.ts';
import { dealGateOf, dealWorkOf, isWork, type DealGate, type DealWork } from './deal-work.ts';
import type { DealWorkRow } from './deal-worklist.row.ts';
import { duesOf, isPast, type DealLine } from './due.ts';
import { risksOf } from './risk.ts';
import { crews } from './who-may.ts';
import { ownersOfTeam, type Whose } from './whose.ts';
import { decodePlace, encodePlace, inOrder, type Place } from './work-order.ts';
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

type Lookup = Pick<Directory, 'user' | 'managersOf'>;
type Rules = Pick<Rulebook, 'process' | 'inForce'>;

/** All columns but the facts, which are as large as the deal's history. */
const lineColumns = [
  ...['caseId', 'opportunityId', 'name', 'company', 'ownerId', 'memberIds', 'status', 'stage', 'stageSince', 'processVersion', 'segment'],
  ...['forecast', 'probabilityPeak', 'stakeholders', 'decisionMakerKnown', 'datedFacts', 'lastActivityAt', 'openedIndex', 'revision'],
] as const satisfies readonly (keyof DealLine)[];

/** A deal in its place, before it is looked at closely. */
interface Placed extends Place {
  readonly line: DealLine;
  readonly process: ProcessDefinition | undefined;
}

interface Looking {
  readonly now: Instant;
  readonly calendar: CalendarContents;
  readonly crewOf: ReturnType<typeof crews>;
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

/** Deals are looked at closely so many at a time, until a page is full. */
const atATime = 100;

@QueryHandler(ListDealWork)
export class ListDealWorkHandler implements IQueryHandler<ListDealWork> {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    @Inject(DIRECTORY) private readonly directory: Lookup,
    @Inject(RULEBOOK) private readonly rulebook: Rules,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute({ actor, filters, limit, cursor }: ListDealWork): Promise<Page<DealWork>> {
    const after = decodePlace(cursor);
    const now = this.clock();
    const looking = { now, calendar: await calendarAt(this.rulebook, now), crewOf: crews(this.directory, actor) };
    const placed = (await this.placed(await this.lines(actor, filters), looking))
      .filter((deal) => passes(deal, filters, looking))
      .filter((deal) => !after || inOrder(after, deal) < 0)
      .toSorted(inOrder);
    const found = await this.lookedAt(placed, filters, limit + 1, looking);
    const items = found.slice(0, limit);
    const last = items.at(-1);
    return {
      items,
      next: found.length > limit && last ? encodePlace({ dueAt: last.dueAt, index: last.openedIndex }) : null,
    };
  }

  private async lines(actor: Actor, { of, stage }: DealWorkFilters): Promise<readonly DealLine[]> {
    const owners = await ownersInSight(this.directory, 'ReadDeal', actor, () => this.owners());
    const query = this.deals()
      .select(lineColumns.map((column) => `deal.${column}`))
      .where("deal.status in ('open', 'won')")
      .setParameters({ me: actor.userId });
    if (owners !== 'everybody')
      query.andWhere('(deal.ownerId = any(:owners) or (:asMember and :me = any(deal.memberIds)))', {
        owners: owners.filter((owner) => owner !== null),
        asMember: reachesAsMember('ReadDeal', actor),
      });
    if (of === 'me') query.andWhere('(deal.ownerId = :me or :me = any(deal.memberIds))');
    if (stage !== undefined) query.andWhere('deal.stage = :stage', { stage });
    const lines = await query.getMany();
    if (of !== 'team') return lines;
    const team = await ownersOfTeam(this.directory, actor, [...new Set(lines.map(({ ownerId }) => ownerId))]);
    return lines.filter(({ ownerId }) => team.has(ownerId));
  }

  private async placed(lines: readonly DealLine[], { calendar }: Looking): Promise<readonly Placed[]> {
    const names = [...new Set(lines.map(({ processVersion }) => processVersion))];
    const processes = new Map(await Promise.all(names.map(async (name) => [name, await this.rulebook.process(name)] as const)));
    return lines
      .map((line) => ({ line, process: processes.get(line.processVersion) }))
      .filter(({ line, process }) => isWork(line, process))
      .map(({ line, process }) => {
        const dueAt = duesOf(line, process, calendar)[0]?.dueAt ?? null;
        return { line, process, dueAt, index: line.openedIndex };
      });
  }

  /** The first so many that pass, with what their gates need. A deal that changed since it was placed is shown as it is now, where it stood. */
  private async lookedAt(
    placed: readonly Placed[],
    { filter }: DealWorkFilters,
    count: number,
    { calendar, now, crewOf }: Looking,
  ): Promise<readonly DealWork[]> {
    const found: DealWork[] = [];
    const step = filter === 'blocked' ? atATime : Math.min(atATime, count);
    for (let from = 0; from < placed.length && found.length < count; from += step) {
      const some = placed.slice(from, from + step);
      const rows = await this.rows(some);
      for (const { line, process, dueAt } of some) {
        const row = rows.get(line.opportunityId);
        if (!row) continue;
        const work = dealWorkOf(row, { process, calendar, crew: await crewOf(row.ownerId, row.memberIds), now });
        if (filter !== 'blocked' || work.gatePassed === false) found.push({ ...work, dueAt });
      }
    }
    return found.slice(0, count);
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
