import { Controller, Get, Inject, Res } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { READINESS, type Readiness } from './ports.ts';
import { Public } from './request.ts';

@ApiTags('health')
@Controller('health')
export class HealthController {
  constructor(@Inject(READINESS) private readonly readiness: Readiness) {}

  @Get('live')
  @Public()
  @ApiOperation({ summary: 'The process runs and answers.' })
  live(): object {
    return { status: 'live' };
  }

  @Get('ready')
  @Public()
  @ApiOperation({ summary: 'Requests can be sent here: the store answers, the ledger grows, read models follow.' })
  @ApiResponse({ status: 200, description: 'Ready; each part with its figures.' })
  @ApiResponse({ status: 503, description: 'Not ready; the parts that are not say why.' })
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<object> {
    const checks = await this.readiness();
    const ready = Object.values(checks).every(({ ok }) => ok);
    reply.status(ready ? 200 : 503).header('cache-control', 'no-store');
    return { status: ready ? 'ready' : 'notReady', checks };
  }
}
