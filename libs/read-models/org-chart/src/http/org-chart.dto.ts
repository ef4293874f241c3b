import { ApiProperty } from '@nestjs/swagger';
import { roles, type Role } from '#event-contracts';
import { SealedDto } from '#querying/nest';
import type { OrgChart, OrgTeam, OrgUser } from '../org-chart.queries.ts';
import type { OrgAbsence, OrgDelegation } from '../org-chart.row.ts';
import type { OpenProposal } from '../role-proposals.ts';
import type { StandIns } from '../stand-ins.ts';

export class OrgDelegationDto implements OrgDelegation {
  @ApiProperty()
  delegationId: string;
  @ApiProperty({ description: 'Who may act, with `On-Behalf-Of`.' })
  to: string;
  @ApiProperty({ enum: roles, isArray: true, description: 'In which roles.' })
  roles: readonly Role[];
  @ApiProperty({ format: 'date-time' })
  from: string;
  @ApiProperty({ format: 'date-time' })
  until: string;
}

export class OrgAbsenceDto implements OrgAbsence {
  @ApiProperty()
  absenceId: string;
  @ApiProperty({ format: 'date-time' })
  from: string;
  @ApiProperty({ format: 'date-time' })
  until: string;
  @ApiProperty({ type: String, nullable: true, description: 'Whom to turn to; may act for the user only by a delegation.' })
  substituteId: string | null;
}

export class StandInsDto implements StandIns {
  @ApiProperty({ type: [OrgDelegationDto] })
  delegations: readonly OrgDelegationDto[];
  @ApiProperty({ type: [OrgAbsenceDto] })
  absences: readonly OrgAbsenceDto[];
}

export class RoleProposalDto implements OpenProposal {
  @ApiProperty({ enum: roles })
  role: Role;
  @ApiProperty({ type: [String], description: 'Everyone who had a part in it: none of them confirms it.' })
  proposedBy: readonly string[];
  @ApiProperty({ format: 'date-time' })
  proposedAt: string;
  @ApiProperty({ description: 'Whether the reader may confirm it, as things stand.' })
  mayConfirm: boolean;
}

export class OrgUserDto implements OrgUser {
  @ApiProperty()
  userId: string;
  @ApiProperty({ description: 'Someone inactive keeps roles and team, which are then worth nothing.' })
  active: boolean;
  @ApiProperty({ enum: roles, isArray: true })
  roles: readonly Role[];
  @ApiProperty({
    type: [RoleProposalDto],
    nullable: true,
    description: 'Roles that wait to be confirmed or declined; null when this reader may do neither.',
  })
  proposals: readonly RoleProposalDto[] | null;
  @ApiProperty({ type: String, nullable: true })
  teamId: string | null;
  @ApiProperty({ type: [String], description: 'Of their own; with none, they cover what their team covers.' })
  territories: readonly string[];
  @ApiProperty({ type: StandInsDto, nullable: true, description: 'In force now; null when that is not for this reader.' })
  standIns: StandInsDto | null;
  @ApiProperty({ type: [SealedDto], description: 'Name and address.' })
  sealed: readonly SealedDto[];
}

export class OrgTeamDto implements OrgTeam {
  @ApiProperty()
  teamId: string;
  @ApiProperty({ type: String, nullable: true })
  name: string | null;
  @ApiProperty({ type: String, nullable: true })
  parentTeamId: string | null;
  @ApiProperty({ type: String, nullable: true })
  managerId: string | null;
  @ApiProperty({ type: [String], description: 'Of its own; with none, it covers what the nearest team above covers that has any.' })
  territories: readonly string[];
}

export class OrgChartDto implements OrgChart {
  @ApiProperty({ type: [OrgUserDto] })
  users: readonly OrgUserDto[];
  @ApiProperty({ type: [OrgTeamDto] })
  teams: readonly OrgTeamDto[];
}
