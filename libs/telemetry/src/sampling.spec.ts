import fc from 'fast-check';
import { samplerOf } from './sampling.ts';
import { traceIdOf } from './trace-ids.ts';

const traces = fc.uuid().map(traceIdOf);

describe('keeping traces', () => {
  it('keeps all or none', () =>
    fc.assert(
      fc.property(traces, (traceId) => {
        expect(samplerOf({ sampler: 'always_on', ratio: 0 })(traceId)).toBe(true);
        expect(samplerOf({ sampler: 'parentbased_always_off', ratio: 1 })(traceId)).toBe(false);
        expect(samplerOf({ sampler: 'traceidratio', ratio: 1 })(traceId)).toBe(true);
        expect(samplerOf({ sampler: 'traceidratio', ratio: 0 })(traceId)).toBe(false);
      }),
    ));

  it('keeps with a larger share all that it keeps with a smaller one', () =>
    fc.assert(
      fc.property(traces, fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }), (traceId, one, other) => {
        const [less, more] = [one, other].sort((a, b) => a - b).map((ratio) => samplerOf({ sampler: 'parentbased_traceidratio', ratio }));
        if (less!(traceId)) expect(more!(traceId)).toBe(true);
      }),
    ));

  it('keeps about the share that it was told to', () => {
    const keeps = samplerOf({ sampler: 'traceidratio', ratio: 0.25 });
    const kept = Array.from({ length: 4000 }, (_, at) => traceIdOf(`deal ${at}`)).filter(keeps).length;
    expect(kept).toBeGreaterThan(850);
    expect(kept).toBeLessThan(1150);
  });

  it('keeps no more and no less of ids that begin with the time', () => {
    const keeps = samplerOf({ sampler: 'traceidratio', ratio: 0.25 });
    const ofOneMoment = Array.from({ length: 4000 }, (_, at) => `0197f3a0b1c27${traceIdOf(`deal ${at}`).slice(13)}`);
    expect(ofOneMoment.filter(keeps).length).toBeGreaterThan(850);
    expect(ofOneMoment.filter(keeps).length).toBeLessThan(1150);
  });
});
