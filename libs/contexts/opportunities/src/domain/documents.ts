import { accept, refuse, type Command } from '#eventsourcing';
import { present, same, type Fact, type Given } from '#rules';
import { stating, type Chapter, type Known } from './chapter.ts';
import type { Data, OpenDeal, Outcome } from './opportunity.state.ts';

/** L120, L133, L144, L251, L252. The bytes were sent beforehand; `mediaType` is what whoever sent them says they are. */
export type AttachDocument = Command<
  'AttachDocument',
  Given<Omit<Data<'DocumentReceived'>, 'size' | 'mediaType'>> & { readonly mediaType?: string | undefined }
>;
/** Told of, without bytes: what asks for evidence does not count it. */
export type ClaimDocument = Command<'ClaimDocument', Given<Data<'DocumentClaimed'>>>;

export type DocumentCommand = AttachDocument | ClaimDocument;

const ownId = ['give it an id of its own'];

/** The same bytes, as the same thing. */
const isAsGiven = ({ data: { size, mediaType, ...known } }: Fact<Data<'DocumentReceived'>>, given: AttachDocument['data']): boolean =>
  same(known, present({ ...given, mediaType: undefined })) && (given.mediaType ?? mediaType) === mediaType;

/** What was claimed first may come in later, as what it was claimed to be. */
const attach = (given: AttachDocument['data'], { facts }: OpenDeal, { stored }: Known): Outcome => {
  const { documentId, kind, sha256, mediaType = 'application/octet-stream', ...rest } = given;
  const earlier = facts.documents[documentId];
  if (earlier) return isAsGiven(earlier, given) ? accept() : refuse('StatedOtherwise', { documentId, event: 'DocumentReceived' }, ownId);
  const claim = facts.claimedDocuments[documentId]?.data;
  if (claim && claim.kind !== kind) return refuse('StatedOtherwise', { documentId, event: 'DocumentClaimed' }, ownId);
  if (!stored) return refuse('BytesNotReceived', { sha256 }, ['send the bytes to /v1/documents', 'ClaimDocument']);
  return accept({ type: 'DocumentReceived', data: present({ documentId, kind, sha256, ...stored, mediaType, ...rest }) });
};

/** A deal's documents. One whose bytes are here is evidence; a link is not. */
export const documents: Chapter<DocumentCommand> = {
  AttachDocument: attach,
  ClaimDocument: stating('DocumentClaimed', {
    among: ({ facts }) => facts.claimedDocuments,
    id: 'documentId',
    check: ({ documentId }, { facts }) =>
      facts.documents[documentId] && refuse('StatedOtherwise', { documentId, event: 'DocumentReceived' }, ownId),
  }),
};
