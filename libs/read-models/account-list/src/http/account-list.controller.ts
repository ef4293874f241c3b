import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { Actor } from '#eventsourcing';
import { etagOf } from '#platform';
import { ApiProblem, CurrentActor, ReadModels } from '#platform/nest';
import { pageLimit } from '#querying/nest';
import { ListAccounts, ShowAccount } from '../account-list.queries.ts';
import { AccountDto, AccountIdParam, AccountPageDto, AccountQueryDto } from './account-list.dto.ts';

@ApiTags('accounts')
@ReadModels('account-list', 'contact-list', 'opportunity-list')
@Controller('v1/accounts')
export class AccountListController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  @ApiOperation({ summary: 'The accounts that the user may see, the newest first, each with its open and won deals in sum' })
  @ApiOkResponse({ type: AccountPageDto })
  list(@CurrentActor() actor: Actor, @Query() query: AccountQueryDto): Promise<AccountPageDto> {
    const { ownerId, origin, segment, industry, territory, name } = query;
    const filters = { ownerId, origin, segment, industry, territory, name };
    return this.queries.execute(new ListAccounts(actor, filters, pageLimit(query), query.cursor));
  }

  @Get(':id')
  @ApiOperation({ summary: 'An account as it stands now, with the people and the deals there; its revision in ETag' })
  @ApiOkResponse({ type: AccountDto })
  @ApiProblem(403, 'Not an account of this user’s.')
  @ApiProblem(404, 'There is no such account.')
  async show(
    @CurrentActor() actor: Actor,
    @Param() { id }: AccountIdParam,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AccountDto> {
    const account = await this.queries.execute(new ShowAccount(actor, id));
    void reply.header('etag', etagOf(account.revision));
    return account;
  }
}
