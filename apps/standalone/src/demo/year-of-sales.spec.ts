import fc from 'fast-check';
import { rehearsal } from '../../../../test/support/demo-rehearsal.ts';
import { reps } from './cast.ts';
import { dice } from './dice.ts';
import type { Step, Story } from './storyline.ts';
import { wayToToday } from './today/deal.ts';
import { yearOfSales } from './year-of-sales.ts';

const until = new Date('2026-06-30T12:00:00.000Z');
const year = (seed: number, leads = 60): readonly Story[] => yearOfSales(dice(seed), until, leads);

const isWorkingHour = (at: Date): boolean => at.getUTCDay() % 6 !== 0 && at.getUTCHours() >= 1 && at.getUTCHours() < 10;

/** The rules that the stories want to see at work. */
const rulesShown = ['StageSkipped', 'SignatureMissing', 'GateNotPassed'];

const seeds = fc.integer({ min: 0, max: 2 ** 32 - 1 });

describe('a year of sales', () => {
  it('is the same for the same seed, and another for another', () => {
    expect(year(7)).toEqual(year(7));
    expect(year(7)).not.toEqual(year(8));
  });

  it('tells each story in order, in working hours, and nothing of the future', () =>
    fc.assert(
      fc.property(seeds, (seed) => {
        for (const { steps } of year(seed)) {
          const times = steps.map(({ at }) => at);
          expect(times).toEqual(times.toSorted((one, other) => one.getTime() - other.getTime()));
          expect(times.filter((at) => at >= until || !isWorkingHour(at))).toEqual([]);
        }
      }),
      { numRuns: 10 },
    ));

  it('follows the rules and the gates, and breaks them only where the story wants to see them at work', () =>
    fc.assert(
      fc.asyncProperty(seeds, async (seed) => {
        const perform = await rehearsal(until);
        for (const story of year(seed, 30)) {
          for (const one of story.steps) {
            const outcome = await perform(story, one);
            const met = one.expect === 'accepted' ? outcome === 'accepted' : rulesShown.includes(outcome);
            if (!met) throw new Error(`${one.as} ${one.path} ${JSON.stringify(one.body)}: ${outcome}`);
          }
        }
      }),
      { numRuns: 5 },
    ));

  it('has beside it a deal that comes to its confirmed proposal within it, and to no refusal', async () => {
    const perform = await rehearsal(until);
    const story = wayToToday(until);
    for (const one of story.steps) expect([one.path, await perform(story, one)]).toEqual([one.path, 'accepted']);
    expect(story.steps.at(-1)?.body).toEqual({ to: 'S5' });
  });

  it('has everyone of sales work on their own deals', () => {
    for (const { steps } of year(3)) {
      const owner = steps.find(({ path }) => path.endsWith('/hand-over'))?.body.to;
      for (const { as } of steps.filter((step) => reps.some(({ userId }) => userId === step.as))) expect(as).toBe(owner);
    }
  });

  it('is lifelike: leads drop off, deals are won, lost, let go and taken up again, gates refuse and managers let pass', () => {
    const stories = year(11, 300);
    const steps = stories.flatMap((story) => story.steps);
    const count = (action: string, expected: Step['expect'] = 'accepted'): number =>
      steps.filter(({ path, expect: expecting }) => path.endsWith(`/${action}`) && expecting === expected).length;
    expect(count('convert')).toBeGreaterThan(90);
    expect(count('win')).toBeGreaterThan(30);
    expect(count('lose')).toBeGreaterThan(20);
    for (const action of ['abandon', 'reopen', 'overrides', 'regress']) expect({ action, times: count(action) }.times).toBeGreaterThan(0);
    expect(count('win', 'refused')).toBeGreaterThan(3);
    expect(count('advance', 'refused')).toBeGreaterThan(10);
    expect(count('convert', 'refused')).toBeGreaterThan(3);
  });

  it('plays each process, and variants of the standard one, to the end', () => {
    const won = year(5, 400).filter(({ steps }) =>
      steps.some(({ path, expect: expecting }) => path.endsWith('/win') && expecting === 'accepted'),
    );
    const bodies = won.map(({ steps }) => Object.assign({}, ...steps.map(({ body }) => body)) as Step['body']);
    expect(new Set(bodies.map(({ process }) => process))).toEqual(new Set(['SALES-PROC-003', 'CUSTOMER-JOURNEY', 'CLASSIC-SALES']));
    expect(new Set(bodies.map(({ segment }) => segment))).toEqual(new Set([undefined, 'sme', 'strategic']));
  });
});
