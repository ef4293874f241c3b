/** Where a caller's own trace stands, as its `traceparent` header says (W3C Trace Context). */
export interface TraceParent {
  readonly traceId: string;
  readonly spanId: string;
}

const form = /^(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-[0-9a-f]{2}(-.*)?$/;

/** Nothing when the header is absent or cannot be read; then it is as if there were none. */
export const traceParentOf = (header: string | string[] | undefined): TraceParent | undefined => {
  const [, traceId, spanId] = (typeof header === 'string' && form.exec(header)) || [];
  return traceId !== undefined && spanId !== undefined ? { traceId, spanId } : undefined;
};

/** A trace's id in the form of a UUID, in which a correlation id states it. */
export const asUuid = (traceId: string): string => traceId.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
