import { companyNames, contactNames, industries, needs, reps } from './cast.ts';
import type { Dice } from './dice.ts';

/** One request of the play: who sends what, at which business time, and which answer belongs to the story. */
export interface Step {
  readonly at: Date;
  readonly as: string;
  readonly path: string;
  readonly body: Readonly<Record<string, unknown>>;
  /** `refused`: the story wants to see the rule at work. */
  readonly expect: 'accepted' | 'refused';
}

/** The steps of one deal, in order. */
export interface Story {
  readonly leadId: string;
  readonly opportunityId: string;
  readonly steps: readonly Step[];
}

const hour = 3_600_000;
const day = 24 * hour;
/** In Shanghai, as UTC hours: from nine to six. */
const opens = 1;
const closes = 10;
const currency = 'CNY';
const stages = ['S2', 'S3', 'S4', 'S5', 'S6'] as const;

const dateOf = (at: Date): string => at.toISOString().slice(0, 10);

const isWorkingDay = (at: Date): boolean => at.getUTCDay() % 6 !== 0;

/** The moment itself in working hours; else within the first two hours of the next working day, or of this one. */
const nextWorkingHour = (at: Date, dice: Dice): Date => {
  const open = isWorkingDay(at) && at.getUTCHours() < closes;
  if (open && at.getUTCHours() >= opens) return at;
  let morning = new Date(at);
  morning.setUTCHours(opens, 0, 0, 0);
  if (!open) morning = new Date(morning.getTime() + day);
  while (!isWorkingDay(morning)) morning = new Date(morning.getTime() + day);
  return new Date(morning.getTime() + Math.floor(dice.roll() * 2 * hour));
};

/** Steps that are due before `until`, each at a time of its own. */
class Storyline {
  readonly steps: Step[] = [];
  private now: Date;

  constructor(
    start: Date,
    private readonly until: Date,
    private readonly dice: Dice,
  ) {
    this.now = nextWorkingHour(start, dice);
  }

  get time(): Date {
    return this.now;
  }

  get isOver(): boolean {
    return this.now >= this.until;
  }

  /** Lets about `days` pass, at least an hour, up to a working hour. */
  pass(days: number): this {
    const later = this.now.getTime() + Math.max(hour, Math.round(this.dice.around(days, 0.5) * day));
    this.now = nextWorkingHour(new Date(later), this.dice);
    return this;
  }

  add(as: string, path: string, body: Readonly<Record<string, unknown>>, expect: Step['expect'] = 'accepted'): this {
    if (!this.isOver) this.steps.push({ at: this.now, as, path, body, expect });
    return this;
  }
}

interface Plot {
  readonly line: Storyline;
  readonly dice: Dice;
  readonly rep: string;
  readonly leadId: string;
  readonly opportunityId: string;
}

const answered = (answer: string, met = true) => ({ met, answer });

const bant = (dice: Dice, complete: boolean) => ({
  budget: answered(complete ? 'a budget line is approved for this year' : 'not settled yet', complete),
  authority: answered('the operations director decides, with finance'),
  need: answered(dice.pick(needs)),
  timeline: answered(complete ? 'wants to start next quarter' : 'some time next year', complete),
});

const capture = ({ line, dice, leadId }: Plot, company: string): void => {
  const person = `${dice.pick(contactNames.given)} ${dice.pick(contactNames.family)}`;
  line.add('marketing', '/v1/leads', {
    leadId,
    source: dice.pick(['campaign', 'web', 'web', 'inboundCall', 'referral', 'partner', 'selfSourced', 'event']),
    company,
    industry: dice.pick(industries),
    need: dice.pick(needs),
    contactId: `contact-${leadId}`,
    contactName: person,
    email: `contact@${leadId}.example`,
    phone: `+86 21 55${dice.between(10, 99)} ${dice.between(1000, 9999)}`,
  });
};

/** Follows a lead up to the prospect that it becomes, or drops it. */
const followUp = ({ line, dice, leadId, rep }: Plot): boolean => {
  const lead = `/v1/leads/${leadId}`;
  if (dice.chance(0.4)) line.pass(1).add('sdr', `${lead}/enrich`, { companySize: Math.round(dice.around(180, 1.1)) });
  line.pass(1).add('sdr', `${lead}/qualify`, { as: 'MQL', bant: bant(dice, false) });
  line.pass(0.3).add('sdr', `${lead}/assign`, { to: rep });
  line
    .pass(0.6)
    .add(rep, `${lead}/contacts`, { channel: dice.pick(['call', 'email', 'meeting']), direction: 'outbound', effective: dice.chance(0.7) });
  if (dice.chance(0.35)) {
    line.pass(4).add(rep, `${lead}/disqualify`, { reason: dice.pick(['noBudget', 'noNeed', 'badTiming', 'notTarget', 'unreachable']) });
    return false;
  }
  line.pass(3).add(rep, `${lead}/qualify`, { as: 'SQL', bant: bant(dice, dice.chance(0.5)) });
  line.pass(2).add(rep, `${lead}/contacts`, { channel: 'meeting', direction: 'outbound', effective: true });
  line.pass(4).add(rep, `${lead}/qualify`, { as: 'prospect', bant: bant(dice, true) });
  return true;
};

