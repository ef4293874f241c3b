import { Controller, Get, HttpCode, Inject, Param, Post, type Provider } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Logger } from 'pino';
import type { Actor, DocumentStore } from '#eventsourcing';
import { notFound } from '#platform';
import { ApiProblem, CurrentActor, DIRECTORY } from '#platform/nest';
import type { AuthorityLookup } from '#rules';
import { requireAuthority } from '../authorized.ts';
import { JobParam } from '../operations/operations.dto.ts';
import { verificationJobs, type VerificationJob, type VerificationJobs } from '../operations/verification-jobs.ts';
import { verifyDocuments, type VerifiedDocuments } from './verify-documents.ts';

const DOCUMENT_VERIFICATION_JOBS = Symbol('DocumentVerificationJobs');

export const documentVerification = (documents: DocumentStore, logger: Logger): Provider => ({
  provide: DOCUMENT_VERIFICATION_JOBS,
  useValue: verificationJobs(
    (onProgress) => verifyDocuments(documents, onProgress),
    (error) => logger.error({ err: error }, 'the verification of documents failed'),
  ),
});

@ApiTags('operations')
@ApiBearerAuth('bearer')
@Controller('v1/operations/verify-documents')
export class DocumentVerificationController {
  constructor(
    @Inject(DOCUMENT_VERIFICATION_JOBS) private readonly jobs: VerificationJobs<VerifiedDocuments>,
    @Inject(DIRECTORY) private readonly directory: AuthorityLookup,
  ) {}

  @Post()
  @HttpCode(202)
  @ApiOperation({ summary: 'Starts to count the hashes of all documents’ bytes again, or joins those who do.' })
  async start(@CurrentActor() actor: Actor): Promise<VerificationJob<VerifiedDocuments>> {
    await requireAuthority(this.directory, 'ReadLedger', actor);
    return this.jobs.start();
  }

  @Get(':job')
  @ApiOperation({ summary: 'How far a verification of documents is, and at its end which of them are damaged.' })
  @ApiProblem(404, 'There is no such verification, or the server was started again since.')
  async follow(@Param() { job }: JobParam, @CurrentActor() actor: Actor): Promise<VerificationJob<VerifiedDocuments>> {
    await requireAuthority(this.directory, 'ReadLedger', actor);
    const found = this.jobs.find(job);
    if (!found) throw notFound(`There is no verification ${job}.`);
    return found;
  }
}
