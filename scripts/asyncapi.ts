import type { Catalogue, PublishedShapes } from '#event-contracts';

/** Where the events are published when nothing else is configured. */
const topic = 'dealtrail.events';
const kafkaBinding = '0.5.0';
const httpBinding = '0.3.0';

const ref = (path: string) => ({ $ref: path });
const text = (description: string, further: object = {}) => ({ type: 'string', description, ...further });
const whole = (description: string, from: number) => text(description, { pattern: from < 0 ? '^(-1|0|[1-9]\\d*)$' : '^(0|[1-9]\\d*)$' });

/** One version of one event, as it may stand in the topic for ever. */
interface Version {
  readonly type: string;
  readonly version: number;
  readonly description: string;
  readonly aggregate: string;
}

/** Every version that was ever published: what was written once is never written anew. */
const versionsOf = (catalogue: Catalogue, published: PublishedShapes): readonly Version[] =>
  [...catalogue.values()].flatMap(({ definition: { type, version: newest, description, aggregate } }) => {
    const versions = [...new Set([...Object.keys(published[type] ?? {}).map(Number), newest])];
    return versions.sort((one, other) => one - other).map((version) => ({ type, version, description, aggregate }));
  });

const nameOf = ({ type, version }: Version): string => `${type}.${version}`;
const payloadOf = (version: Version) => ref(`./schemas/${nameOf(version)}.json`);

/** Binary content mode of the CloudEvents Kafka protocol binding: attributes are headers, UTF-8; the value is the data. */
const recordHeaders = {
  type: 'object',
  description: 'A CloudEvent 1.0 in binary content mode. Every value is UTF-8 text but `dealtrail_sealed`.',
  required: [
    ...['ce_specversion', 'ce_id', 'ce_type', 'ce_source', 'ce_subject', 'ce_time', 'content-type', 'ce_caseid', 'ce_stream'],
    ...['ce_revision', 'ce_ledgerid', 'ce_index', 'ce_previndex', 'ce_schemaversion', 'dealtrail_entry'],
  ],
  properties: {
    ce_specversion: { type: 'string', const: '1.0' },
    ce_id: text('The event’s id: the same in every ledger, topic and feed.'),
    ce_type: text('The event type.'),
    ce_source: text('`/dealtrail/ledgers/<ledgerId>`', { format: 'uri-reference' }),
    ce_subject: text('The stream.'),
    ce_time: text('When it happened, UTC.', { format: 'date-time' }),
    'content-type': { type: 'string', const: 'application/json' },
    ce_caseid: text('The case, which is the key too.'),
    ce_stream: text('The stream, for example `opportunity-17`.'),
    ce_revision: whole('The event’s place in its stream, from 0, without gaps.', 0),
    ce_ledgerid: text('The ledger that `ce_index` and `ce_previndex` count in. Another one after a restore that lost published events.'),
    ce_index: whole('The event’s place in the ledger, from 0, without gaps.', 0),
    ce_previndex: whole('The ledger index before this one in the same partition; -1 at its first.', -1),
    ce_schemaversion: whole('Which version of the type’s schema the value has.', 1),
    dealtrail_entry: text('The RFC 8785 bytes that were hashed into the ledger: its leaf is SHA-256(0x00 ‖ these bytes).'),
    dealtrail_sealed: text(
      'Ciphertexts in the order in which the entry names them, for each its length (uint32, big-endian) and its bytes. Absent when there are none.',
      { contentEncoding: 'binary' },
    ),
  },
};

