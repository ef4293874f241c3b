import { AsyncLocalStorage } from 'node:async_hooks';
import { SpanKind, type Attributes } from '@opentelemetry/api';
import type { AppendOutcome, CaseId, SequencedEvent, StoredEvent } from '#eventsourcing';
import { entryField } from './entry-field.ts';
import { samplerOf } from './sampling.ts';
import { spanRecorder, type RecordSpan, type SpanPlace } from './spans.ts';
import { appendSpanOf, sequenceSpanOf, traceIdOf } from './trace-ids.ts';
import type { TracingSettings } from './tracing-settings.ts';

/** When something began and ended; ms of `performance.now()`. */
export interface Span {
  readonly startedAt: number;
  readonly endedAt: number;
}

/** A request on its way. `callerId`: the caller's own span. */
export interface RequestPlace extends SpanPlace {
  readonly callerId?: string | undefined;
}

export interface AnsweredSpan {
  readonly method: string;
  /** The route's template, never the path. */
  readonly route: string | undefined;
  readonly status: number;
}

/** Events that a projection has in its rows now, but for those of the cases that it holds back. */
export interface ReflectedBy {
  readonly name: string;
  /** Each with the index from which on it is held back. */
  readonly parkedFrom: ReadonlyMap<CaseId, number>;
}

/**
 * A request's way to the row, as one trace through all processes. Nothing about it is stored: the trace is the correlation id, which every
 * event states, and the spans that others hang below have ids derived from the command (append) and from the leaf (sequence). Every
 * method is cheap for a trace that is not kept, and never throws.
 */
export interface Tracing {
  /** A new span's place for a request; its trace is the caller's, where there is one. */
  readonly request: (correlationId: string, caller?: SpanPlace) => RequestPlace;
  /** What is appended in the course of `work` follows from there. */
  readonly within: <T>(place: SpanPlace, work: () => T) => T;
  /** What is appended in the course of `work` follows from this command's events. */
  readonly following: <T>(cause: { readonly correlationId: string; readonly commandId: string }, work: () => T) => T;
  readonly answered: (place: RequestPlace, answer: AnsweredSpan, span: Span) => void;
  readonly appended: (events: readonly StoredEvent[], outcome: AppendOutcome['outcome'] | 'failed', span: Span) => void;
  readonly sequenced: (events: readonly SequencedEvent[], span: Span) => void;
  readonly published: (events: readonly SequencedEvent[], span: Span) => void;
  readonly projected: (events: readonly SequencedEvent[], by: readonly ReflectedBy[], span: Span) => void;
  /** Sends what is left, as far as it goes quickly. */
  readonly stop: () => Promise<void>;
}

const categoryOf = (stream: string): string => stream.split('-', 1)[0] ?? stream;

const attributesOf = ({ stream, revision, entry, index }: SequencedEvent): Attributes => ({
  'dealtrail.stream.category': categoryOf(stream),
  'dealtrail.event.type': entryField(entry, 'type') ?? 'unknown',
  'dealtrail.event.revision': revision,
  'dealtrail.ledger.index': index,
});

/** The trace of an event, if it is kept. */
const keptTraceOf = (kept: (traceId: string) => boolean, { entry }: Pick<StoredEvent, 'entry'>): string | undefined => {
  const correlationId = entryField(entry, 'correlationId');
  const traceId = correlationId === undefined ? undefined : traceIdOf(correlationId);
  return traceId !== undefined && kept(traceId) ? traceId : undefined;
};

