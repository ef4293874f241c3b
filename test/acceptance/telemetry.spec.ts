import { funnelProjection } from '#funnel';
import { readFile } from 'node:fs/promises';
import { createLogger, openMetrics, publicationMetrics } from '#telemetry';
import { openCollector, type CollectedSpan, type Collector } from '../support/otlp-collector.ts';
import { runningApp, withStaff, type RunningApp } from '../support/running-app.ts';
import { until } from '../support/until.ts';

let collector: Collector;
let running: RunningApp;
const lines: string[] = [];

beforeAll(async () => {
  collector = await openCollector();
  const sampling = { sampler: 'always_on', ratio: 1 } as const;
  const tracing = { endpoint: collector.url, headers: { 'x-key': 'of the collector' }, serviceName: 'test', delayMs: 50, ...sampling };
  running = await withStaff(
    await runningApp({
      config: { telemetry: { metrics: true, tracing } },
      logger: createLogger('debug', false, { write: (line) => void lines.push(line) }),
    }),
  );
}, 120_000);

afterAll(async () => {
  await running?.stop();
  await collector?.close();
});

const traceOf = (correlationId: string | null): string => (correlationId ?? '').replaceAll('-', '');

const named = (spans: readonly CollectedSpan[], name: string): CollectedSpan => {
  const found = spans.filter((span) => span.name === name);
  expect({ name, times: found.length, all: spans.map((span) => span.name) }).toMatchObject({ name, times: 1 });
  return found[0]!;
};

const capture = (leadId: string, headers: Record<string, string> = {}) =>
  running.post(
    '/v1/leads',
    { leadId, source: 'web', company: 'Undisclosed Ltd', email: 'ada@undisclosed.example' },
    { as: 'sdr', headers },
  );

const caller = { traceId: '4bf92f3577b34da6a3ce929d0e0e4736', spanId: '00f067aa0ba902b7' };
const traceparent = `00-${caller.traceId}-${caller.spanId}-01`;

describe('a command', () => {
  it('is one trace, from its request to its row', async () => {
    const answer = await capture('traced');
    expect(answer.status).toBe(201);
    const traceId = traceOf(answer.headers.get('x-correlation-id'));
    const spans = await collector.spansOf(traceId, 4);

    const request = named(spans, 'POST /v1/leads');
    expect(request).toMatchObject({ kind: 2, attributes: { 'http.route': '/v1/leads', 'http.response.status_code': 201 } });
    expect(request.parentSpanId ?? '').toBe('');
    expect(request.resource).toMatchObject({ 'service.name': 'test' });
    const append = named(spans, 'append lead');
    expect(append).toMatchObject({ parentSpanId: request.spanId, attributes: { 'dealtrail.append.outcome': 'committed' } });
    const sequence = named(spans, 'sequence');
    expect(sequence).toMatchObject({ parentSpanId: append.spanId, attributes: { 'dealtrail.event.type': 'LeadCaptured' } });
    const project = named(spans, 'project');
    expect(project).toMatchObject({ parentSpanId: sequence.spanId, kind: 5 });
    expect(project.attributes).toMatchObject({
      'dealtrail.stream.category': 'lead',
      'dealtrail.event.revision': 0,
      'dealtrail.ledger.index': sequence.attributes['dealtrail.ledger.index'],
      'dealtrail.projections': expect.arrayContaining(['lead-list', 'funnel']),
    });
    for (const { startTimeUnixNano, endTimeUnixNano } of spans)
      expect(BigInt(endTimeUnixNano)).toBeGreaterThanOrEqual(BigInt(startTimeUnixNano));
    const last = (one: CollectedSpan) => BigInt(one.endTimeUnixNano);
    expect(last(append) <= last(request) && last(append) <= last(sequence) && last(sequence) <= last(project)).toBe(true);
  });

  it('belongs to the trace of its caller, and its events state that as their correlation', async () => {
    const answer = await capture('called', { traceparent });
    expect(traceOf(answer.headers.get('x-correlation-id'))).toBe(caller.traceId);
    const spans = await collector.spansOf(caller.traceId, 4);
    const request = named(spans, 'POST /v1/leads');
    expect(request.parentSpanId).toBe(caller.spanId);
    expect(named(spans, 'append lead').parentSpanId).toBe(request.spanId);
    named(spans, 'project');
  });

  it('is linked to the trace of its caller where a correlation of another name is given', async () => {
    const other = { traceId: '5bf92f3577b34da6a3ce929d0e0e4736', spanId: caller.spanId };
    const correlationId = '0197aaaa-bbbb-7ccc-8ddd-eeeeffff0000';
    await capture('linked', { traceparent: `00-${other.traceId}-${other.spanId}-00`, 'x-correlation-id': correlationId });
    const request = named(await collector.spansOf(other.traceId, 1), 'POST /v1/leads');
    const append = named(await collector.spansOf(traceOf(correlationId), 3), 'append lead');
    expect(append.parentSpanId ?? '').toBe('');
    expect(append.links).toMatchObject([{ traceId: other.traceId, spanId: request.spanId }]);
  });

  it('is followed into what a process does about it', async () => {
    const correlationId = '0197aaaa-bbbb-7ccc-8ddd-eeeeffff0001';
    const onLead = (path: string, body: object, headers = {}) => running.post(`/v1/leads/converted/${path}`, body, { as: 'rita', headers });
    await capture('converted');
    await running.post('/v1/leads/converted/assign', { to: 'rita' }, { as: 'sdr' });
    await onLead('contacts', { channel: 'call', direction: 'outbound', effective: true });
    const yes = { met: true, answer: 'yes' };
    const bant = { budget: yes, authority: yes, need: yes, timeline: yes };
    for (const as of ['MQL', 'SQL', 'prospect']) await onLead('qualify', { as, bant });
    const deal = { name: 'Plan', expectedAmount: { minor: 1_000_000, currency: 'CNY' }, expectedSigningDate: '2027-03-31' };
    const answer = await onLead('convert', { opportunityId: 'followed', ...deal }, { 'x-correlation-id': correlationId });
    expect(answer.text).toContain('accepted');
    const spans = await collector.spansOf(traceOf(correlationId), 7);
    expect(named(spans, 'append opportunity').parentSpanId).toBe(named(spans, 'append lead').spanId);
  });

  it('tells the collector nothing that it was told', async () => {
    const token = await running.token('sdr');
    await until(() => collector.spans().length > 20);
    const all = collector.received.join('\n');
    for (const told of ['Undisclosed', 'ada@', 'traced', token, 'Bearer']) expect(all).not.toContain(told);
    expect(collector.headers[0]).toMatchObject({ 'x-key': 'of the collector' });
  });
});

