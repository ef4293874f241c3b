import { Controller, Delete, Get, Header, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Actor } from '#eventsourcing';
import { denied, notFound } from '#platform';
import { ApiProblem, CurrentActor, DIRECTORY, InPerson } from '#platform/nest';
import type { AuthorityLookup } from '#rules';
import { requireAuthority } from '../authorized.ts';
import { denialOfSql } from './may-read-by-sql.ts';
import { IssuedSqlAccessDto, LoginHolderParam, SqlLoginDto } from './sql-access.dto.ts';
import { SQL_ACCESS, type SqlAccess } from './sql-access.ts';

@ApiTags('sql access')
@ApiBearerAuth('bearer')
@ApiProblem(409, 'There are no logins to be had: `reason` and `liftedBy` say why.')
@Controller('v1/sql-access')
export class SqlAccessController {
  constructor(
    @Inject(SQL_ACCESS) private readonly access: SqlAccess,
    @Inject(DIRECTORY) private readonly directory: AuthorityLookup,
  ) {}

  @Get()
  @InPerson()
  @ApiOperation({ summary: 'One’s own login to the database, and until when it lasts.' })
  @ApiOkResponse({ type: SqlLoginDto })
  @ApiProblem(404, 'This user has none.')
  async mine(@CurrentActor() { userId }: Actor): Promise<SqlLoginDto> {
    const found = await this.access.find(userId);
    if (!found) throw notFound('You have no login to the database.');
    return found;
  }

  @Post()
  @HttpCode(200)
  @InPerson()
  @Header('cache-control', 'no-store')
  @ApiOperation({
    summary:
      'A login of one’s own that reads the views for analysts, and a new password, which takes the place of the one before; told once.',
  })
  @ApiOkResponse({ type: IssuedSqlAccessDto })
  @ApiProblem(403, 'Only for those who may read all that the views show.')
  async issue(@CurrentActor() actor: Actor): Promise<IssuedSqlAccessDto> {
    const reason = await denialOfSql(this.directory, actor);
    if (reason !== undefined) throw denied(reason);
    return this.access.issue(actor.userId);
  }

  @Delete()
  @HttpCode(204)
  @InPerson()
  @ApiOperation({ summary: 'Gives one’s own login back: it lets nobody in any more, and what it was doing ends.' })
  @ApiNoContentResponse()
  async giveBack(@CurrentActor() { userId }: Actor): Promise<void> {
    await this.access.withdraw(userId);
  }

  @Delete(':userId')
  @HttpCode(204)
  @ApiOperation({ summary: 'Takes a user’s login away: it lets nobody in any more, and what it was doing ends.' })
  @ApiNoContentResponse()
  @ApiProblem(403, 'Not allowed to this user.')
  async withdraw(@Param() { userId }: LoginHolderParam, @CurrentActor() actor: Actor): Promise<void> {
    await requireAuthority(this.directory, 'WithdrawSqlAccess', actor);
    await this.access.withdraw(userId);
  }
}
