import { recordedAs } from '#eventsourcing/testing';
import type { DocumentKind, OpportunityEvent } from '#event-contracts';
import { opened, opportunityId } from '../../../../test/support/open-deal.ts';
import { dealFacts, type DealFacts } from './deal-facts.ts';
import { documentsOnFile } from './documents.ts';

const received = (documentId: string, kind: DocumentKind): OpportunityEvent => ({
  type: 'DocumentReceived',
  data: { opportunityId, documentId, kind, sha256: 'a'.repeat(64), size: 1, mediaType: 'text/plain' },
});
const claimed: OpportunityEvent = { type: 'DocumentClaimed', data: { opportunityId, documentId: 'd9', kind: 'quote' } };

const facts = [opened, received('d2', 'quote'), received('d1', 'meetingMinutes'), claimed].reduce<DealFacts | undefined>(
  (folded, event, at) => dealFacts(folded, recordedAs(event, at)),
  undefined,
)!;
const found = (kinds?: readonly DocumentKind[], ids?: readonly string[]) =>
  documentsOnFile(facts, kinds, ids).map(({ data }) => data.documentId);

describe('the documents on file', () => {
  it('are those whose bytes the server has, the earliest first', () => expect(found()).toEqual(['d2', 'd1']));
  it('are told apart by kind', () => expect(found(['quote'])).toEqual(['d2']));
  it('are told apart by id', () => expect(found(undefined, ['d1', 'd9'])).toEqual(['d1']));
  it('never are those that are only claimed', () => expect(found(['quote'], ['d9'])).toEqual([]));
});