/** The value of one series; nothing when there is none. */
const seriesIn = (text: string, series: string): number | undefined => {
  const line = text.split('\n').find((one) => one.startsWith(`${series} `));
  return line === undefined ? undefined : Number(line.slice(series.length + 1));
};

const figures = async (): Promise<string> => (await running.get('/metrics')).text;

describe('the figures', () => {
  it('are served to scrapers without a name, in their format', async () => {
    const answer = await running.get('/metrics');
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toMatch('text/plain; version=0.0.4');
    for (const name of ['nodejs_eventloop_lag_seconds', 'nodejs_heap_size_used_bytes', 'dealtrail_append_duration_seconds_bucket'])
      expect(answer.text).toContain(name);
  });

  it('count commands by what became of them, and time requests by route', async () => {
    const before = await figures();
    const grown = async (series: string) => (seriesIn(await figures(), series) ?? 0) - (seriesIn(before, series) ?? 0);
    const lead = { leadId: 'counted', source: 'web', company: 'Acme' };
    for (const key of ['counting', 'counting']) await running.post('/v1/leads', lead, { as: 'sdr', key });
    await running.post('/v1/leads/counted/assign', { to: 'rita' }, { as: 'analyst' });
    await running.post('/v1/leads/counted/convert', { opportunityId: 'x' }, { as: 'analyst' });
    await running.get('/v1/no-such-thing/counted');
    expect(await grown('dealtrail_commands_total{command="CaptureLead",outcome="accepted"}')).toBe(1);
    expect(await grown('dealtrail_commands_total{command="CaptureLead",outcome="repeated"}')).toBe(1);
    expect(await grown('dealtrail_commands_total{command="AssignLead",outcome="denied"}')).toBe(1);
    expect(await grown('dealtrail_http_request_duration_seconds_count{method="POST",route="/v1/leads",status="2xx"}')).toBe(2);
    expect(await grown('dealtrail_http_request_duration_seconds_count{method="POST",route="/v1/leads/:id/assign",status="4xx"}')).toBe(1);
    expect(await grown('dealtrail_http_request_duration_seconds_count{method="GET",route="none",status="4xx"}')).toBe(1);
    // The capture, and the attempt that was denied.
    expect(await until(async () => (await grown('dealtrail_append_duration_seconds_count{outcome="committed"}')) === 2)).toBe(true);
    expect(await figures()).not.toMatch(/counted|sdr|rita/);
  });

  it('tell how ledger, read models and processes stand', async () => {
    const caughtUp = async () => seriesIn(await figures(), 'dealtrail_process_lag_events{process="conversion"}') === 0;
    expect(await until(caughtUp)).toBe(true);
    const text = await figures();
    expect(seriesIn(text, 'dealtrail_ledger_size')).toBeGreaterThan(20);
    expect(seriesIn(text, 'dealtrail_relay_leader')).toBe(1);
    expect(seriesIn(text, 'dealtrail_relay_halted')).toBe(0);
    expect(seriesIn(text, 'dealtrail_relay_lag_events')).toBe(0);
    expect(seriesIn(text, 'dealtrail_relay_behind_seconds')).toBeLessThan(10);
    expect(seriesIn(text, 'dealtrail_relay_steps_total')).toBeGreaterThan(5);
    const funnel = `projection="funnel",version="${funnelProjection.projection.version}",build="1",live="true"`;
    expect(text).toContain('dealtrail_projection_state{projection="funnel",version=');
    expect(seriesIn(text, `dealtrail_projection_parked_cases{${funnel}}`)).toBe(0);
    expect(seriesIn(text, `dealtrail_projection_state{${funnel},state="running"}`)).toBe(1);
    expect(seriesIn(text, `dealtrail_projection_state{${funnel},state="halted"}`)).toBe(0);
    expect(seriesIn(text, 'dealtrail_process_state{process="conversion",state="running"}')).toBe(1);
    expect(seriesIn(text, 'dealtrail_scrape_errors_total{part="projections"}')).toBe(0);
  });

  it('are all explained to those who watch, and no others', async () => {
    const explained = await readFile(new URL('../../docs/operations/observability.md', import.meta.url), 'utf8');
    const namesIn = (text: string) => text.match(/dealtrail_[a-z_]+/g)?.map((name) => name.replace(/_bucket$/, '')) ?? [];
    const ofPublisher = openMetrics();
    publicationMetrics(ofPublisher, () => ({ position: 0, lag: 0, leader: true }));
    const kept = [...(await figures()).split('\n'), ...(await ofPublisher.text()).split('\n')].filter((line) => line.startsWith('# HELP'));
    expect([...new Set(namesIn(explained))].toSorted()).toEqual(kept.flatMap(namesIn).toSorted());
  });

  it('can be left out, and then another program of this process keeps its own', async () => {
    const silent = await runningApp({ config: { telemetry: { metrics: false } } });
    try {
      expect((await silent.get('/metrics')).status).toBe(404);
      expect((await silent.get('/health/live')).status).toBe(200);
    } finally {
      await silent.stop();
    }
    expect(seriesIn(await figures(), 'dealtrail_relay_leader')).toBe(1);
  });
});

