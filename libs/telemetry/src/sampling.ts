import type { TracingSettings } from './tracing-settings.ts';

/**
 * Whether a trace is kept: a matter of its id alone, so that every process that takes part in it decides alike. The last 14 digits are
 * compared with the ratio, as W3C's trace context has it for random ids; a ratio's traces are all among those of a larger one.
 */
export const samplerOf = ({ sampler, ratio }: Pick<TracingSettings, 'sampler' | 'ratio'>): ((traceId: string) => boolean) => {
  switch (sampler) {
    case 'always_on':
    case 'parentbased_always_on':
      return () => true;
    case 'always_off':
    case 'parentbased_always_off':
      return () => false;
    case 'traceidratio':
    case 'parentbased_traceidratio': {
      const threshold = (1 - ratio) * 2 ** 56;
      return (traceId) => Number.parseInt(traceId.slice(-14), 16) >= threshold;
    }
  }
};
