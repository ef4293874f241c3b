import { ApiProperty } from '@nestjs/swagger';
import type { Role } from '#event-contracts';
import { BilingualDto } from '#querying/nest';
import type { CriterionView, Supply } from '../gate-view.ts';
import type { WhoMay } from '../who-may.ts';

const results = ['met', 'unmet', 'missing', 'notApplicable', 'overridden'] as const satisfies readonly CriterionView['result'][];

export class WhoMayDto implements WhoMay {
  @ApiProperty({ type: [String], description: 'Ids of users around the deal: its owner, who works on it, who manages the owner.' })
  people: readonly string[];
  @ApiProperty({ type: [String], description: 'Anyone who holds one of these roles.' })
  roles: readonly Role[];
  @ApiProperty({ type: [String], description: 'Anyone who holds one of these roles, once they are on the deal’s team.' })
  rolesOnTeam: readonly Role[];
}

export class SupplyDto extends WhoMayDto implements Supply {
  @ApiProperty({ example: 'RecordPainPoint' })
  command: string;
}

export class CriterionDto implements CriterionView {
  @ApiProperty({ example: 'painsAndObjectivesKnown/1' })
  criterion: string;
  @ApiProperty({ type: BilingualDto })
  title: BilingualDto;
  @ApiProperty({ type: 'array', items: { type: 'integer' }, description: 'Lines of the sales policy that ask for it.' })
  policyLines: readonly number[];
  @ApiProperty({ type: 'object', additionalProperties: true })
  parameters: CriterionView['parameters'];
  @ApiProperty({ enum: results })
  result: CriterionView['result'];
  @ApiProperty({ description: 'True where it is not met and not asked for any more: another way of the process was taken.' })
  spared: boolean;
  @ApiProperty({ type: String, nullable: true, description: 'A code for why it is not met.' })
  because: string | null;
  @ApiProperty({ type: 'object', additionalProperties: true, nullable: true })
  detail: CriterionView['detail'];
  @ApiProperty({ type: [String], description: 'Ids of the events that it rests on.' })
  evidence: readonly string[];
  @ApiProperty({ type: [SupplyDto], description: 'Commands that supply what is missing, in the order in which they would be given.' })
  suppliedBy: readonly SupplyDto[];
  @ApiProperty({ type: WhoMayDto, description: 'Who may let it pass without; never its owner.' })
  overridableBy: WhoMayDto;
}
