import type { HistoryEntryDto } from '#audit/nest';
import { canonicalBytes, entryBytes, sha256Hex } from '#event-contracts';
import { leafHash, type InclusionProof } from '#ledger';
import { gapsIn, shortcomings } from './proved.ts';

const data = { opportunityId: 'a', reason: 'price' };
const ids = { eventId: 'e1', caseId: 'case-a', commandId: 'c1', correlationId: 'c1', causationId: 'c1' };
const versions = { policyVersion: 'p@1', processVersion: 'q@1' };
const times = { occurredAt: '2026-01-05T08:00:00.000Z', recordedAt: '2026-01-05T09:00:00.000Z' };
const place = { stream: 'opportunity-a', revision: 3, type: 'OpportunityLost', schemaVersion: 2 };

const entry = entryBytes({
  ...{ v: 1, ...ids, ...versions, ...times, ...place },
  actor: { userId: 'rita', rolesAtThatTime: ['SALES_REP'], userRevision: 4, channel: 'api' },
  dataHash: sha256Hex(canonicalBytes(data)),
  sealed: [{ key: 'person-rita', hash: 'a'.repeat(64) }],
});
const leaf = leafHash(entry).toString('hex');
/** Of a ledger that holds this event alone: its root is its only leaf. */
const proof: InclusionProof = { ledgerId: 'l', index: 0, size: 1, leaf, entry: entry.toString('base64'), path: [], root: leaf };
const head = { ledgerId: 'l', size: 1, root: leaf };
const shown: HistoryEntryDto = {
  ...{ ...ids, ...versions, ...times, ...place, position: 'l:0', index: 0, about: place.stream, lateSeconds: 3600, data },
  ...{ changes: [], refusal: null, sealed: [{ key: 'person-rita', state: 'withheld', fields: null }] },
  actor: { userId: 'rita', roles: ['SALES_REP'], userRevision: 4, onBehalfOf: null, channel: 'api' },
};
const otherwise = (field: string) => [`event 0 (opportunity-a, revision 3): the history shows other than the ledger proves: ${field}`];

describe('what a history shows of an event', () => {
  it('is borne out by the ledger', () => expect(shortcomings(shown, proof, head)).toEqual([]));

  it.each([
    ['eventId', { eventId: 'e2' }],
    ['caseId', { caseId: 'case-b' }],
    ['type', { type: 'OpportunityWon' }],
    ['occurredAt', { occurredAt: times.recordedAt }],
    ['recordedAt', { recordedAt: times.occurredAt }],
    ['commandId', { commandId: 'c2' }],
    ['correlationId', { correlationId: 'c2' }],
    ['causationId', { causationId: 'c2' }],
    ['policyVersion', { policyVersion: 'p@2' }],
    ['processVersion', { processVersion: 'q@2' }],
    ['sealed', { sealed: [] }],
    ['actor', { actor: { ...shown.actor, userId: 'mona' } }],
    ['actor', { actor: { ...shown.actor, onBehalfOf: 'mona' } }],
    ['data', { data: { ...data, reason: 'competitor' } }],
  ])('is not where it says otherwise of %s', (field, change) =>
    expect(shortcomings({ ...shown, ...change }, proof, head)).toEqual(otherwise(field)),
  );

  it('cannot be compared in its data where these were brought to a newer version', () =>
    expect(shortcomings({ ...shown, schemaVersion: 3, data: { ...data, more: true } }, proof, head)).toEqual([]));

  it.each([
    ['of another event', { index: 1 }, head],
    ['that leads elsewhere', { path: [leaf] }, head],
    ['of an entry that was changed', { entry: Buffer.from('{}').toString('base64') }, head],
    ['for another ledger', {}, { ...head, ledgerId: 'm' }],
    ['for another size', {}, { ...head, size: 2 }],
    ['for another root', {}, { ...head, root: 'b'.repeat(64) }],
  ])('is not by a proof %s', (_, change, of) =>
    expect(shortcomings(shown, { ...proof, ...change }, of)).toEqual(['event 0 (opportunity-a, revision 3): the proof does not hold']),
  );
});

describe('the streams of a case', () => {
  const at = (stream: string, revision: number) => ({ stream, revision });
  it('are whole when each begins at its beginning and leaves nothing out', () =>
    expect(gapsIn([at('a', 0), at('b', 0), at('a', 1), at('b', 1), at('a', 2)])).toEqual([]));
  it('are not where a revision is missing, at the beginning or later', () =>
    expect(gapsIn([at('a', 1), at('b', 0), at('b', 2)])).toEqual([
      'a: revision 0 is missing before revision 1',
      'b: revision 1 is missing before revision 2',
    ]));
});
