import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { Actor } from '#eventsourcing';
import { etagOf } from '#platform';
import { ApiProblem, CurrentActor, ReadModels } from '#platform/nest';
import { pageLimit } from '#querying/nest';
import { ListContracts, ShowContract } from '../contract-list.queries.ts';
import { ContractDto, ContractIdParam, ContractPageDto, ContractQueryDto } from './contract-list.dto.ts';

@ApiTags('contracts')
@ReadModels('contract-list', 'opportunity-list')
@Controller('v1/contracts')
export class ContractListController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  @ApiOperation({
    summary: 'Contracts with what is on file for their content and what is waited for, what is to be signed first (L151–L165)',
  })
  @ApiOkResponse({ type: ContractPageDto })
  @ApiProblem(403, 'Not for this user.')
  list(@CurrentActor() actor: Actor, @Query() query: ContractQueryDto): Promise<ContractPageDto> {
    const { awaiting, overdue, owner: ownerId, status, opportunityId, cursor } = query;
    const filters = { awaiting, overdue: overdue === 'true', ownerId, status, opportunityId };
    return this.queries.execute(new ListContracts(actor, filters, pageLimit(query), cursor));
  }

  @Get(':id')
  @ApiOperation({ summary: 'A contract as it stands now; its revision in ETag' })
  @ApiOkResponse({ type: ContractDto })
  @ApiProblem(403, 'Not a deal of this user’s.')
  @ApiProblem(404, 'There is no such contract.')
  async show(
    @CurrentActor() actor: Actor,
    @Param() { id }: ContractIdParam,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ContractDto> {
    const contract = await this.queries.execute(new ShowContract(actor, id));
    void reply.header('etag', etagOf(contract.revision));
    return contract;
  }
}
