import { ROOT_CONTEXT, SpanStatusCode, trace, TraceFlags, type Attributes, type SpanKind, type Tracer } from '@opentelemetry/api';

/** Where a span stands: enough to hang others below it, in any process. */
export interface SpanPlace {
  readonly traceId: string;
  readonly spanId: string;
}

/** Something that has happened. Times in ms of `performance.now()`. */
export interface Happened {
  readonly name: string;
  readonly kind: SpanKind;
  readonly traceId: string;
  /** Random when absent. */
  readonly spanId?: string | undefined;
  readonly parentId?: string | undefined;
  /** Of another trace. */
  readonly link?: SpanPlace | undefined;
  readonly attributes: Attributes;
  readonly startedAt: number;
  readonly endedAt: number;
  readonly failed?: boolean;
}

/** Ids are derived from what the spans are about, so the library is told them, one span at a time. */
export const givenIds = (random: { generateTraceId(): string; generateSpanId(): string }) => {
  let given: { readonly traceId?: string; readonly spanId?: string | undefined } = {};
  return {
    generateTraceId: (): string => given.traceId ?? random.generateTraceId(),
    generateSpanId: (): string => given.spanId ?? random.generateSpanId(),
    newSpanId: (): string => random.generateSpanId(),
    under: <T>(ids: typeof given, work: () => T): T => {
      given = ids;
      try {
        return work();
      } finally {
        given = {};
      }
    },
  };
};

export type GivenIds = ReturnType<typeof givenIds>;

const contextOf = ({ traceId, spanId }: SpanPlace) => ({ traceId, spanId, traceFlags: TraceFlags.SAMPLED, isRemote: true });

/** Writes spans down once what they tell of is over: nothing is kept open meanwhile. */
export const spanRecorder = (tracer: Tracer, ids: GivenIds) => {
  const epoch = (time: number): number => Date.now() - performance.now() + time;
  return (happened: Happened): void => {
    const { name, kind, traceId, spanId, parentId, link, attributes, startedAt, endedAt, failed } = happened;
    const context = parentId === undefined ? ROOT_CONTEXT : trace.setSpanContext(ROOT_CONTEXT, contextOf({ traceId, spanId: parentId }));
    const options = { kind, attributes, startTime: epoch(startedAt), ...(link && { links: [{ context: contextOf(link) }] }) };
    const span = ids.under({ traceId, spanId }, () => tracer.startSpan(name, options, context));
    if (failed) span.setStatus({ code: SpanStatusCode.ERROR });
    span.end(epoch(endedAt));
  };
};

export type RecordSpan = ReturnType<typeof spanRecorder>;
