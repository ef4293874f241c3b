import kafkajs from 'kafkajs';
import { distributed, type Distributed } from '../support/distributed.ts';
import { openCollector } from '../support/otlp-collector.ts';
import { withStaff, type Client } from '../support/running-app.ts';
import { until } from '../support/until.ts';

interface ReadyAnswer {
  readonly checks: { readonly publisher: { readonly ok: boolean; readonly topicUnfit?: string; readonly reason?: string } };
}

const publisherOf = async ({ url }: { readonly url: string }) =>
  ((await (await fetch(`${url}/health/ready`)).json()) as ReadyAnswer).checks.publisher;

const lead = { source: 'web', company: 'Nordwind Foods', contactName: 'Hanna Weber', phone: '+49 30 1234' };

describe('the distributed profile', () => {
  let on: Distributed;
  beforeEach(async () => void (on = await distributed()));
  afterEach(() => on.stop());

  const readable = async (client: Client, path: string, after: string, as: string) =>
    client.get(path, { as, headers: { 'dealtrail-after': after } });

  it('carries a command through the event store, ledger and topic into the rows, and a query waits for it', async () => {
    await on.relay();
    const [commands, queries] = [await on.commandApi(), await on.queryApi()];
    await on.projector();
    const client = await withStaff(await on.client(commands.url, queries.url));
    const captured = await client.post('/v1/leads', lead, { as: 'sdr' });
    expect(captured.status).toBe(201);
    const found = await readable(client, captured.headers.get('location') ?? '', captured.body.position, 'compliance');
    expect(found.body).toMatchObject({ company: 'Nordwind Foods' });
  });

  it('makes one trace of a command, from its request to its row, through every process', async () => {
    const collector = await openCollector();
    const traced = (name: string) => ({
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      OTEL_BSP_SCHEDULE_DELAY: '50',
      OTEL_SERVICE_NAME: name,
    });
    await on.relay(traced('relay'));
    const [commands, queries] = [await on.commandApi(traced('command-api')), await on.queryApi()];
    await on.projector(traced('projector'));
    const client = await withStaff(await on.client(commands.url, queries.url));
    // Once it has seen one, every read model is live: before, events are taken in by the thousand, without a span for each.
    const first = await client.post('/v1/leads', lead, { as: 'sdr' });
    await readable(client, first.headers.get('location') ?? '', first.body.position, 'compliance');
    await until(async () => (await fetch(`${queries.url}/health/ready`)).status === 200);
    const { headers } = await client.post('/v1/leads', lead, { as: 'sdr' });
    const traceId = (headers.get('x-correlation-id') ?? '').replaceAll('-', '');
    const spans = await collector.spansOf(traceId, 5);
    // Read models at different places of the slice take it in at different times.
    expect([...new Set(spans.map(({ name, resource }) => `${name} (${String(resource['service.name'])})`))].sort()).toEqual([
      'POST /v1/leads (command-api)',
      'append lead (command-api)',
      'project (projector)',
      'publish (relay)',
      'sequence (relay)',
    ]);
    await collector.close();
  });

  it('is ready only when it can do its work', async () => {
    const ready = async (url: string) => (await fetch(`${url}/health/ready`)).status;
    const projector = await on.projector();
    expect(await ready(projector.url)).toBe(503);
    const relay = await on.relay();
    await until(async () => (await ready(relay.url)) === 200);
    await until(async () => (await ready(projector.url)) === 200);
    const queries = await on.queryApi();
    await until(async () => (await ready(queries.url)) === 200);
    for (const { url } of [projector, relay, queries]) expect((await fetch(`${url}/health/live`)).status).toBe(200);
  });

  /** Captures leads of so many more companies, and tells which companies a query has that waits for the last of them. */
  const capturing = (client: Client) => {
    const positions: string[] = [];
    const capture = async (count: number): Promise<void> => {
      for (let at = 0; at < count; at += 1)
        positions.push((await client.post('/v1/leads', { ...lead, company: `Company ${positions.length}` }, { as: 'sdr' })).body.position);
    };
    const companies = async (): Promise<ReadonlySet<string>> => {
      const found = new Set<string>();
      for (let next: string | null | undefined; next !== null;) {
        const path = `/v1/leads?limit=20${next ? `&cursor=${encodeURIComponent(next)}` : ''}`;
        const page = await readable(client, path, positions.at(-1)!, 'compliance');
        for (const { company } of page.body.items) found.add(company as string);
        next = page.body.next as string | null;
      }
      return found;
    };
    return { capture, companies };
  };

  it('publishes nothing on a topic that is not what it has to be, and says so', async () => {
    const relay = await on.relay();
    await until(() => relay.publisher.status().topic !== undefined);
    await relay.stop();
    const other = await on.relay({ KAFKA_RETENTION_HOURS: '1' });
    await until(async () => (await publisherOf(other)).topicUnfit !== undefined);
    const topicUnfit = expect.stringContaining('retention.ms is 604800000, should be 3600000');
    expect(await publisherOf(other)).toMatchObject({ ok: false, topicUnfit, reason: topicUnfit });
  });

  const takeRecordsUpTo = async (bytes: number): Promise<void> => {
    const brokers = on.environment['KAFKA_BROKERS']!.split(',');
    const admin = new kafkajs.Kafka({ brokers, logLevel: kafkajs.logLevel.NOTHING }).admin();
    await admin.connect();
    const configEntries = [{ name: 'max.message.bytes', value: String(bytes) }];
    await admin.alterConfigs({
      validateOnly: false,
      resources: [{ type: kafkajs.ConfigResourceTypes.TOPIC, name: on.topic, configEntries }],
    });
    await admin.disconnect();
  };

  it('says which event its topic is too small for, and goes on when the topic takes it', async () => {
    const relay = await on.relay();
    const [commands, queries] = [await on.commandApi(), await on.queryApi()];
    const client = await withStaff(await on.client(commands.url, queries.url));
    const publishes = () => until(async () => relay.publisher.status().position === relay.relay.status().size);
    expect(await publishes()).toBe(true);
    await takeRecordsUpTo(500);
    await client.post('/v1/leads', lead, { as: 'sdr' });
    expect(await until(async () => (await publisherOf(relay)).reason !== undefined)).toBe(true);
    const refusal = expect.stringMatching(/does not take the event at ledger index \d+, revision \d+ of [a-z]+-.* max\.message\.bytes/);
    expect(await publisherOf(relay)).toMatchObject({ ok: false, role: 'leader', reason: refusal });
    await takeRecordsUpTo(8 * 1024 * 1024);
    expect(await until(async () => (await publisherOf(relay)).ok)).toBe(true);
    expect(await publishes()).toBe(true);
  });

  it('goes on with more partitions, in the next generation of the topic', async () => {
    const relay = await on.relay();
    const [commands, queries] = [await on.commandApi(), await on.queryApi()];
    const projectors = [await on.projector(), await on.projector()];
    const { capture, companies } = capturing(await withStaff(await on.client(commands.url, queries.url)));
    await capture(10);
    await relay.stop();
    await capture(10);
    const more = await on.relay({ KAFKA_PARTITIONS: '8' });
    await capture(10);
    await until(async () =>
      projectors.every(({ feed }) => feed.status().topic === `${on.topic}.g2` && feed.status().partitions.length === 4),
    );
    // A query waits for the case that it is asked to wait for; others are in other partitions.
    await until(async () => (await companies()).size === 30);
    expect(more.publisher.status()).toMatchObject({ topic: `${on.topic}.g2`, partitions: 8 });
    const few = await on.relay({ KAFKA_PARTITIONS: '12' });
    await more.stop();
    await until(() => few.publisher.status().halted !== undefined);
    expect(few.publisher.status().halted?.message).toContain('has 8 partitions, and 12 are asked for: a new number must be a multiple');
  });

  it('lets projectors come and go while commands are given', async () => {
    await on.relay();
    const [commands, queries] = [await on.commandApi(), await on.queryApi()];
    const first = await on.projector();
    const { capture, companies } = capturing(await withStaff(await on.client(commands.url, queries.url)));
    await capture(10);
    const second = await on.projector();
    await until(async () => first.feed.status().partitions.length === 2 && second.feed.status().partitions.length === 2);
    await capture(10);
    await first.stop();
    await capture(10);
    await until(async () => second.feed.status().partitions.length === 4);
    await until(async () => (await companies()).size === 30);
  });
});
