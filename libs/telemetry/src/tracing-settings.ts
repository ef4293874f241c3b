export const samplerNames = [
  'always_on',
  'always_off',
  'traceidratio',
  'parentbased_always_on',
  'parentbased_always_off',
  'parentbased_traceidratio',
] as const;

/** As OTEL_TRACES_SAMPLER names it. A parent's decision cannot travel in an event, so `parentbased_x` is taken as `x`. */
export type SamplerName = (typeof samplerNames)[number];

/** Where traces go. */
export interface TracingSettings {
  /** Base address of an OTLP collector over HTTP, for example `http://127.0.0.1:4318`. */
  readonly endpoint: string;
  /** May hold secrets. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly serviceName: string;
  /** Further attributes of this process. */
  readonly attributes?: Readonly<Record<string, string>>;
  readonly sampler: SamplerName;
  /** 0 to 1: the share of traces kept by a ratio sampler. */
  readonly ratio: number;
  /** How long spans may wait for others to be sent with; ms. */
  readonly delayMs?: number;
  /** How long sending them may take; ms. */
  readonly timeoutMs?: number;
}