interface Line {
  readonly level: string;
  readonly time: string;
  readonly msg: string;
  readonly route?: string;
  readonly correlationId?: string;
  readonly traceId?: string;
}

describe('the log', () => {
  const parsed = (): readonly Line[] => lines.map((line) => JSON.parse(line) as Line);

  it('names the correlation and the trace in every line about a request', async () => {
    const answer = await capture('logged', { traceparent });
    const correlationId = answer.headers.get('x-correlation-id')!;
    const lead = (await running.get('/v1/leads/logged', { as: 'nobody', headers: { traceparent } })).status;
    expect(lead).toBeGreaterThanOrEqual(400);
    const about = () => parsed().filter((line) => line.correlationId === correlationId);
    expect(await until(() => about().length >= 2)).toBe(true);
    for (const line of about()) expect(line).toMatchObject({ level: 'debug', traceId: caller.traceId, time: expect.stringMatching(/Z$/) });
    const answered = parsed().filter(({ msg }) => msg === 'answered');
    for (const { route, correlationId: correlation, traceId } of answered)
      expect({ route, told: [typeof correlation, typeof traceId] }).toEqual({
        route,
        told: ['string', /metrics|health/.test(route ?? '') ? 'undefined' : 'string'],
      });
  });

  it('holds no token, no body and no header', async () => {
    const token = await running.token('sdr');
    await running.send('/v1/leads', '{"company":"Undisclosed', { as: 'sdr', headers: { authorization: `Bearer ${token}x` } });
    expect(lines.length).toBeGreaterThan(20);
    const all = lines.join('');
    for (const told of ['Undisclosed', 'ada@', token, 'Bearer', 'idempotency']) expect(all).not.toContain(told);
  });
});

describe('liveness', () => {
  it('is of every loop that should turn', async () => {
    const { status, body } = await running.get('/health/live');
    expect(status).toBe(200);
    expect(body).toMatchObject({ status: 'live', checks: { eventLoop: { ok: true }, relay: { ok: true }, projections: { ok: true } } });
  });
});
