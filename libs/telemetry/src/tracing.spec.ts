import type { SequencedEvent, StoredEvent } from '#eventsourcing';
import { leafHash, type Sequenced } from '#ledger';
import { writtenEvent } from '#ledger/testing';
import { openCollector, type Collector } from '../../../test/support/otlp-collector.ts';
import { until } from '../../../test/support/until.ts';
import { tracedEventStore } from './event-store-traces.ts';
import { sequencingTraces } from './sequencing-traces.ts';
import { appendSpanOf, traceIdOf } from './trace-ids.ts';
import { openTracing, type Tracing } from './tracing.ts';
import type { TracingSettings } from './tracing-settings.ts';

let collector: Collector;
const open: Tracing[] = [];

beforeEach(async () => {
  collector = await openCollector();
});

afterEach(async () => {
  await Promise.all(open.splice(0).map((tracing) => tracing.stop()));
  await collector.close();
});

const process = async (serviceName: string, settings: Partial<TracingSettings> = {}, onError = (_: Error): void => undefined) => {
  const tracing = await openTracing(
    { endpoint: collector.url, serviceName, sampler: 'always_on', ratio: 1, delayMs: 20, ...settings },
    onError,
  );
  open.push(tracing);
  return tracing;
};

const span = { startedAt: performance.now() - 5, endedAt: performance.now() };
const event = (stream: string, correlationId: string, commandId = 'c-1') =>
  writtenEvent({ stream, revision: 0, entry: { correlationId, commandId } });
const sequenced = (stored: StoredEvent, index: number): SequencedEvent => ({ ...stored, index, leaf: leafHash(stored.entry) });

describe('one trace through several processes', () => {
  it('hangs together though nobody tells the others', async () => {
    const [api, relay, projector] = await Promise.all(['command-api', 'relay', 'projector'].map((name) => process(name)));
    const correlationId = 'order 66 of the caller';
    const stored = event('lead-1', correlationId);
    const request = api!.request(correlationId);
    await api!.within(request, async () => api!.appended([stored], 'committed', span));
    api!.answered(request, { method: 'POST', route: '/v1/leads', status: 201 }, span);
    const placed = sequenced(stored, 7);
    relay!.sequenced([placed], span);
    relay!.published([placed], span);
    projector!.projected([placed], [{ name: 'funnel', parkedFrom: new Map() }], span);

    const spans = await collector.spansOf(traceIdOf(correlationId), 5);
    const of = (name: string) => spans.find((one) => one.name === name)!;
    expect(of('append lead').parentSpanId).toBe(of('POST /v1/leads').spanId);
    expect(of('sequence').parentSpanId).toBe(of('append lead').spanId);
    expect(of('publish')).toMatchObject({ parentSpanId: of('sequence').spanId, kind: 4 });
    expect(of('project').parentSpanId).toBe(of('sequence').spanId);
    expect(new Set(spans.map(({ resource }) => resource['service.name']))).toEqual(new Set(['command-api', 'relay', 'projector']));
    expect(new Set(spans.map(({ spanId }) => spanId)).size).toBe(5);
  });

  it('is kept by all of them or by none', async () => {
    const ratio = { sampler: 'traceidratio', ratio: 0.5 } as const;
    const [api, projector] = await Promise.all(['command-api', 'projector'].map((name) => process(name, ratio)));
    for (let at = 0; at < 40; at += 1) {
      const stored = event(`lead-${at}`, `correlation ${at}`, `command-${at}`);
      api!.appended([stored], 'committed', span);
      projector!.projected([sequenced(stored, at)], [{ name: 'funnel', parkedFrom: new Map() }], span);
    }
    await Promise.all(open.splice(0).map((tracing) => tracing.stop()));
    const kept = (name: string) =>
      collector
        .spans()
        .filter((one) => one.name === name)
        .map(({ traceId }) => traceId);
    expect(kept('append lead').toSorted()).toEqual(kept('project').toSorted());
    expect(kept('project').length).toBeGreaterThan(5);
    expect(kept('project').length).toBeLessThan(35);
  });
});

