import { contactNames, industries, needs } from './cast.ts';
import type { Dice } from './dice.ts';
import { currency } from './evidence/scene.ts';
import type { Course } from './evidence/gates.ts';
import { dateOf, day, type Storyline } from './storyline.ts';

/** What a story is about, before there is a deal and after. */
export interface Plot {
  readonly line: Storyline;
  readonly dice: Dice;
  readonly rep: string;
  readonly course: Course;
  readonly company: string;
  readonly need: string;
  readonly leadId: string;
  readonly opportunityId: string;
}

const onLead = ({ line, leadId }: Plot, as: string, path: string, body: Readonly<Record<string, unknown>>): void =>
  void line.add(as, `/v1/leads/${leadId}/${path}`, body);

const firstAnswers = (dice: Dice) => ({
  authority: { met: true, answer: 'the operations director decides, with finance' },
  need: { met: true, answer: dice.pick(needs) },
});

const bantAnswers = {
  budget: 'a budget line is approved for this year',
  authority: 'the operations director decides, with finance',
  need: 'as it was described, and soon',
  timeline: 'wants to start next quarter',
};

export const capture = ({ line, dice, leadId, company, need, course }: Plot): void => {
  const person = `${dice.pick(contactNames.given)} ${dice.pick(contactNames.family)}`;
  line.add('marketing', '/v1/leads', {
    leadId,
    source: dice.pick(['campaign', 'web', 'web', 'inboundCall', 'referral', 'partner', 'selfSourced', 'event']),
    company,
    industry: dice.pick(industries),
    need,
    process: course.process,
    contactId: `contact-${leadId}`,
    contactName: person,
    email: `contact@${leadId}.example`,
    phone: `+86 21 55${dice.between(10, 99)} ${dice.between(1000, 9999)}`,
  });
};

/** L103, L224. */
export const screen = (plot: Plot): void => onLead(plot, 'sdr', 'screen', { sourceValid: true, industryMatch: true, sizeMatch: true });

/** What the gates of a lead ask sales to find out (L113, L234): each question in a statement of its own. */
const findOut = (plot: Plot): void => {
  const { line, rep } = plot;
  for (const [question, answer] of Object.entries(bantAnswers)) onLead(plot, rep, 'bant', { question, met: true, answer });
  onLead(plot, rep, 'purchase-intent', {
    ...{ intent: 'high', budgetFrom: { minor: 10_000_000, currency }, budgetTo: { minor: 50_000_000, currency } },
    ...{ decisionChainKnown: true, decisionExpectedBy: dateOf(new Date(line.time.getTime() + 120 * day)) },
  });
};

/** Follows a lead up to the prospect that it becomes, or drops it. */
export const followUp = (plot: Plot, screened: boolean): boolean => {
  const { line, dice, rep, need } = plot;
  const contact = (channel: string, effective: boolean) => onLead(plot, rep, 'contacts', { channel, direction: 'outbound', effective });
  line.pass(1);
  if (dice.chance(0.4)) onLead(plot, 'sdr', 'enrich', { companySize: Math.round(dice.around(180, 1.1)) });
  if (screened) screen(plot);
  line.pass(1);
  onLead(plot, 'sdr', 'qualify', { as: 'MQL', bant: firstAnswers(dice) });
  line.pass(0.3);
  onLead(plot, 'sdr', 'hand-over', { to: rep, brief: need });
  line.pass(0.3);
  onLead(plot, rep, 'accept', {});
  line.pass(0.3);
  contact(dice.pick(['call', 'email', 'meeting']), dice.chance(0.7));
  if (dice.chance(0.35)) {
    line.pass(4);
    onLead(plot, rep, 'disqualify', { reason: dice.pick(['noBudget', 'noNeed', 'badTiming', 'notTarget', 'unreachable']) });
    return false;
  }
  line.pass(3);
  contact('meeting', true);
  findOut(plot);
  line.pass(4);
  onLead(plot, rep, 'qualify', { as: 'prospect' });
  return true;
};
