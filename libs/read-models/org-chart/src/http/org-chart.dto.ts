import { ApiProperty } from '@nestjs/swagger';
import { roles, type Role } from '#event-contracts';
import { SealedDto } from '#querying/nest';
import type { OrgChart, OrgTeam, OrgUser } from '../org-chart.queries.ts';

export class OrgUserDto implements OrgUser {
  @ApiProperty()
  userId: string;
  @ApiProperty({ description: 'Someone inactive keeps roles and team, which are then worth nothing.' })
  active: boolean;
  @ApiProperty({ enum: roles, isArray: true })
  roles: readonly Role[];
  @ApiProperty({ type: String, nullable: true })
  teamId: string | null;
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
}

export class OrgChartDto implements OrgChart {
  @ApiProperty({ type: [OrgUserDto] })
  users: readonly OrgUserDto[];
  @ApiProperty({ type: [OrgTeamDto] })
  teams: readonly OrgTeamDto[];
}
