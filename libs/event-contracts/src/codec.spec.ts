import fc from 'fast-check';
import { UndecodableEvent, type Proposed } from '#eventsourcing';
import {
  canonicalBytes,
  catalogue,
  entryBytes,
  entryFor,
  eventCodec,
  parseEntry,
  sha256Hex,
  unseal,
  type AnyEvent,
  type LeadEvent,
} from './index.ts';

const keyring = () => {
  const keys = new Map<string, Buffer>();
  return { keys, obtain: async (id: string) => keys.get(id) ?? keys.set(id, Buffer.alloc(32, keys.size + 1)).get(id)! };
};

const captured: Proposed<LeadEvent> = {
  event: {
    type: 'LeadCaptured',
    data: { leadId: 'l1', source: 'web', company: 'Acme 测试', contactId: 'p1', contactName: 'Li Lei', phone: '+86 10 1234' },
  },
  eventId: 'e1',
  stream: 'lead-l1',
  revision: 0,
  caseId: 'case-1',
  occurredAt: '2026-01-01T00:00:00.000Z',
  recordedAt: '2026-01-01T00:00:01.000Z',
  actor: { userId: 'u1', rolesAtThatTime: ['SDR'], userRevision: 3, channel: 'api' },
  correlationId: 'c1',
  causationId: 'c1',
  commandId: 'c1',
  policyVersion: 'p@1',
  processVersion: 'q@1',
};

describe('the codec', () => {
  it('keeps personal fields out of the open data and seals them under the person’s key', async () => {
    const { keys, obtain } = keyring();
    const stored = await eventCodec<AnyEvent>(catalogue, { obtain }).encode(captured);
    expect(Buffer.concat([stored.entry, stored.data, ...stored.sealed]).includes('Li Lei')).toBe(false);
    expect(unseal(keys.get('person-p1')!, stored.sealed[0]!, 'e1')).toEqual({ contactName: 'Li Lei', phone: '+86 10 1234' });
    expect(() => unseal(keys.get('person-p1')!, stored.sealed[0]!, 'e2')).toThrow();
    expect(parseEntry(stored.entry)).toMatchObject({
      dataHash: sha256Hex(stored.data),
      sealed: [{ key: 'person-p1', hash: sha256Hex(stored.sealed[0]!) }],
    });
  });

  it('gives back what was proposed, without what is sealed', async () => {
    const codec = eventCodec<AnyEvent>(catalogue, keyring());
    const { event, ...envelope } = captured;
    expect(codec.decode(await codec.encode(captured))).toEqual({
      ...envelope,
      type: event.type,
      schemaVersion: entryFor(catalogue, 'LeadCaptured').definition.version,
      data: { leadId: 'l1', source: 'web', company: 'Acme 测试', contactId: 'p1' },
    });
  });

  it('refuses data that is not as declared, naming the field', async () => {
    const codec = eventCodec<AnyEvent>(catalogue, keyring());
    const wrong = {
      ...captured,
      event: { type: 'LeadCaptured', data: { ...captured.event.data, surprise: 1 } },
    } as unknown as Proposed<AnyEvent>;
    await expect(codec.encode(wrong)).rejects.toThrow(/LeadCaptured\/surprise/);
  });

  it('fails on unknown types', async () => {
    const codec = eventCodec<AnyEvent>(catalogue, keyring());
    const stored = await codec.encode(captured);
    const alien = { ...stored, entry: entryBytes({ ...parseEntry(stored.entry), type: 'NeverHeardOf' }) };
    expect(() => codec.decode(alien)).toThrow(UndecodableEvent);
  });

  it('writes entries in their RFC 8785 form', () => {
    const text = fc.string({ unit: 'grapheme' });
    fc.assert(
      fc.property(text, text, fc.array(text), fc.option(text, { nil: undefined }), fc.nat(), (one, two, list, optional, revision) => {
        const { event, ...envelope } = captured;
        const actor = {
          userId: one,
          rolesAtThatTime: list,
          userRevision: revision,
          channel: 'api' as const,
          ...(optional !== undefined && { onBehalfOf: optional }),
        };
        const entry = {
          ...envelope,
          v: 1 as const,
          type: event.type,
          schemaVersion: 1,
          dataHash: two,
          sealed: [{ key: one, hash: two }],
          actor,
          revision,
          caseId: two,
        };
        expect(entryBytes(entry).equals(canonicalBytes(entry))).toBe(true);
      }),
    );
  });
});
