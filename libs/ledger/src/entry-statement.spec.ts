import fc from 'fast-check';
import { canonicalBytes, sha256Hex, type Entry } from '#event-contracts';
import { entryStatement } from './entry-statement.ts';
import { writtenEvent } from './testing/index.ts';

const text = fc.oneof(fc.string({ unit: 'grapheme', maxLength: 12 }), fc.constantFrom('"stream":"lead-2"', '\\', '"', ',"v":1}', '销售'));
const digest = fc.string().map((value) => sha256Hex(Buffer.from(value)));

describe('what an entry states', () => {
  it('is read from every entry, whatever its texts are', () => {
    const entries = fc.record({
      actor: fc.record(
        { userId: text, rolesAtThatTime: fc.array(text, { maxLength: 3 }), userRevision: fc.integer({ min: -1 }), onBehalfOf: text },
        { requiredKeys: ['userId', 'rolesAtThatTime', 'userRevision'] },
      ),
      policyVersion: text,
      correlationId: text,
      sealed: fc.array(fc.record({ hash: digest, key: text }), { maxLength: 3 }),
    });
    fc.assert(
      fc.property(entries, fc.nat(), ({ actor, ...given }, revision) => {
        const entry = { ...given, actor: { channel: 'cli', ...actor } } as Partial<Entry>;
        const event = writtenEvent({ stream: 'lead-1', revision, caseId: 'case-1', entry });
        expect(entryStatement(event.entry)).toEqual({
          stream: 'lead-1',
          revision,
          caseId: 'case-1',
          dataHash: sha256Hex(event.data),
          sealedHashes: given.sealed.map(({ hash }) => hash),
        });
      }),
      { numRuns: 300 },
    );
  });

  it('is nothing when the bytes are not the canonical form', () => {
    const { entry } = writtenEvent({ stream: 'lead-1', revision: 4 });
    const canonical = entry.toString();
    const malformed = [
      canonical.replace('"revision":4', '"revision":04'),
      canonical.replace('"revision":4', '"revision":4.0'),
      canonical.replace('"revision":4', '"revision":4,"revision":4'),
      canonical.replace('"v":1', '"v": 1'),
      canonical.replace('"v":1', '"v":1,"z":"\\u0041"'),
      canonical.replace('sales-rep', 'sales\\u002drep'),
      canonical.replace('"stream":"lead-1"', '"stream":7'),
      `${canonical} `,
      canonical.slice(0, -1),
      '[]',
    ];
    expect(malformed.map((each) => entryStatement(Buffer.from(each)))).toEqual(malformed.map(() => undefined));
    expect(entryStatement(Buffer.concat([entry.subarray(0, 50), Buffer.of(0xff), entry.subarray(51)]))).toBeUndefined();
  });

  it('is read from an entry that says more than is known of today', () => {
    const known = JSON.parse(writtenEvent({ stream: 'lead-1', revision: 0 }).entry.toString()) as Entry;
    expect(entryStatement(canonicalBytes({ ...known, tenant: 'x' }))).toMatchObject({ stream: 'lead-1', revision: 0 });
  });
});
