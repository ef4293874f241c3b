import { event } from '../../definition.ts';
import { ClaimedDocument, DocumentRef } from '../../documents.ts';
import { Id, open, openOptional } from '../../fields.ts';

const { documentId, kind, title, sha256, size, mediaType, template } = DocumentRef.properties;
const { url, claimedSha256 } = ClaimedDocument.properties;

/** The documents of a deal: those whose bytes the server has, and those that somebody says exist elsewhere. */
export const dealDocuments = {
  DocumentReceived: event('DocumentReceived', {
    aggregate: 'opportunity',
    description: 'A document whose bytes the server received and hashed belongs to a deal (L120, L133, L144, L251, L252).',
    fields: {
      opportunityId: open(Id),
      documentId: open(documentId),
      kind: open(kind),
      sha256: open(sha256),
      size: open(size),
      mediaType: open(mediaType),
      title: openOptional(title),
      template: openOptional(template),
    },
  }),
  DocumentClaimed: event('DocumentClaimed', {
    aggregate: 'opportunity',
    description: 'Somebody says that a document of a deal exists elsewhere: the server has no bytes of it, so it proves nothing.',
    fields: {
      opportunityId: open(Id),
      documentId: open(documentId),
      kind: open(kind),
      title: openOptional(title),
      url: openOptional(url),
      claimedSha256: openOptional(claimedSha256),
    },
  }),
};
