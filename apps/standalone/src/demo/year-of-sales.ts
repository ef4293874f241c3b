import { companyNames, needs, reps } from './cast.ts';
import { sell } from './deal-story.ts';
import type { Dice } from './dice.ts';
import { classicSales, customerJourney, smallCustomers, standard, strategicCustomers, type Course } from './evidence/gates.ts';
import { capture, followUp, type Plot } from './lead-story.ts';
import { day, Storyline, type Story } from './storyline.ts';

/** Most deals go by the standard process, some by a variant of it or by one of the other two. */
const courses: readonly Course[] = [
  ...Array.from({ length: 9 }, () => standard),
  ...[smallCustomers, smallCustomers, strategicCustomers],
  ...[customerJourney, customerJourney, classicSales, classicSales],
];

/** A year of sales that ends at `until`: `count` leads, spread over it, each followed to its win, its loss, or where it stands today. */
export const yearOfSales = (dice: Dice, until: Date, count: number): readonly Story[] =>
  Array.from({ length: count }, (_, at) => {
    const start = new Date(until.getTime() - 365 * day + Math.floor(((at + dice.roll()) / count) * 364 * day));
    const plot: Plot = {
      line: new Storyline(start, until, dice),
      dice,
      rep: dice.pick(reps).userId,
      course: dice.pick(courses),
      company: `${dice.pick(companyNames.first)} ${dice.pick(companyNames.second)}`,
      need: dice.pick(needs),
      leadId: `demo-${at + 1}`,
      opportunityId: `demo-${at + 1}`,
    };
    capture(plot);
    // Screening is forgotten now and then, where it is asked for: the deal cannot be opened before it is made up for.
    const screened = plot.course.process === 'CUSTOMER-JOURNEY' || !dice.chance(0.12);
    if (dice.chance(0.75) && followUp(plot, screened)) sell(plot, screened);
    return { leadId: plot.leadId, opportunityId: plot.opportunityId, steps: plot.line.steps };
  });