describe('the spans of an event', () => {
  it('say of which kind it is and where it stands, and nothing of what it holds', async () => {
    const tracing = await process('relay');
    tracing.sequenced([sequenced(event('lead-of-ada', 'c'), 7)], span);
    const [one] = await collector.spansOf(traceIdOf('c'), 1);
    expect(one!.attributes).toEqual({
      'dealtrail.stream.category': 'lead',
      'dealtrail.event.type': 'ContactLogged',
      'dealtrail.event.revision': 0,
      'dealtrail.ledger.index': 7,
    });
    expect(collector.received.join()).not.toMatch(/ada|user-7/);
  });

  it('name no projection that holds the case back', async () => {
    const tracing = await process('projector');
    const [one, other] = [sequenced(event('lead-1', 'c'), 7), sequenced(event('lead-2', 'd'), 8)];
    const parked = { name: 'funnel', parkedFrom: new Map([[one.caseId, 7]]) };
    tracing.projected([one, other], [parked, { name: 'audit', parkedFrom: new Map() }], span);
    tracing.projected([one], [parked], span);
    const [first] = await collector.spansOf(traceIdOf('c'), 1);
    const [second] = await collector.spansOf(traceIdOf('d'), 1);
    expect(first!.attributes['dealtrail.projections']).toEqual(['audit']);
    expect(second!.attributes['dealtrail.projections']).toEqual(['funnel', 'audit']);
    expect(collector.spans()).toHaveLength(2);
  });

  it('follow from the events that caused it', async () => {
    const tracing = await process('projector');
    const cause = { correlationId: 'c', commandId: 'c-1' };
    await tracing.following(cause, async () => tracing.appended([event('opportunity-1', 'c', 'c-2')], 'committed', span));
    const [one] = await collector.spansOf(traceIdOf('c'), 1);
    expect(one).toMatchObject({ spanId: appendSpanOf('c-2'), parentSpanId: appendSpanOf('c-1') });
  });

  it('are left out where the entry cannot be read', async () => {
    const tracing = await process('relay');
    const unreadable = { ...event('lead-1', 'c'), entry: Buffer.from('not an entry') };
    tracing.sequenced([sequenced(unreadable, 0)], span);
    tracing.sequenced([sequenced(event('lead-2', 'd'), 1)], span);
    await collector.spansOf(traceIdOf('d'), 1);
    expect(collector.spans()).toHaveLength(1);
  });
});

describe('a traced store', () => {
  it('says what became of an append, and has spans below only what was committed', async () => {
    const tracing = await process('api');
    const outcomes = [{ outcome: 'conflict' }, { outcome: 'unknown', cause: new Error('gone') }, { outcome: 'committed' }] as const;
    const answers = outcomes.values();
    const store = tracedEventStore(
      { append: async () => answers.next().value ?? Promise.reject(new Error('down')), read: async () => [] },
      tracing,
    );
    const events = [event('lead-1', 'c')];
    for (const { outcome } of outcomes) expect(await store.append(events)).toMatchObject({ outcome });
    await expect(store.append(events)).rejects.toThrow('down');
    const spans = await collector.spansOf(traceIdOf('c'), 4);
    const said = spans.map(({ spanId, attributes }) => [attributes['dealtrail.append.outcome'], spanId === appendSpanOf('c-1')]);
    expect(said).toEqual([
      ['conflict', false],
      ['unknown', false],
      ['committed', true],
      ['failed', false],
    ]);
  });
});

describe('sequencing', () => {
  const step = (events: Sequenced['events']): Sequenced => ({ from: 4, events, ...span });
  const sourced = ({ stream, revision, caseId, entry }: StoredEvent) => ({ cursor: '1', stream, revision, caseId, leaf: leafHash(entry) });

  it('is told of whole events at once', async () => {
    const told: number[] = [];
    const tell = sequencingTraces(
      { sequenced: (events) => told.push(...events.map(({ index }) => index)) },
      { read: () => Promise.reject(new Error('not to be asked')) },
    );
    tell(step(['a', 'b'].map((name) => ({ ...event(`lead-${name}`, 'c'), ...sourced(event(`lead-${name}`, 'c')) }))));
    expect(told).toEqual([4, 5]);
  });

  it('reads back from the ledger what came without its bytes, and outlives a ledger that is gone', async () => {
    const stored = event('lead-1', 'c');
    const told: SequencedEvent[] = [];
    let gone = true;
    const read = async (from: number, limit: number) => {
      if (gone) throw new Error('gone');
      return limit === 1 ? [sequenced(stored, from)] : [];
    };
    const tell = sequencingTraces({ sequenced: (events) => void told.push(...events) }, { read });
    tell(step([sourced(stored)]));
    await Promise.resolve();
    gone = false;
    tell(step([sourced(stored)]));
    expect(await until(() => told.length > 0)).toBe(true);
    expect(told).toEqual([sequenced(stored, 4)]);
  });
});

describe('a collector that is not there', () => {
  it('is told of once, and keeps nobody from stopping', async () => {
    const errors: Error[] = [];
    const gone = await openCollector();
    await gone.close();
    const tracing = await process('api', { endpoint: gone.url, timeoutMs: 50 }, (error) => void errors.push(error));
    tracing.appended([event('lead-1', 'c')], 'committed', span);
    expect(await until(() => errors.length === 1)).toBe(true);
    tracing.appended([event('lead-2', 'd')], 'committed', span);
    await tracing.stop();
    expect(errors).toHaveLength(1);
  });
});
