import { Controller, Get, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Actor } from '#eventsourcing';
import { notFound } from '#platform';
import { ApiProblem, CurrentActor, DIRECTORY } from '#platform/nest';
import type { AuthorityLookup } from '#rules';
import { requireAuthority } from '../authorized.ts';
import { JobParam } from './operations.dto.ts';
import type { VerificationJob, VerificationJobs } from './verification-jobs.ts';
import type { VerifiedLedger } from './verified-ledger.ts';

export const VERIFICATION_JOBS = Symbol('VerificationJobs');

@ApiTags('operations')
@ApiBearerAuth('bearer')
@Controller('v1/operations/verify')
export class VerificationController {
  constructor(
    @Inject(VERIFICATION_JOBS) private readonly jobs: VerificationJobs<VerifiedLedger>,
    @Inject(DIRECTORY) private readonly directory: AuthorityLookup,
  ) {}

  @Post()
  @HttpCode(202)
  @ApiOperation({ summary: 'Starts a verification of store against ledger against the heads outside, or joins the one under way.' })
  async start(@CurrentActor() actor: Actor): Promise<VerificationJob<VerifiedLedger>> {
    await requireAuthority(this.directory, 'ReadLedger', actor);
    return this.jobs.start();
  }

  @Get(':job')
  @ApiOperation({ summary: 'How far a verification is, and at its end what it found.' })
  @ApiProblem(404, 'There is no such verification, or the server was started again since.')
  async follow(@Param() { job }: JobParam, @CurrentActor() actor: Actor): Promise<VerificationJob<VerifiedLedger>> {
    await requireAuthority(this.directory, 'ReadLedger', actor);
    const found = this.jobs.find(job);
    if (!found) throw notFound(`There is no verification ${job}.`);
    return found;
  }
}
