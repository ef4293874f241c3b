import fc from 'fast-check';
import {
  defineProcess,
  isEarlier,
  isForwardByOne,
  rulebookBefore,
  salesProc003v1,
  salesProcess,
  stageAfter,
  stageAt,
  stagesBetween,
  type Milestone,
} from '../index.ts';

const codes = salesProcess.stages.map(({ code }) => code);
const anyCode = fc.constantFrom(...codes, 'S0', 'x');

describe('the process SALES-PROC-003', () => {
  it('has the stages S1 to S7 (L97)', () => expect(codes).toEqual(['S1', 'S2', 'S3', 'S4', 'S5', 'S6', 'S7']));
  it('opens deals at S2 (L109), signs at S6 (L159), ends with S7 (L171)', () =>
    expect(salesProcess).toMatchObject({ opensAt: 'S2', signsAt: 'S6', closesAt: 'S7' }));
  it('reaches each milestone once, in order', () => {
    const all: readonly Milestone[] = ['M1', 'M2', 'M3', 'M4', 'M5', 'M6', 'M7', 'M8', 'M9', 'M10'];
    expect(salesProcess.stages.flatMap(({ milestones }) => milestones)).toEqual(all);
  });
  it('covers the lines of the policy without a gap', () => {
    const lines = salesProcess.stages.map(({ policyLines }) => policyLines);
    lines.slice(1).forEach(([first], at) => expect(first).toBe(lines[at]![1] + 1));
    expect([lines[0]![0], lines.at(-1)![1]]).toEqual([98, 182]);
  });
  it('expects more of a deal with every stage, and says that the figures are not policy', () => {
    const expected = salesProcess.stages.map(({ defaultProbability }) => defaultProbability);
    expect(expected).toEqual(expected.toSorted((one, other) => one - other));
    expect(salesProcess.notes.join()).toContain('default, not policy');
  });
  it('is what was published as version 1, to the letter', () =>
    expect(salesProcess.sha256).toBe('1b3ada5b06e708a275b43d21fac8643c866ba10f6d6537c103b9e45ecea212e3'));
  it('is found by its whole name, hash included, and by no other', async () => {
    expect(await rulebookBefore.process(salesProcess.processVersion)).toStrictEqual(salesProcess);
    expect(salesProcess.processVersion).toBe(`SALES-PROC-003@1#${salesProcess.sha256}`);
    const forged = defineProcess({ ...salesProc003v1, signsAt: 'S5' });
    expect(forged.sha256).not.toBe(salesProcess.sha256);
    expect(await rulebookBefore.process(forged.processVersion)).toBeUndefined();
  });
});

describe('the order of stages', () => {
  it('goes forward by one from each stage to the next only', () => {
    fc.assert(
      fc.property(anyCode, anyCode, (from, to) => {
        const [at, next] = [codes.indexOf(from), codes.indexOf(to)];
        expect(isForwardByOne(salesProcess, from, to)).toBe(at >= 0 && next === at + 1);
        expect(isEarlier(salesProcess, from, to)).toBe(at >= 0 && next >= 0 && at < next);
        expect(stagesBetween(salesProcess, from, to)).toEqual(codes.slice(at + 1, Math.max(next, 0)));
        expect(stageAt(salesProcess, from)?.code).toBe(at >= 0 ? from : undefined);
      }),
    );
  });
  it('ends after the last', () => expect(stageAfter(salesProcess, 'S7')).toBeUndefined());
  it('knows nothing after a stage that it does not have', () => expect(stageAfter(salesProcess, 'S8')).toBeUndefined());
});
