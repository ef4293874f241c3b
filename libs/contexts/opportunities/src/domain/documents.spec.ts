import fc from 'fast-check';
import type { OpportunityEvent } from '#event-contracts';
import { specification } from '#eventsourcing/testing';
import { deciderProperties } from '../../../../../test/support/decider-properties.ts';
import { deal, type AskedOfDeal } from '../../../../../test/support/known.ts';
import { opened, opening, opportunityId } from '../../../../../test/support/open-deal.ts';
import type { AttachDocument, ClaimDocument } from './documents.ts';

const { given } = specification(deal);

const sha256 = 'a'.repeat(64);
const received = (documentId = 'd1'): OpportunityEvent => ({
  type: 'DocumentReceived',
  data: { opportunityId, documentId, kind: 'meetingMinutes', sha256, size: 7, mediaType: 'application/pdf' },
});
const claimed: OpportunityEvent = { type: 'DocumentClaimed', data: { opportunityId, documentId: 'd1', kind: 'meetingMinutes' } };
const attach = (more: Partial<AttachDocument['data']> = {}, stored: { readonly size: number } | undefined = { size: 7 }): AskedOfDeal => ({
  type: 'AttachDocument',
  data: {
    opportunityId,
    documentId: 'd1',
    kind: 'meetingMinutes',
    sha256,
    mediaType: 'application/pdf',
    ...more,
  },
  known: stored ? { stored } : {},
});
const claim = (more: Partial<ClaimDocument['data']> = {}): AskedOfDeal => ({
  type: 'ClaimDocument',
  data: { opportunityId, documentId: 'd1', kind: 'meetingMinutes', ...more },
});

describe('attaching a document to a deal (L120, L133, L144, L251)', () => {
  it('takes its size from the bytes that the server has', () => given(opened).when(attach()).then(received()));
  it('refuses a document whose bytes were not sent', () =>
    expect(given(opened).when({ ...attach(), known: {} }).decision).toMatchObject({
      ...{ kind: 'refused', reason: 'BytesNotReceived', detail: { sha256 } },
      liftedBy: ['send the bytes to /v1/documents', 'ClaimDocument'],
    }));
  it('says of bytes of an unknown type just that', () =>
    expect(given(opened).when(attach({ mediaType: undefined })).decision).toMatchObject({
      events: [{ data: { mediaType: 'application/octet-stream' } }],
    }));
  it.each([attach(), attach({ mediaType: undefined })])('does nothing when it is attached just so', (command) =>
    given(opened, received()).when(command).thenNothing(),
  );
  it.each([{ sha256: 'b'.repeat(64) }, { kind: 'quote' }, { title: 'Another' }, { mediaType: 'text/plain' }] as const)(
    'refuses another document under the same id: %j',
    (more) => given(opened, received()).when(attach(more)).thenRefused('StatedOtherwise', { documentId: 'd1' }),
  );
  it('lets the bytes of what was only claimed come in later', () => given(opened, claimed).when(attach()).then(received()));
  it('refuses bytes of what was claimed to be something else', () =>
    given(opened, claimed)
      .when(attach({ kind: 'quote' }))
      .thenRefused('StatedOtherwise', { event: 'DocumentClaimed' }));
});

describe('claiming a document', () => {
  it('states that it exists elsewhere', () =>
    given(opened)
      .when(claim({ url: undefined }))
      .then(claimed));
  it('does nothing when it is claimed just so', () => given(opened, claimed).when(claim()).thenNothing());
  it('refuses another claim under the same id', () =>
    given(opened, claimed)
      .when(claim({ url: 'https://files.example/1' }))
      .thenRefused('StatedOtherwise'));
  it('takes nothing back of a document that is on file', () =>
    given(opened, received()).when(claim()).thenRefused('StatedOtherwise', { event: 'DocumentReceived' }));
});

describe('any documents of a deal', () => {
  const documentId = fc.constantFrom('d1', 'd2');
  const kind = fc.constantFrom('quote', 'meetingMinutes');
  const moves = fc
    .oneof(
      fc.constant(opening),
      fc.record({ documentId, kind }).map((more) => attach(more)),
      fc.record({ documentId, kind }).map((more) => ({ ...attach(more), known: {} })),
      fc.record({ documentId, kind }).map(claim),
    )
    .map((command) => () => command);
  deciderProperties(deal, moves, {
    reached: ['OpportunityOpened', 'DocumentReceived', 'DocumentClaimed', 'OpportunityUnknown', 'BytesNotReceived', 'StatedOtherwise'],
  });
});
