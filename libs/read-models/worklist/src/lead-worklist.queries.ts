import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { InjectDataSource } from '@nestjs/typeorm';
import { In, type DataSource, type SelectQueryBuilder } from 'typeorm';
import type { Actor, Clock, Instant } from '#eventsourcing';
import { CLOCK, DIRECTORY, RULEBOOK } from '#platform/nest';
import { ownersInSight, pageOfWork, processesOf, type Page, type Place } from '#querying';
import { calendarAt, principalOf, type AuthorityLookup, type CalendarContents, type ProcessDefinition, type Rulebook } from '#rules';
import { duesOfLead, leadWorkOf, risksOfLead, type LeadLine, type LeadWork } from './lead-work.ts';
import type { LeadWorkRow } from './lead-worklist.row.ts';
import { crews } from './who-may.ts';
import { ownersOfTeam, type Whose } from './whose.ts';
import { leadWorkEntity } from './worklist.tables.ts';

export const leadFilters = ['overdue', 'atRisk', 'blocked'] as const;

export interface LeadWorkFilters {
  readonly of: Whose;
  readonly filter?: (typeof leadFilters)[number] | undefined;
}

/** The leads that there is work on, of those that the actor may see; what is overdue first, then by what is due first. */
export class ListLeadWork extends Query<Page<LeadWork>> {
  constructor(
    readonly actor: Actor,
    readonly filters: LeadWorkFilters,
    readonly limit: number,
    readonly cursor?: string,
  ) {
    super();
  }
}

/** All columns but the facts, which are as large as the lead's history. */
const lineColumns = [
  ...['caseId', 'leadId', 'company', 'source', 'status', 'level', 'ownerId', 'contactDueAt', 'acceptDueAt', 'wakeAt', 'inNurture'],
  'unassignedSince',
  ...['processVersion', 'lastActivityAt', 'capturedIndex', 'revision'],
] as const satisfies readonly (keyof LeadLine)[];

interface Placed extends Place {
  readonly line: LeadLine;
  readonly process: ProcessDefinition | undefined;
}

interface Looking {
  readonly now: Instant;
  readonly calendar: CalendarContents;
}

/** Whether a lead is asked for, as far as can be told without the facts. */
const passes = ({ line, process, dueAt }: Placed, { filter }: LeadWorkFilters, looking: Looking): boolean => {
  switch (filter) {
    case 'overdue':
      return dueAt !== null && dueAt < looking.now;
    case 'atRisk':
      return risksOfLead(line, { process, ...looking }).length > 0;
    case 'blocked':
    case undefined:
      return true;
  }
};

@QueryHandler(ListLeadWork)
export class ListLeadWorkHandler implements IQueryHandler<ListLeadWork> {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    @Inject(DIRECTORY) private readonly directory: AuthorityLookup,
    @Inject(RULEBOOK) private readonly rulebook: Pick<Rulebook, 'process' | 'inForce'>,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute({ actor, filters, limit, cursor }: ListLeadWork): Promise<Page<LeadWork>> {
    const now = this.clock();
    const looking = { now, calendar: await calendarAt(this.rulebook, now) };
    const crewOf = crews(this.directory, actor);
    const placed = (await this.placed(await this.lines(actor, filters))).filter((lead) => passes(lead, filters, looking));
    return pageOfWork(placed, { limit, cursor }, async (some) => {
      const rows = await this.rows(some);
      return Promise.all(
        some.map(async ({ line, process }) => {
          const row = rows.get(line.leadId);
          const work = row && leadWorkOf(row, await crewOf(row.ownerId), { process, ...looking });
          return filters.filter === 'blocked' && work?.gatePassed !== false ? undefined : work;
        }),
      );
    });
  }

  /** Of nobody's leads only those are one's own work, or one's team's, that one may see and take up: they are shown with all. */
  private async lines(actor: Actor, { of }: LeadWorkFilters): Promise<readonly LeadLine[]> {
    const owners = await ownersInSight(this.directory, 'ReadLead', actor, () => this.owners());
    const query = this.leads()
      .select(lineColumns.map((column) => `lead.${column}`))
      .where("lead.status = 'open'");
    if (owners !== 'everybody')
      query.andWhere('(lead.ownerId = any(:owners) or (:unowned and lead.ownerId is null))', {
        owners: owners.filter((owner) => owner !== null),
        unowned: owners.includes(null),
      });
    if (of === 'me') query.andWhere('lead.ownerId = :me', { me: principalOf(actor) });
    const lines = await query.getMany();
    if (of !== 'team') return lines;
    const owned = lines.flatMap(({ ownerId }) => ownerId ?? []);
    const team = await ownersOfTeam(this.directory, actor, [...new Set(owned)]);
    return lines.filter(({ ownerId }) => ownerId !== null && team.has(ownerId));
  }

  private async placed(lines: readonly LeadLine[]): Promise<readonly Placed[]> {
    const processes = await processesOf(this.rulebook, lines);
    return lines.map((line) => ({
      ...{ line, process: processes.get(line.processVersion) },
      ...{ dueAt: duesOfLead(line)[0]?.dueAt ?? null, index: line.capturedIndex },
    }));
  }

  private async rows(placed: readonly Placed[]): Promise<ReadonlyMap<string, LeadWorkRow>> {
    const leadId = In(placed.map(({ line }) => line.leadId));
    const rows = await this.database.getRepository(leadWorkEntity).findBy({ leadId });
    return new Map(rows.map((row) => [row.leadId, row]));
  }

  private leads(): SelectQueryBuilder<LeadWorkRow> {
    return this.database.getRepository(leadWorkEntity).createQueryBuilder('lead');
  }

  private async owners(): Promise<readonly (string | null)[]> {
    const rows = await this.leads().select('distinct lead.ownerId', 'owner').getRawMany<{ owner: string | null }>();
    return rows.map(({ owner }) => owner);
  }
}
