import { Controller, Headers, Inject, Post, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiCreatedResponse, ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { DocumentTooLarge, type Actor, type DocumentStore } from '#eventsourcing';
import { announcedSha256 } from '#platform';
import { ApiProblem, CurrentActor, DOCUMENT_STORE, FromBytes, TakesBytes, type RawBody, DIRECTORY } from '#platform/nest';
import type { AuthorityLookup } from '#rules';
import { requireAuthority } from '../authorized.ts';
import { ReceivedDocument } from './documents.dto.ts';

/** The most that a document may have, bytes. */
export const DOCUMENT_LIMIT = Symbol('DocumentLimit');

@ApiTags('documents')
@ApiBearerAuth('bearer')
@Controller('v1/documents')
export class DocumentIntakeController {
  constructor(
    @Inject(DOCUMENT_STORE) private readonly documents: DocumentStore,
    @Inject(DOCUMENT_LIMIT) private readonly limit: number,
    @Inject(DIRECTORY) private readonly directory: AuthorityLookup,
  ) {}

  @Post()
  @TakesBytes()
  @ApiOperation({ summary: 'Keeps a document’s bytes, whatever they are, under their hash. The same bytes are kept once.' })
  @ApiHeader({ name: 'Content-Digest', required: false, description: 'RFC 9530, sha-256: nothing is kept of bytes that are others.' })
  @ApiCreatedResponse({ type: ReceivedDocument, description: 'The bytes are kept; they are evidence once an event names them.' })
  @ApiProblem(400, 'There are no bytes, they broke off, or they are not those that were announced.')
  @ApiProblem(403, 'Not allowed to this user.')
  @ApiProblem(413, 'There are too many; `limit` is the most, in bytes.')
  async receive(
    @FromBytes() { bytes, mediaType, length = 0 }: RawBody,
    @Headers() headers: Readonly<Record<string, string | undefined>>,
    @CurrentActor() actor: Actor,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ReceivedDocument> {
    await requireAuthority(this.directory, 'ReceiveDocument', actor);
    if (length > this.limit) throw new DocumentTooLarge(this.limit);
    const kept = await this.documents.receive(bytes, { limit: this.limit, announced: announcedSha256(headers) });
    void reply.header('location', `/v1/documents/${kept.sha256}`);
    return { ...kept, mediaType };
  }
}