const feedEvent = (versions: readonly Version[]) => ({
  type: 'object',
  description:
    'A CloudEvent 1.0 in JSON format. Its members say what the headers of the event’s record say; there may be more of them one day.',
  required: [
    ...['specversion', 'id', 'type', 'source', 'subject', 'time', 'datacontenttype', 'dataschema', 'caseid', 'revision'],
    ...['ledgerid', 'index', 'schemaversion', 'entry', 'data'],
  ],
  properties: {
    specversion: { type: 'string', const: '1.0' },
    id: text('The event’s id.'),
    type: text('The event type.'),
    source: text('`/dealtrail/ledgers/<ledgerId>`', { format: 'uri-reference' }),
    subject: text('The stream.'),
    time: text('When it happened, UTC.', { format: 'date-time' }),
    datacontenttype: { type: 'string', const: 'application/json' },
    dataschema: text('Names the schema of `data`.', { format: 'uri' }),
    caseid: text('The case.'),
    revision: { type: 'integer', minimum: 0, description: 'Place in the stream.' },
    ledgerid: text('The ledger that `index` counts in.'),
    index: { type: 'integer', minimum: 0, description: 'Place in the ledger.' },
    schemaversion: { type: 'integer', minimum: 1, description: 'Version of the schema of `data`.' },
    entry: text('The RFC 8785 text that was hashed into the ledger.'),
    data: {
      description: 'The open fields, as they were written. An event type that is newer than this document has a schema that is not in it.',
      anyOf: versions.map(payloadOf),
    },
  },
});

const position = text('`ledgerId:index`: just after the event at `index`, -1 before the first. Opaque; good for ever in its ledger.', {
  pattern: '^[A-Za-z0-9-]+:(-1|0|[1-9]\\d*)$',
});

const topicSemantics = [
  'Every event of the ledger, as a CloudEvent 1.0 in binary content mode, one record each.',
  '**Order.** The key is the case, and the partition is the one that Kafka’s own default partitioner takes for it (murmur2 of the key, its sign bit off, modulo the number of partitions): all of one case is in one partition, in ledger order. There is no order between partitions but `ce_index`.',
  '**Duplicates.** A record may come more than once: after a failure the sender goes on from the last place that it is sure of. Keep the highest `ce_index` of each partition, and drop what is at or below it.',
  '**Holes.** `ce_previndex` is the index before this one in the same partition. At or below the highest index that you have, nothing is missing; above it, read what lies between from the feed, and take what belongs to the partition.',
  '**Retention.** What the topic no longer has, the feed has, for ever. Offsets are hints; `ce_ledgerid` and `ce_index` are the position.',
  '**Another ledger.** A restore that lost published events starts a new `ce_ledgerid`: indexes begin to mean other events, ids do not. Begin again from the start of the new ledger, and drop ids that you know.',
  '**Partitions.** Their number never changes within a topic. Another number is another topic, which begins at some index of the ledger.',
  '**Unknown types** and newer versions are yours to pass over or to stop at; the sender passes on what it does not know.',
].join('\n\n');

const feedSemantics = [
  'The same events in ledger order, from any position, for ever; `Accept: text/event-stream` for a stream, else pages.',
  'In the stream each event has as `id` the position after it, as `event` its type, and as `data` a CloudEvent in JSON format. `position` events tell how far the stream is when nothing for this reader came. Come back with the last `id` in `Last-Event-ID`: nothing is missing and nothing comes twice.',
  'A position of a ledger that is no longer there is answered with 410.',
].join('\n\n');

const messageOf = (version: Version) => ({
  name: nameOf(version),
  title: version.type,
  summary: version.description,
  contentType: 'application/json',
  headers: {
    allOf: [
      ref('#/components/schemas/RecordHeaders'),
      { type: 'object', properties: { ce_type: { const: version.type }, ce_schemaversion: { const: `${version.version}` } } },
    ],
  },
  payload: payloadOf(version),
  bindings: { kafka: { key: text('The case.'), bindingVersion: kafkaBinding } },
  'x-aggregate': version.aggregate,
});

const feedQuery = {
  type: 'object',
  properties: {
    from: text('A position: what comes after it is sent. Or `start` (when absent), or `end`.'),
    type: { type: 'array', items: { type: 'string' }, description: 'Only events of these types; repeated, or with commas.' },
    case: text('Only events of this case.'),
    limit: { type: 'integer', minimum: 1, maximum: 1000, description: 'Of a page: events at most.' },
    wait: { type: 'integer', minimum: 0, maximum: 30, description: 'Of a page: seconds to wait where there is no event yet.' },
  },
};

