import { Refused } from '#terminal';
import type { ProcessMigrationContents } from '#rules';
import { migrationText, movesOf, runMigration, type Move } from './migration-run.ts';

const contents = {
  stages: [
    { from: 'S2', to: 'S2' },
    { from: 'S3', to: 'S4' },
  ],
  gates: [{ stage: 'S2', is: 'carried' }],
} as unknown as ProcessMigrationContents;
const moves = movesOf(contents, [
  { opportunityId: 'a', stage: 'S2' },
  { opportunityId: 'b', stage: 'S3' },
  { opportunityId: 'c', stage: 'S3' },
]);
const refusing = (status: number, reason: string) => new Refused({ type: 'urn:test', title: 'Refused', status, reason });

describe('moving a population of deals', () => {
  it('says where each goes, and nowhere for what the migration does not know', () => {
    expect(moves.map(({ from, to }) => [from, to])).toEqual([
      ['S2', 'S2'],
      ['S3', 'S4'],
      ['S3', 'S4'],
    ]);
    expect(movesOf(contents, [{ opportunityId: 'd', stage: 'S9' }])[0]).toMatchObject({ to: null });
  });
  it('counts what was moved, what was moved before, and what was refused for which reason', async () => {
    const outcomes: Readonly<Record<string, 'accepted' | 'noEffect' | undefined>> = { a: 'accepted', b: 'noEffect' };
    const seen: number[] = [];
    const report = await runMigration(
      moves,
      async ({ opportunityId }: Move) => {
        const outcome = outcomes[opportunityId];
        if (!outcome) throw refusing(409, 'OwnDeal');
        return outcome;
      },
      { progress: (done) => seen.push(done) },
    );
    expect(report).toEqual({ moved: 1, already: 1, refused: [{ opportunityId: 'c', reason: 'OwnDeal' }] });
    expect(seen).toEqual([1, 2, 3]);
    expect(migrationText(moves, report)).toMatch(/S3 +S4 +2[^]*1 moved, 1 moved before, 1 refused[^]*OwnDeal +1/);
  });
  it('ends at once where nobody may', async () => {
    const denied = runMigration(moves, () => Promise.reject(refusing(403, 'Denied')), { width: 1 });
    await expect(denied).rejects.toThrow(Refused);
  });
  it('lets what is under way end when it is stopped, and says how far it came', async () => {
    const stop = new AbortController();
    const run = runMigration(moves, async () => (stop.abort(), 'accepted' as const), { width: 1, signal: stop.signal });
    await expect(run).rejects.toThrow('stopped after 1 of 3 deals');
  });
  it('says so when there is nothing to move', () => expect(migrationText([])).toContain('No running deal'));
});
