import { opportunities } from '#event-contracts';
import { bodyOf } from '#platform/nest';
import type { DocumentCommand } from '../domain/documents.ts';
import { dealController } from './deal-controller.ts';

const { DocumentReceived, DocumentClaimed } = opportunities;
const { mediaType } = DocumentReceived.fields;

export const DealDocumentsController = dealController<DocumentCommand['type']>('DealDocuments', 'deals: documents', {
  AttachDocument: {
    path: 'documents',
    summary: 'Bytes that were sent to /v1/documents are a document of this deal (L120, L133, L144, L251, L252).',
    body: { ...bodyOf(DocumentReceived.fields, 'opportunityId', 'documentId', 'size'), mediaType: { ...mediaType, required: false } },
    makes: { documentId: 'document' },
  },
  ClaimDocument: {
    path: 'claimed-documents',
    summary: 'A document of this deal exists elsewhere: claimed, no evidence.',
    body: bodyOf(DocumentClaimed.fields, 'opportunityId', 'documentId'),
    makes: { documentId: 'document' },
  },
});