const lose = ({ line, dice, rep, opportunityId }: Plot): void => {
  const deal = `/v1/opportunities/${opportunityId}`;
  line.add(rep, `${deal}/lose`, {
    reason: dice.pick(['price', 'competitor', 'competitor', 'noDecision', 'noBudget', 'badTiming', 'poorFit']),
  });
  if (!dice.chance(0.12)) return;
  line.pass(40).add(rep, `${deal}/reopen`, { reason: 'the customer called: the other supplier let them down' });
  const signingDate = dateOf(new Date(line.time.getTime() + dice.between(30, 90) * day));
  // A probability that no stage has by itself: the revision always changes something.
  line.pass(0.2).add(rep, `${deal}/forecast`, { signingDate, probability: 15 });
};

const revise = ({ line, dice, rep, opportunityId }: Plot, minor: number): number => {
  const revised = Math.round((minor * dice.pick([0.8, 0.9, 1.1, 1.25])) / 100) * 100;
  const signing = new Date(line.time.getTime() + dice.between(20, 120) * day);
  line.add(rep, `/v1/opportunities/${opportunityId}/forecast`, {
    amount: { minor: revised, currency },
    signingDate: dateOf(signing),
    category: dice.pick(['pipeline', 'bestCase', 'commit']),
    reason: 'scope discussed again with the customer',
  });
  return revised;
};

const sign = ({ line, dice, rep, opportunityId }: Plot, minor: number): void => {
  const deal = `/v1/opportunities/${opportunityId}`;
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
  if (dice.chance(0.8)) line.pass(9).add(rep, `${deal}/advance`, { to: 'S7' });
};

/** Plays a deal through its stages; about two in five are won. */
const sell = (plot: Plot, company: string): void => {
  const { line, dice, rep, leadId, opportunityId } = plot;
  const deal = `/v1/opportunities/${opportunityId}`;
  let minor = Math.round(dice.around(180_000, 0.9)) * 100;
  const signing = new Date(line.time.getTime() + dice.between(40, 160) * day);
  line.pass(2).add(rep, `/v1/leads/${leadId}/convert`, {
    opportunityId,
    name: `${company}: ${dice.pick(['planning', 'service desk', 'shop floor', 'analytics', '供应链'])}`,
    expectedAmount: { minor, currency },
    expectedSigningDate: dateOf(signing),
  });
  if (dice.chance(0.05)) line.pass(1).add(rep, `${deal}/advance`, { to: 'S5' }, 'refused');
  for (const [at, stage] of stages.slice(1).entries()) {
    if (dice.chance(0.16)) return (lose(plot), undefined);
    if (dice.chance(0.3)) minor = (line.pass(4), revise(plot, minor));
    if (stage === 'S5')
      line.pass(3).add(rep, `${deal}/proposals`, { proposalId: `proposal-${opportunityId}`, amount: { minor, currency } });
    if (at > 0 && dice.chance(0.06)) {
      line.pass(3).add(rep, `${deal}/regress`, { to: stages[at - 1], reason: 'a new decision maker wants to see the needs again' });
      line.pass(8).add(rep, `${deal}/advance`, { to: stages[at] });
    }
    line.pass(11).add(rep, `${deal}/advance`, { to: stage });
  }
  sign(plot, minor);
};

/** A year of sales that ends at `until`: `count` leads, spread over it, each followed to its win, its loss, or where it stands today. */
export const yearOfSales = (dice: Dice, until: Date, count: number): readonly Story[] =>
  Array.from({ length: count }, (_, at) => {
    const start = new Date(until.getTime() - 365 * day + Math.floor(((at + dice.roll()) / count) * 364 * day));
    const plot: Plot = {
      line: new Storyline(start, until, dice),
      dice,
      rep: dice.pick(reps).userId,
      leadId: `demo-${at + 1}`,
      opportunityId: `demo-${at + 1}`,
    };
    const company = `${dice.pick(companyNames.first)} ${dice.pick(companyNames.second)}`;
    capture(plot, company);
    if (dice.chance(0.75) && followUp(plot)) sell(plot, company);
    return { leadId: plot.leadId, opportunityId: plot.opportunityId, steps: plot.line.steps };
  });
