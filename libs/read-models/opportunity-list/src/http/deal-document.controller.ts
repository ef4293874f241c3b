import { Controller, Get, Inject, Param, Res, type StreamableFile } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { Actor, DocumentStore } from '#eventsourcing';
import { ApiProblem, CurrentActor, documentAnswer, DOCUMENT_STORE, ReadModels } from '#platform/nest';
import { FindDealDocument } from '../opportunity-list.queries.ts';
import { DealDocumentParam } from './opportunity-list.dto.ts';

@ApiTags('opportunities')
@ReadModels('opportunity-list')
@Controller('v1/opportunities')
export class DealDocumentController {
  constructor(
    private readonly queries: QueryBus,
    @Inject(DOCUMENT_STORE) private readonly documents: DocumentStore,
  ) {}

  @Get(':id/documents/:documentId')
  @ApiOperation({ summary: 'The bytes of a document of the deal, for those who may read its documents' })
  @ApiOkResponse({ content: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } } })
  @ApiProblem(403, 'Not a deal of this user’s.')
  @ApiProblem(404, 'There is no such opportunity, or no such document with bytes.')
  async read(
    @CurrentActor() actor: Actor,
    @Param() { id, documentId }: DealDocumentParam,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    const { sha256, mediaType, title } = await this.queries.execute(new FindDealDocument(actor, id, documentId));
    return documentAnswer(this.documents, { sha256, mediaType, name: title ?? documentId }, reply);
  }
}
