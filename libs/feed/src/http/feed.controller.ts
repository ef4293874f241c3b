import { Controller, Get, Inject, Query, Req, Res } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiExcludeController,
  ApiExtraModels,
  ApiHeader,
  ApiOperation,
  ApiResponse,
  ApiTags,
  getSchemaPath,
} from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Actor } from '#eventsourcing';
import { ApiProblem, CurrentActor } from '#platform/nest';
import { FeedDoor } from './feed-door.ts';
import { CloudEventDto, FeedPageDto, FeedQuery } from './feed.dto.ts';

const streamed = [
  'Each event of the stream has the position after it as `id`, its type as `event`, and a CloudEvent as `data`.',
  'An event `position` tells how far the stream is when nothing for this reader came.',
].join(' ');

@ApiTags('feed')
@ApiBearerAuth('bearer')
@ApiExtraModels(CloudEventDto, FeedPageDto)
@Controller('v1/feed')
export class FeedController {
  constructor(@Inject(FeedDoor) private readonly door: FeedDoor) {}

  @Get()
  @ApiOperation({
    summary:
      'Every event in ledger order, from any position, for ever: a page, or with `Accept: text/event-stream` a stream that stays open.',
  })
  @ApiHeader({ name: 'Last-Event-ID', required: false, description: 'Of a stream that broke off: goes before `from`.' })
  @ApiResponse({
    status: 200,
    description: `A page of events; or a stream of them. ${streamed}`,
    content: {
      'application/json': { schema: { $ref: getSchemaPath(FeedPageDto) } },
      'text/event-stream': { schema: { type: 'string', description: streamed } },
    },
  })
  @ApiProblem(400, 'A parameter is not as it must be, or names an event type that there is not.')
  @ApiProblem(403, 'Not a reader of everybody’s cases.')
  @ApiProblem(409, 'The position is after the end of the ledger.')
  @ApiProblem(410, 'The position is of another ledger, in whose place this one is: `ledgerId`, `restartFrom`.')
  read(@Query() query: FeedQuery, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.door.enter(query, actor, request, reply);
  }
}

/** The same under the name by which some know it. */
@ApiExcludeController()
@Controller('feed')
export class FeedAtRootController extends FeedController {}
