import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import type { Actor, Clock, KeyVault } from '#eventsourcing';
import type { Role } from '#event-contracts';
import { CLOCK, DIRECTORY, KEY_VAULT } from '#platform/nest';
import { mayOpen, mustBeAllowed, sealedViews, type SealedView } from '#querying';
import { denialFor, principalOf, type AuthorityLookup } from '#rules';
import type { OrgRow } from './org-chart.row.ts';
import { orgEntity } from './org-chart.tables.ts';
import { proposalsFor, type OpenProposal } from './role-proposals.ts';
import { isNobodys, naming, standInsAt, type StandIns } from './stand-ins.ts';

export interface OrgUser {
  readonly userId: string;
  readonly active: boolean;
  readonly roles: readonly Role[];
  /** Roles that wait to be confirmed or declined; null when the reader may do neither. */
  readonly proposals: readonly OpenProposal[] | null;
  readonly teamId: string | null;
  /** Those of their own; with none, they cover what their team covers. */
  readonly territories: readonly string[];
  /** Who stands in for them now, as far as the reader may see it; null when that is not for them. */
  readonly standIns: StandIns | null;
  /** Name and address, as far as the reader may see them. */
  readonly sealed: readonly SealedView[];
}

export interface OrgTeam {
  readonly teamId: string;
  readonly name: string | null;
  readonly parentTeamId: string | null;
  readonly managerId: string | null;
  /** Those of its own; with none, it covers what the nearest team above covers that has any. */
  readonly territories: readonly string[];
}

export interface OrgChart {
  readonly users: readonly OrgUser[];
  readonly teams: readonly OrgTeam[];
}

/** Everybody with roles, proposed ones, team, territories and stand-ins, and the teams. */
export class ShowOrganisation extends Query<OrgChart> {
  constructor(readonly actor: Actor) {
    super();
  }
}

type Lookup = AuthorityLookup;

const teamOf = ({ id: teamId, teamName: name, parentTeamId, managerId, territories }: OrgRow): OrgTeam => ({
  ...{ teamId, name, parentTeamId, managerId, territories },
});

@QueryHandler(ShowOrganisation)
export class ShowOrganisationHandler implements IQueryHandler<ShowOrganisation> {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    @Inject(DIRECTORY) private readonly directory: Lookup,
    @Inject(KEY_VAULT) private readonly vault: Pick<KeyVault, 'find'>,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute({ actor }: ShowOrganisation): Promise<OrgChart> {
    await mustBeAllowed(this.directory, 'ReadOrganisation', actor, null);
    const rows = await this.database.getRepository(orgEntity).find({ order: { id: 'ASC' } });
    const users = rows.filter(({ kind }) => kind === 'user');
    const active = new Set(users.filter((row) => row.active).map(({ id }) => id));
    const now = this.clock();
    const shown = async (row: OrgRow): Promise<OrgUser> =>
      this.userOf(
        row,
        actor,
        standInsAt(row, (userId) => active.has(userId), now),
      );
    return {
      users: await Promise.all(users.map(shown)),
      teams: rows.filter(({ kind }) => kind === 'team').map(teamOf),
    };
  }

  private async userOf(row: OrgRow, actor: Actor, inForce: StandIns): Promise<OrgUser> {
    const { id: userId, active, roles, teamId, territories, sealed } = row;
    const proposals = await this.proposalsOf(row, actor);
    const opened = await mayOpen(this.directory, actor, userId);
    const standIns = await this.standInsFor(actor, userId, inForce);
    return { userId, active, roles, proposals, teamId, territories, standIns, sealed: await sealedViews(this.vault, sealed, () => opened) };
  }

  private async proposalsOf(row: OrgRow, actor: Actor): Promise<readonly OpenProposal[] | null> {
    const may = async (action: 'ConfirmRoleGrant' | 'DeclineRoleGrant') =>
      (await denialFor(this.directory, action, actor, row.id)) === undefined;
    const confirms = await may('ConfirmRoleGrant');
    return confirms || (await may('DeclineRoleGrant')) ? proposalsFor(actor, row, confirms) : null;
  }

  /** Whoever stands in knows it, also who may not see it of others. */
  private async standInsFor(actor: Actor, userId: string, inForce: StandIns): Promise<StandIns | null> {
    if ((await denialFor(this.directory, 'ReadStandIns', actor, userId)) === undefined) return inForce;
    const own = naming(inForce, principalOf(actor));
    return isNobodys(own) ? null : own;
  }
}
