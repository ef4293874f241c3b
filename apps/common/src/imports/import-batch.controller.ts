import { Body, Controller, HttpCode, Post, Req } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import type { Actor } from '#eventsourcing';
import { CurrentActor } from '#platform/nest';
import { ImportBatchDto } from './import-batch.dto.ts';
import { ImportBatch, type ItemAnswer } from './import-batch.ts';

@ApiTags('imports')
@ApiBearerAuth('bearer')
@Controller('v1/imports')
export class ImportBatchController {
  constructor(private readonly batch: ImportBatch) {}

  @Post('batch')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Up to 500 imported facts, each a command of its own with its own key and answer; those about one thing are taken in order.',
  })
  async import(
    @Body() { items }: ImportBatchDto,
    @CurrentActor() actor: Actor,
    @Req() request: FastifyRequest,
  ): Promise<{ answers: readonly ItemAnswer[] }> {
    return { answers: await this.batch.run(items, { actor, correlationId: request.id }) };
  }
}
