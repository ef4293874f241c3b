import { Controller, Get, Param, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Actor } from '#eventsourcing';
import { ApiProblem, CurrentActor, ReadModels } from '#platform/nest';
import { QueryDto } from '#querying/nest';
import { ListDefinitions, ShowDefinitionInForce, ShowDefinitionVersion, ShowStandardProcess } from '../definition-list.queries.ts';
import {
  DefinitionListDto,
  DefinitionListQueryDto,
  DefinitionPathParam,
  DefinitionVersionDto,
  DefinitionVersionParam,
  InForceQueryDto,
  StandardProcessDto,
} from './definition-list.dto.ts';

@ApiTags('definitions')
@ReadModels('definition-list')
@Controller('v1/definitions')
export class DefinitionListController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  @ApiOperation({ summary: 'Every version of every definition, without the contents' })
  @ApiOkResponse({ type: DefinitionListDto })
  @ApiProblem(403, 'Not for this user.')
  async list(@CurrentActor() actor: Actor, @Query() { kind, id }: DefinitionListQueryDto): Promise<DefinitionListDto> {
    return { items: await this.queries.execute(new ListDefinitions(actor, kind, id)) };
  }

  @Get('standard-process')
  @ApiOperation({ summary: 'The process of deals that ask for no other, now or at a time' })
  @ApiOkResponse({ type: StandardProcessDto })
  standard(@CurrentActor() actor: Actor, @Query() { at }: InForceQueryDto): Promise<StandardProcessDto> {
    return this.queries.execute(new ShowStandardProcess(actor, at ?? new Date().toISOString()));
  }

  @Get(':kind/:id/in-force')
  @ApiOperation({ summary: 'The version of a definition that is in force, or was at a time' })
  @ApiOkResponse({ type: DefinitionVersionDto })
  @ApiProblem(404, 'None is in force.')
  inForce(
    @CurrentActor() actor: Actor,
    @Param() { kind, id }: DefinitionPathParam,
    @Query() { at }: InForceQueryDto,
  ): Promise<DefinitionVersionDto> {
    return this.queries.execute(new ShowDefinitionInForce(actor, kind, id, at ?? new Date().toISOString()));
  }

  @Get(':kind/:id/versions/:version')
  @ApiOperation({ summary: 'A version of a definition: its contents and their hash, who approved it and when, how it is meant' })
  @ApiOkResponse({ type: DefinitionVersionDto })
  @ApiProblem(404, 'There is no such version.')
  show(
    @CurrentActor() actor: Actor,
    @Param() { kind, id, version }: DefinitionVersionParam,
    @Query() _: QueryDto,
  ): Promise<DefinitionVersionDto> {
    return this.queries.execute(new ShowDefinitionVersion(actor, kind, id, version));
  }
}
