import { Controller, Get, Inject, Optional, Res } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { LIVENESS, READINESS, type HealthCheck, type Liveness, type Readiness } from './ports.ts';
import { Public } from './request.ts';

/** Tells whether all is well. */
const answer = (reply: FastifyReply, checks: Readonly<Record<string, HealthCheck>>): boolean => {
  const well = Object.values(checks).every(({ ok }) => ok);
  reply.status(well ? 200 : 503).header('cache-control', 'no-store');
  return well;
};

@ApiTags('health')
@Controller('health')
export class HealthController {
  constructor(
    @Inject(READINESS) private readonly readiness: Readiness,
    @Optional() @Inject(LIVENESS) private readonly liveness: Liveness = () => ({}),
  ) {}

  @Get('live')
  @Public()
  @ApiOperation({ summary: 'The process runs and answers, and what should turn in it turns.' })
  @ApiResponse({ status: 200, description: 'Live; each part with how long ago it last turned.' })
  @ApiResponse({ status: 503, description: 'Stuck; only a new start will mend it.' })
  live(@Res({ passthrough: true }) reply: FastifyReply): object {
    const checks = this.liveness();
    const live = answer(reply, checks);
    return { status: live ? 'live' : 'stuck', checks };
  }

  @Get('ready')
  @Public()
  @ApiOperation({ summary: 'Requests can be sent here: the store answers, the ledger grows, read models follow.' })
  @ApiResponse({ status: 200, description: 'Ready; each part with its figures.' })
  @ApiResponse({ status: 503, description: 'Not ready; the parts that are not say why.' })
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<object> {
    const checks = await this.readiness();
    const ready = answer(reply, checks);
    return { status: ready ? 'ready' : 'notReady', checks };
  }
}
