import fc from 'fast-check';
import type { Touched } from './fold.ts';
import { refusedCases } from './isolate.ts';

const rowOf = (caseId: string): Touched => ({ key: [caseId], before: undefined, after: { caseId } });
const cases = fc.uniqueArray(fc.nat(40).map(String), { minLength: 1, maxLength: 25 });

describe('telling the cases apart that a database refuses', () => {
  it('finds exactly the bad ones', () =>
    fc.assert(
      fc.asyncProperty(cases, fc.func(fc.boolean()), async (all, isBad) => {
        const refusal = async ({ fresh }: { readonly fresh: readonly object[] }) =>
          fresh.some((row) => isBad((row as { caseId: string }).caseId)) ? 'no' : undefined;
        const refused = await refusedCases(new Map(all.map((caseId) => [caseId, [rowOf(caseId)]])), refusal);
        expect([...refused.keys()].sort()).toEqual(all.filter((caseId) => isBad(caseId)).sort());
      }),
    ));

  it('lets all but one go of those that only collide with each other', () =>
    fc.assert(
      fc.asyncProperty(cases, fc.integer({ min: 2, max: 5 }), async (all, modulus) => {
        const groupOf = (row: object) => Number((row as { caseId: string }).caseId) % modulus;
        const refusal = async ({ fresh }: { readonly fresh: readonly object[] }) =>
          new Set(fresh.map(groupOf)).size < fresh.length ? 'duplicate' : undefined;
        const refused = await refusedCases(new Map(all.map((caseId) => [caseId, [rowOf(caseId)]])), refusal);
        expect(all.length - refused.size).toBe(new Set(all.map((caseId) => Number(caseId) % modulus)).size);
      }),
    ));
});
