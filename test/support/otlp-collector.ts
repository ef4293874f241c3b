import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { until } from './until.ts';

/** A span as OTLP has it in JSON, with its attributes and its process' as plain members. */
export interface CollectedSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly kind: number;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly links?: readonly { readonly traceId: string; readonly spanId: string }[];
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly resource: Readonly<Record<string, unknown>>;
}

export interface Collector {
  readonly url: string;
  /** Everything that arrived, as it came. */
  readonly received: readonly string[];
  readonly headers: readonly NodeJS.Dict<string | string[]>[];
  readonly spans: () => readonly CollectedSpan[];
  /** Waits until so many spans of this trace have arrived. */
  readonly spansOf: (traceId: string, count: number) => Promise<readonly CollectedSpan[]>;
  readonly close: () => Promise<void>;
}

interface Value {
  readonly [kind: string]: unknown;
  readonly arrayValue?: { readonly values: readonly Value[] };
}

type Attributes = readonly { readonly key: string; readonly value: Value }[];

const plain = (value: Value): unknown => (value.arrayValue ? value.arrayValue.values.map(plain) : Object.values(value)[0]);

const members = (attributes: Attributes): Record<string, unknown> =>
  Object.fromEntries(attributes.map(({ key, value }) => [key, plain(value)]));

interface Export {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: Attributes };
    readonly scopeSpans: readonly {
      readonly spans: readonly (Omit<CollectedSpan, 'attributes' | 'resource'> & { attributes: Attributes })[];
    }[];
  }[];
}

const spansIn = (body: string): readonly CollectedSpan[] =>
  (JSON.parse(body) as Export).resourceSpans.flatMap(({ resource, scopeSpans }) =>
    scopeSpans
      .flatMap(({ spans }) => spans)
      .map((span) => ({ ...span, attributes: members(span.attributes), resource: members(resource.attributes) })),
  );

/** Takes traces as an OpenTelemetry collector does: OTLP over HTTP, in JSON. */
export const openCollector = async (): Promise<Collector> => {
  const received: string[] = [];
  const headers: NodeJS.Dict<string | string[]>[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      received.push(Buffer.concat(chunks).toString('utf8'));
      headers.push(request.headers);
      response.writeHead(request.url === '/v1/traces' ? 200 : 404, { 'content-type': 'application/json' }).end('{}');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const spans = () => received.flatMap(spansIn);
  const ofTrace = (traceId: string) => spans().filter((span) => span.traceId === traceId);
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    headers,
    spans,
    spansOf: async (traceId, count) => {
      if (!(await until(() => ofTrace(traceId).length >= count)))
        throw new Error(`of ${traceId} only ${JSON.stringify(ofTrace(traceId).map(({ name }) => name))} arrived`);
      return ofTrace(traceId);
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
};
