import { Body, Controller, Get, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Actor } from '#eventsourcing';
import { conflict, notFound } from '#platform';
import { ApiProblem, CurrentActor, DIRECTORY } from '#platform/nest';
import type { AuthorityLookup } from '#rules';
import type { BuildId, ParkedCaseRecord, ProjectionStatus, Unparked } from '#projections';
import { requireAuthority } from '../authorized.ts';
import { PROJECTION_OPERATIONS, type ProjectionOperations } from '../ports.ts';
import { DiscardDto, ParkedParam, ProjectionParam } from './operations.dto.ts';

interface Changed {
  readonly projection: string;
  readonly state: string;
}

@ApiTags('operations')
@ApiBearerAuth('bearer')
@Controller('v1/operations')
export class OperationsController {
  constructor(
    @Inject(PROJECTION_OPERATIONS) private readonly operations: ProjectionOperations,
    @Inject(DIRECTORY) private readonly directory: AuthorityLookup,
  ) {}

  @Get('projections')
  @ApiOperation({ summary: 'Every read model: version, state, how far it is behind in events and seconds, parked cases.' })
  async projections(@CurrentActor() actor: Actor): Promise<{ projections: readonly ProjectionStatus[] }> {
    await requireAuthority(this.directory, 'OperateProjections', actor);
    return { projections: await this.operations.status() };
  }

  @Post('projections/:projection/rebuild')
  @HttpCode(202)
  @ApiOperation({ summary: 'Builds a read model anew beside the live one, which answers until the new one takes its place.' })
  @ApiProblem(404, 'There is no such read model.')
  async rebuild(@Param() { projection }: ProjectionParam, @CurrentActor() actor: Actor): Promise<BuildId> {
    await requireAuthority(this.directory, 'OperateProjections', actor);
    const ordered = await this.operations.rebuild(projection);
    if (ordered.kind === 'unknownProjection') throw unknown(projection);
    return ordered.build;
  }

  @Post('projections/:projection/rollback')
  @HttpCode(202)
  @ApiOperation({ summary: 'Lets the build that was live before catch up and take the place back.' })
  @ApiProblem(409, 'There is none that could.')
  async rollback(@Param() { projection }: ProjectionParam, @CurrentActor() actor: Actor): Promise<BuildId> {
    await requireAuthority(this.directory, 'OperateProjections', actor);
    const ordered = await this.operations.rollback(projection);
    if (ordered.kind === 'unknownProjection') throw unknown(projection);
    if (ordered.kind === 'unavailable') throw conflict(ordered.reason);
    return ordered.build;
  }

  @Post('projections/:projection/pause')
  @HttpCode(200)
  @ApiOperation({ summary: 'Stops a read model where it is; queries go on answering from there.' })
  @ApiProblem(404, 'There is no such read model.')
  async pause(@Param() { projection }: ProjectionParam, @CurrentActor() actor: Actor): Promise<Changed> {
    await requireAuthority(this.directory, 'OperateProjections', actor);
    if (!(await this.operations.pause(projection))) throw unknown(projection);
    return { projection, state: 'paused' };
  }

  @Post('projections/:projection/resume')
  @HttpCode(200)
  @ApiOperation({ summary: 'Lets a paused read model go on.' })
  @ApiProblem(404, 'There is no such read model.')
  async resume(@Param() { projection }: ProjectionParam, @CurrentActor() actor: Actor): Promise<Changed> {
    await requireAuthority(this.directory, 'OperateProjections', actor);
    if (!(await this.operations.resume(projection))) throw unknown(projection);
    return { projection, state: 'running' };
  }

  @Get('parked')
  @ApiOperation({ summary: 'Cases that a read model could not follow, each with the event it stopped at.' })
  async parked(@CurrentActor() actor: Actor): Promise<{ parked: readonly ParkedCaseRecord[] }> {
    await requireAuthority(this.directory, 'OperateProjections', actor);
    return { parked: await this.operations.parked() };
  }

  @Post('parked/:projection/:caseId/retry')
  @HttpCode(200)
  @ApiOperation({ summary: 'Folds what was held back of a case, in order.' })
  @ApiProblem(404, 'This case is not parked there.')
  async retry(@Param() { projection, caseId }: ParkedParam, @CurrentActor() actor: Actor): Promise<Unparked> {
    await requireAuthority(this.directory, 'OperateProjections', actor);
    return found(await this.operations.retry(projection, caseId), projection, caseId);
  }

  @Post('parked/:projection/:caseId/discard')
  @HttpCode(200)
  @ApiOperation({ summary: 'Leaves exactly the event that could not be handled out of this read model, and goes on with the case.' })
  @ApiProblem(404, 'This case is not parked there.')
  async discard(
    @Param() { projection, caseId }: ParkedParam,
    @Body() { reason }: DiscardDto,
    @CurrentActor() actor: Actor,
  ): Promise<Unparked> {
    await requireAuthority(this.directory, 'OperateProjections', actor);
    return found(await this.operations.discard(projection, caseId, { operator: actor.userId, reason }), projection, caseId);
  }
}

const unknown = (projection: string) => notFound(`There is no read model ${projection}.`);

const found = (unparked: Unparked, projection: string, caseId: string): Unparked => {
  if (unparked.kind === 'unknownProjection') throw unknown(projection);
  if (unparked.kind === 'notParked') throw notFound(`The case ${caseId} is not parked in ${projection}.`);
  return unparked;
};