const appendSpans = (record: RecordSpan, kept: (traceId: string) => boolean, place: () => SpanPlace | undefined): Tracing['appended'] => {
  return (events, outcome, span) => {
    const [first] = events;
    const traceId = first && keptTraceOf(kept, first);
    if (!first || traceId === undefined) return;
    const above = place();
    const sameTrace = above?.traceId === traceId;
    const commandId = entryField(first.entry, 'commandId');
    record({
      name: `append ${categoryOf(first.stream)}`,
      kind: SpanKind.INTERNAL,
      traceId,
      // Only what was committed has spans below it; of the others there may be several for one command.
      ...(outcome === 'committed' && commandId !== undefined && { spanId: appendSpanOf(commandId) }),
      ...(above && (sameTrace ? { parentId: above.spanId } : { link: above })),
      attributes: {
        'dealtrail.stream.category': categoryOf(first.stream),
        'dealtrail.event.type': events.map(({ entry }) => entryField(entry, 'type') ?? 'unknown'),
        'dealtrail.event.revision': first.revision,
        'dealtrail.append.outcome': outcome,
      },
      failed: outcome === 'failed' || outcome === 'unknown',
      ...span,
    });
  };
};

const sequenceSpans =
  (record: RecordSpan, kept: (traceId: string) => boolean): Tracing['sequenced'] =>
  (events, span) => {
    for (const event of events) {
      const traceId = keptTraceOf(kept, event);
      if (traceId === undefined) continue;
      const commandId = entryField(event.entry, 'commandId');
      record({
        name: 'sequence',
        kind: SpanKind.INTERNAL,
        traceId,
        spanId: sequenceSpanOf(event.leaf),
        parentId: commandId === undefined ? undefined : appendSpanOf(commandId),
        attributes: attributesOf(event),
        ...span,
      });
    }
  };

/** What happens to events that have their place. */
const spansBelow =
  (record: RecordSpan, kept: (traceId: string) => boolean, name: string, kind: SpanKind) =>
  (events: readonly SequencedEvent[], span: Span, further: (event: SequencedEvent) => Attributes | undefined = () => ({})): void => {
    for (const event of events) {
      const traceId = keptTraceOf(kept, event);
      const more = traceId === undefined ? undefined : further(event);
      if (traceId === undefined || !more) continue;
      const attributes = { ...attributesOf(event), ...more };
      record({ name, kind, traceId, parentId: sequenceSpanOf(event.leaf), attributes, ...span });
    }
  };

const holders = (by: readonly ReflectedBy[], { caseId, index }: SequencedEvent): readonly string[] =>
  by.filter(({ parkedFrom }) => index < (parkedFrom.get(caseId) ?? Infinity)).map(({ name }) => name);

/** Spans go to the collector that the settings name. `onError`: told when it cannot be reached, once until it can again. */
export const openTracing = async (settings: TracingSettings, onError: (error: Error) => void): Promise<Tracing> => {
  // Loaded only by whoever traces: it is a good part of a small program's memory.
  const { openSpanExport } = await import('./span-export.ts');
  const { tracer, ids, stop } = openSpanExport(settings, onError);
  const kept = samplerOf(settings);
  const record = spanRecorder(tracer, ids);
  const places = new AsyncLocalStorage<SpanPlace>();
  const project = spansBelow(record, kept, 'project', SpanKind.CONSUMER);
  const publish = spansBelow(record, kept, 'publish', SpanKind.PRODUCER);
  return {
    request: (correlationId, caller) => ({
      traceId: caller?.traceId ?? traceIdOf(correlationId),
      spanId: ids.newSpanId(),
      callerId: caller?.spanId,
    }),
    within: (place, work) => places.run(place, work),
    following: ({ correlationId, commandId }, work) =>
      places.run({ traceId: traceIdOf(correlationId), spanId: appendSpanOf(commandId) }, work),
    answered: ({ traceId, spanId, callerId }, { method, route, status }, span) => {
      if (!kept(traceId)) return;
      record({
        name: route === undefined ? method : `${method} ${route}`,
        kind: SpanKind.SERVER,
        traceId,
        spanId,
        parentId: callerId,
        attributes: { 'http.request.method': method, 'http.route': route, 'http.response.status_code': status },
        failed: status >= 500,
        ...span,
      });
    },
    appended: appendSpans(record, kept, () => places.getStore()),
    sequenced: sequenceSpans(record, kept),
    published: (events, span) => publish(events, span),
    projected: (events, by, span) =>
      project(events, span, (event) => {
        const projections = [...holders(by, event)];
        return projections.length === 0 ? undefined : { 'dealtrail.projections': projections };
      }),
    stop,
  };
};
