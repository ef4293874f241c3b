import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import type { Actor, KeyVault } from '#eventsourcing';
import type { Role } from '#event-contracts';
import { DIRECTORY, KEY_VAULT } from '#platform/nest';
import { mayOpen, mustBeAllowed, sealedViews, type SealedView } from '#querying';
import type { AuthorityLookup } from '#rules';
import type { OrgRow } from './org-chart.row.ts';
import { orgEntity } from './org-chart.tables.ts';

export interface OrgUser {
  readonly userId: string;
  readonly active: boolean;
  readonly roles: readonly Role[];
  readonly teamId: string | null;
  /** Name and address, as far as the reader may see them. */
  readonly sealed: readonly SealedView[];
}

export interface OrgTeam {
  readonly teamId: string;
  readonly name: string | null;
  readonly parentTeamId: string | null;
  readonly managerId: string | null;
}

export interface OrgChart {
  readonly users: readonly OrgUser[];
  readonly teams: readonly OrgTeam[];
}

/** Everybody with roles and team, and the teams. */
export class ShowOrganisation extends Query<OrgChart> {
  constructor(readonly actor: Actor) {
    super();
  }
}

type Lookup = AuthorityLookup;

const teamOf = ({ id, teamName, parentTeamId, managerId }: OrgRow): OrgTeam => ({ teamId: id, name: teamName, parentTeamId, managerId });

@QueryHandler(ShowOrganisation)
export class ShowOrganisationHandler implements IQueryHandler<ShowOrganisation> {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    @Inject(DIRECTORY) private readonly directory: Lookup,
    @Inject(KEY_VAULT) private readonly vault: Pick<KeyVault, 'find'>,
  ) {}

  async execute({ actor }: ShowOrganisation): Promise<OrgChart> {
    await mustBeAllowed(this.directory, 'ReadOrganisation', actor, null);
    const rows = await this.database.getRepository(orgEntity).find({ order: { id: 'ASC' } });
    const users = rows.filter(({ kind }) => kind === 'user');
    return {
      users: await Promise.all(users.map((row) => this.userOf(row, actor))),
      teams: rows.filter(({ kind }) => kind === 'team').map(teamOf),
    };
  }

  private async userOf({ id: userId, active, roles, teamId, sealed }: OrgRow, actor: Actor): Promise<OrgUser> {
    const opened = await mayOpen(this.directory, actor, userId);
    return { userId, active, roles, teamId, sealed: await sealedViews(this.vault, sealed, () => opened) };
  }
}
