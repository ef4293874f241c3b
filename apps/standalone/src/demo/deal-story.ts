import { contactNames, managerOf } from './cast.ts';
import type { Course } from './evidence/gates.ts';
import { currency, type Evidence } from './evidence/scene.ts';
import { screen, type Plot } from './lead-story.ts';
import { dateOf, day, type Step } from './storyline.ts';

const dealOf = ({ opportunityId }: Plot): string => `/v1/opportunities/${opportunityId}`;

const inDays = ({ line }: Plot, days: number): string => dateOf(new Date(line.time.getTime() + days * day));

/** A deal that comes to nothing: lost to someone, or let go; some are taken up again. */
const end = (plot: Plot): void => {
  const { line, dice, rep } = plot;
  const deal = dealOf(plot);
  const letGo = dice.chance(0.25);
  if (letGo)
    line.add(rep, `${deal}/abandon`, { reason: dice.pick(['customerPostponed', 'noFit', 'notWorthwhile']), resumeOn: inDays(plot, 180) });
  else
    line.add(rep, `${deal}/lose`, {
      reason: dice.pick(['price', 'competitor', 'competitor', 'noDecision', 'noBudget', 'badTiming', 'poorFit']),
      lessons: dice.pick(['talk to who decides sooner', 'ask for the budget first', '尽早了解竞争对手']),
    });
  if (!dice.chance(0.3)) return;
  line.pass(40).add(rep, `${deal}/reopen`, { reason: 'the customer called: what they had counted on let them down' });
  // A probability that no stage has by itself: the revision always changes something.
  line.pass(0.2).add(rep, `${deal}/forecast`, { signingDate: inDays(plot, dice.between(30, 90)), probability: 15 });
};

const revise = (plot: Plot, minor: number): number => {
  const { line, dice, rep } = plot;
  const revised = Math.round((minor * dice.pick([0.8, 0.9, 1.1, 1.25])) / 100) * 100;
  line.pass(2).add(rep, `${dealOf(plot)}/forecast`, {
    amount: { minor: revised, currency },
    signingDate: inDays(plot, dice.between(40, 160)),
    category: dice.pick(['pipeline', 'bestCase', 'commit']),
    reason: 'scope discussed again with the customer',
  });
  return revised;
};

const sign = (plot: Plot, minor: number): void => {
  const { line, dice, rep, opportunityId, course } = plot;
  const deal = dealOf(plot);
  const contract = { contractId: `contract-${opportunityId}`, amount: { minor, currency } };
  const signature = (party: string, signatoryId: string, signatoryName: string) => ({
    ...contract,
    party,
    signedOn: dateOf(line.time),
    signatoryId,
    signatoryName,
  });
  line.pass(3).add('contracts', `${deal}/signatures`, signature('customer', `signatory-${opportunityId}`, dice.pick(contactNames.family)));
  if (dice.chance(0.2)) line.pass(0.2).add(rep, `${deal}/win`, {}, 'refused');
  line.pass(1).add('contracts', `${deal}/signatures`, signature('company', 'director', 'Dana Roth'));
  line.pass(0.2).add(rep, `${deal}/win`, {});
  if (dice.chance(0.8)) line.pass(9).add(rep, `${deal}/advance`, { to: course.afterwards });
};

/**
 * The lead becomes a deal; where its screening was forgotten, only once that is made up for. The gate of the first stage is judged on the day on which the
 * server is asked, so that the signing is expected beyond the end of the year until the deal is through it.
 */
const convert = (plot: Plot, minor: number, screened: boolean): void => {
  const { line, dice, rep, leadId, opportunityId, course, company } = plot;
  const conversion = {
    opportunityId,
    name: `${company}: ${dice.pick(['planning', 'service desk', 'shop floor', 'analytics', '供应链'])}`,
    expectedAmount: { minor, currency },
    expectedSigningDate: dateOf(new Date(line.until.getTime() + dice.between(30, 120) * day)),
    ...(course.segment && { segment: course.segment }),
  };
  line.pass(2);
  if (!screened) {
    line.add(rep, `/v1/leads/${leadId}/convert`, conversion, 'refused');
    line.pass(0.5);
    screen(plot);
  }
  line.pass(0.2).add(rep, `/v1/leads/${leadId}/convert`, conversion);
};

/** Supplies evidence piece by piece, each on an occasion of its own. */
const supply = (plot: Plot, evidence: readonly Evidence[], minor: number, before: (piece: Evidence) => void = () => undefined): void => {
  const { line, dice, rep, course, opportunityId, need } = plot;
  for (const piece of evidence) {
    before(piece);
    line.pass(0.7);
    piece({ line, dice, rep, manager: managerOf(rep), opportunityId, need, minor, designed: course.designed });
  }
  line.pass(evidence.length === 0 ? 10 : 1);
};

const waive = (plot: Plot, { criterion }: NonNullable<Course['waivable']>): void => {
  const reason = 'a framework contract: they have known us for years';
  plot.line.pass(0.5).add(managerOf(plot.rep), `${dealOf(plot)}/overrides`, { criterion, reason });
};

/** Passes the gate with what it asks for. Some try before the last piece is there; some are let pass without one by their manager. */
const passGate = (plot: Plot, evidence: readonly Evidence[], to: string, minor: number, mayWaive: boolean): void => {
  const { line, dice, rep, course } = plot;
  const advance = (expect: Step['expect']) => void line.pass(0.6).add(rep, `${dealOf(plot)}/advance`, { to }, expect);
  const waived = mayWaive && dice.chance(0.2) ? course.waivable : undefined;
  const tooEarly = waived === undefined && dice.chance(0.15);
  const pieces = evidence.filter((piece) => piece !== waived?.evidence);
  supply(plot, pieces, minor, (piece) => {
    if (tooEarly && piece === pieces.at(-1)) advance('refused');
  });
  if (waived) {
    advance('refused');
    waive(plot, waived);
  }
  advance('accepted');
};

/** Where a gate asks for what was stated since the stage was entered, or for a date that has passed, going back would ask for it again. */
const mayGoBackTo = (code: string, at: number): boolean => at > 0 && code !== 'S4';

/** Plays a deal through its stages; about two in five are won. */
export const sell = (plot: Plot, screened: boolean): void => {
  const { line, dice, rep, course } = plot;
  let minor = Math.round(dice.around(180_000, 0.9)) * 100;
  convert(plot, minor, screened);
  const codes = course.stages.map(([code]) => code);
  if (codes[2] !== undefined && dice.chance(0.05)) line.pass(1).add(rep, `${dealOf(plot)}/advance`, { to: codes[2] }, 'refused');
  for (const [at, [code, evidence]] of course.stages.entries()) {
    const next = codes[at + 1];
    if (dice.chance(0.16)) {
      supply(plot, evidence.slice(0, dice.between(0, evidence.length)), minor);
      return end(plot);
    }
    if (next === undefined) {
      supply(plot, evidence, minor);
      return sign(plot, minor);
    }
    passGate(plot, evidence, next, minor, at === 0);
    if (mayGoBackTo(code, at) && dice.chance(0.06)) {
      line.pass(3).add(rep, `${dealOf(plot)}/regress`, { to: code, reason: 'a new decision maker wants to see it again' });
      line.pass(8).add(rep, `${dealOf(plot)}/advance`, { to: next });
    }
    if (at === 0 || dice.chance(0.3)) minor = revise(plot, minor);
  }
};
