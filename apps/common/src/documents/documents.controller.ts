import { Controller, Get, Inject, Param, Res, type StreamableFile } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { Actor, DocumentStore } from '#eventsourcing';
import { ApiProblem, CurrentActor, documentAnswer, DOCUMENT_STORE, DIRECTORY } from '#platform/nest';
import type { AuthorityLookup } from '#rules';
import { requireAuthority } from '../authorized.ts';
import { DocumentParam } from './documents.dto.ts';

@ApiTags('documents')
@ApiBearerAuth('bearer')
@Controller('v1/documents')
export class DocumentsController {
  constructor(
    @Inject(DOCUMENT_STORE) private readonly documents: DocumentStore,
    @Inject(DIRECTORY) private readonly directory: AuthorityLookup,
  ) {}

  @Get(':sha256')
  @ApiOperation({ summary: 'The bytes with this hash, whichever case they belong to: for those who may read the documents of all.' })
  @ApiOkResponse({ content: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } } })
  @ApiProblem(400, 'That is no hash.')
  @ApiProblem(403, 'Not allowed to this user.')
  @ApiProblem(404, 'Such bytes are not here.')
  async read(
    @Param() { sha256 }: DocumentParam,
    @CurrentActor() actor: Actor,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    await requireAuthority(this.directory, 'ReadDocument', actor);
    return documentAnswer(this.documents, { sha256 }, reply);
  }
}
