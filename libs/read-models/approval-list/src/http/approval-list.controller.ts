import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { Actor } from '#eventsourcing';
import { etagOf } from '#platform';
import { ApiProblem, CurrentActor, ReadModels } from '#platform/nest';
import { pageLimit } from '#querying/nest';
import { ListApprovals, ShowApproval } from '../approval-list.queries.ts';
import { ApprovalDto, ApprovalIdParam, ApprovalPageDto, ApprovalQueryDto } from './approval-list.dto.ts';

@ApiTags('approvals')
@ReadModels('approval-list', 'opportunity-list')
@Controller('v1/approvals')
export class ApprovalListController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  @ApiOperation({
    summary:
      'Approvals with each step of their way, what is due first: those that wait for the reader, or were sent back to them (L149, L154, L188)',
  })
  @ApiOkResponse({ type: ApprovalPageDto })
  @ApiProblem(403, 'Not for this user.')
  list(@CurrentActor() actor: Actor, @Query() query: ApprovalQueryDto): Promise<ApprovalPageDto> {
    const { waitingFor, sentBack, status, opportunityId, cursor } = query;
    const filters = { waitingForMe: waitingFor === 'me', sentBackToMe: sentBack === 'me', status, opportunityId };
    return this.queries.execute(new ListApprovals(actor, filters, pageLimit(query), cursor));
  }

  @Get(':id')
  @ApiOperation({ summary: 'An approval as it stands now, with who decided what at which step; its revision in ETag' })
  @ApiOkResponse({ type: ApprovalDto })
  @ApiProblem(403, 'Neither on a deal of this user’s nor theirs to decide.')
  @ApiProblem(404, 'There is no such approval.')
  async show(
    @CurrentActor() actor: Actor,
    @Param() { id }: ApprovalIdParam,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ApprovalDto> {
    const approval = await this.queries.execute(new ShowApproval(actor, id));
    void reply.header('etag', etagOf(approval.revision));
    return approval;
  }
}