const feedMessages = {
  FeedEvent: {
    name: 'FeedEvent',
    summary: 'One event of the stream, or of a page.',
    contentType: 'application/cloudevents+json',
    payload: ref('#/components/schemas/FeedEvent'),
  },
  FeedPosition: {
    name: 'position',
    summary: 'How far the stream is.',
    payload: { type: 'object', required: ['position'], properties: { position: ref('#/components/schemas/Position') } },
  },
  FeedPage: {
    name: 'FeedPage',
    summary: 'The next events, for those who do not want a stream.',
    payload: {
      type: 'object',
      required: ['events', 'next', 'more'],
      properties: {
        events: { type: 'array', items: ref('#/components/schemas/FeedEvent') },
        next: ref('#/components/schemas/Position'),
        more: { type: 'boolean', description: 'Whether it is worth asking for the next page at once.' },
      },
    },
  },
};

const refsTo = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, ref(`#/components/messages/${name}`)]));

const servers = {
  kafka: {
    host: '{bootstrap}',
    protocol: 'kafka',
    description: 'Where events are fanned out.',
    variables: { bootstrap: { default: 'localhost:9092', description: 'A broker of the cluster.' } },
    bindings: { kafka: { bindingVersion: kafkaBinding } },
  },
  http: {
    host: '{host}',
    protocol: 'http',
    description: 'Wherever Dealtrail answers queries.',
    variables: { host: { default: 'localhost:3000' } },
    security: [ref('#/components/securitySchemes/bearer')],
  },
};

const channelsFor = (names: readonly string[]) => ({
  events: {
    address: '{topic}',
    title: 'The topic',
    description: topicSemantics,
    servers: [ref('#/servers/kafka')],
    parameters: { topic: { default: topic, description: 'The topic’s name; one for each number of partitions.' } },
    messages: refsTo(names),
    bindings: { kafka: { topic, topicConfiguration: { 'cleanup.policy': ['delete'] }, bindingVersion: kafkaBinding } },
  },
  feed: {
    address: '/v1/feed',
    title: 'The feed',
    description: feedSemantics,
    servers: [ref('#/servers/http')],
    messages: refsTo(Object.keys(feedMessages)),
  },
});

const operations = {
  publishEvents: {
    action: 'send',
    channel: ref('#/channels/events'),
    summary: 'Every event of the ledger, at least once, in order within its case.',
    bindings: { kafka: { bindingVersion: kafkaBinding } },
  },
  serveFeed: {
    action: 'send',
    channel: ref('#/channels/feed'),
    summary: 'Every event of the ledger to whoever asks, from where they say.',
    bindings: { http: { method: 'GET', query: feedQuery, bindingVersion: httpBinding } },
  },
};

/** What other programs may rely on, as AsyncAPI 3.0. Schemas of event data are the files beside it. */
export const asyncApi = (catalogue: Catalogue, published: PublishedShapes): object => {
  const versions = versionsOf(catalogue, published);
  return {
    asyncapi: '3.0.0',
    id: 'urn:dealtrail:events',
    info: {
      title: 'Dealtrail events',
      version: '1',
      description:
        'Sales events, in order, from any position, for ever: as records of a Kafka topic, and as a feed over HTTP. Both say the same of an event. Sealed fields are in neither; the topic has their ciphertexts. What is published is never taken back: a type’s version keeps its schema, a new shape is a new version.',
    },
    defaultContentType: 'application/json',
    servers,
    channels: channelsFor(versions.map(nameOf)),
    operations,
    components: {
      messages: { ...Object.fromEntries(versions.map((version) => [nameOf(version), messageOf(version)])), ...feedMessages },
      schemas: { RecordHeaders: recordHeaders, FeedEvent: feedEvent(versions), Position: position },
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
    },
  };
};
