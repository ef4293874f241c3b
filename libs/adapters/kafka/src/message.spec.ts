import fc from 'fast-check';
import { parseEntry } from '#event-contracts';
import { MalformedRecord, messageOf, recordOf, type Message } from './message.ts';
import { anyRecord, someRecord } from './testing/some-records.ts';

const headersOf = ({ names, contents }: Message): readonly (readonly [string, string | Buffer])[] =>
  names.map((name, at) => [name, contents[at]!]);

const received = (message: Message) => ({
  offset: '7',
  value: message.value,
  headers: Object.fromEntries(headersOf(message).map(([name, content]) => [name, Buffer.from(content)])),
});

describe('an event as a Kafka message', () => {
  it('is a CloudEvent in binary mode, keyed by its case', () => {
    const record = someRecord({ ledgerId: 'l-1', index: 12, caseId: 'opportunity-9', prevIndex: 4 });
    const message = messageOf(record);
    const { key, value, timestamp } = message;
    expect({ key, value, timestamp }).toEqual({
      key: 'opportunity-9',
      value: record.event.data,
      timestamp: Date.parse('2026-01-31T08:00:00.123Z'),
    });
    expect(message.contents).toHaveLength(message.names.length);
    expect(headersOf(message)).toEqual([
      ['ce_specversion', '1.0'],
      ['ce_id', expect.stringMatching(/^[0-9a-f-]{36}$/)],
      ['ce_type', 'OpportunityAdvanced'],
      ['ce_source', '/dealtrail/ledgers/l-1'],
      ['ce_subject', 'opportunity-9'],
      ['ce_time', '2026-01-30T10:00:00.000Z'],
      ['content-type', 'application/json'],
      ['ce_caseid', 'opportunity-9'],
      ['ce_stream', 'opportunity-9'],
      ['ce_revision', '12'],
      ['ce_ledgerid', 'l-1'],
      ['ce_index', '12'],
      ['ce_previndex', '4'],
      ['ce_schemaversion', '1'],
      ['dealtrail_entry', record.event.entry],
    ]);
  });

  it('says of the event what its entry says, whatever texts are in that', () => {
    fc.assert(
      fc.property(anyRecord, fc.constantFrom('"eventId":"no"', '","type":"no",', '\\"type\\":\\"no\\"', ''), (record, trick) => {
        const userId = `${(JSON.parse(record.event.entry.toString('utf8')) as { actor: { userId: string } }).actor.userId}${trick}`;
        const { event } = someRecord({ ...record, ...record.event, userId });
        const { eventId, type, schemaVersion, occurredAt, recordedAt } = parseEntry(event.entry);
        const message = messageOf({ ...record, event });
        expect(Object.fromEntries(headersOf(message))).toMatchObject({
          ce_id: eventId,
          ce_type: type,
          ce_schemaversion: `${schemaVersion}`,
          ce_time: occurredAt,
        });
        expect(message.timestamp).toBe(Date.parse(recordedAt));
      }),
    );
  });

  it('comes back as it was, its leaf reckoned from the entry', () => {
    fc.assert(
      fc.property(anyRecord, (record) =>
        expect({ ...recordOf(record.partition, received(messageOf(record))) }).toEqual({ ...record, offset: '7' }),
      ),
    );
  });

  const strange: readonly (readonly [what: string, change: (message: ReturnType<typeof received>) => object])[] = [
    ['no headers', () => ({ headers: undefined })],
    ['no value', () => ({ value: null })],
    ['no index', ({ headers }) => ({ headers: { ...headers, ce_index: undefined } })],
    ['an index that is no whole number', ({ headers }) => ({ headers: { ...headers, ce_index: Buffer.from('1e3') } })],
    ['a negative revision', ({ headers }) => ({ headers: { ...headers, ce_revision: Buffer.from('-1') } })],
    [
      'two entries',
      ({ headers }) => ({ headers: { ...headers, dealtrail_entry: [headers['dealtrail_entry'], headers['dealtrail_entry']] } }),
    ],
    ['another version of CloudEvents', ({ headers }) => ({ headers: { ...headers, ce_specversion: Buffer.from('0.3') } })],
  ];
  it.each(strange)('is not read with %s', (_, change) => {
    const message = received(messageOf(someRecord()));
    expect(() => recordOf(0, { ...message, ...change(message) })).toThrow(MalformedRecord);
  });
});
