import { frameworks, type Framework } from '#rules';
import type { Story } from './story.ts';

export const money = (minor: number) => ({ minor, currency: 'CNY' });

const dayIn = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
export const today = dayIn(0);
export const inAMonth = dayIn(30);
export const inAQuarter = dayIn(90);

/** What a deal is opened with (L118). */
export const expected = { name: 'Planning for Acme', expectedAmount: money(300_000), expectedSigningDate: inAQuarter };

/** Who the lead’s contact is: complete, beside the need (L102). */
export const acme = { company: 'Acme', contactName: 'Ada Li', email: 'ada@acme.example' };

/** The meeting that what is found out rests on. */
export const firstMeeting = {
  activityId: 'first-meeting',
  type: 'meeting',
  purpose: 'First formal meeting',
  heldAt: '2026-01-05T08:00:00.000Z',
  firstFormal: true,
  stakeholderIds: ['li'],
};
export const evidence = { activityIds: ['first-meeting'] };

/** Each question of a method answered in its favour, on the first meeting. */
export const qualifies = async ({ deal }: Story, framework: Framework): Promise<void> => {
  for (const element of frameworks[framework])
    await deal.accepts('rita', 'qualification-answers', { framework, element, met: true, answer: 'as they said', evidence });
};

/** Someone of the customer’s, by roles. */
export const person = (stakeholderId: string, ...roles: readonly string[]) => ({
  stakeholderId,
  contactId: `contact-${stakeholderId}`,
  roles,
  influence: 5,
  name: stakeholderId,
});

/** What is offered, part by part (L257). */
export const offer = {
  solutionId: 'solution',
  products: [{ productId: 'planner', quantity: 3 }],
  services: [{ name: 'Introduction' }],
  implementationPlan: { text: 'In three steps.' },
  needIds: ['plan'],
};

/** A quote in lines (L139); of a version of the solution, where one was designed; with what a day costs. */
export const quoteOf = (solutionVersion?: number, day = 70_000) => ({
  ...{ quoteId: 'quote', currency: 'CNY', validUntil: inAMonth },
  ...(solutionVersion !== undefined && { solutionId: 'solution', solutionVersion }),
  lines: [
    { lineId: 'seats', description: 'Seats', quantity: '3', unitListPrice: money(33_333), discountBp: 1_000 },
    { lineId: 'days', description: 'Days', quantity: '2.5', unitListPrice: money(80_000), unitNetPrice: money(day) },
  ],
});
/** What {@link quoteOf} comes to, to the cent: 3 × 333.33 less ten percent, and two and a half days. */
export const quoted = money(89_999 + 175_000);

/** The sections of a proposal, each in words. */
export const sections = (...named: readonly string[]) => named.map((section) => ({ section, text: 'As described.' }));

/** What is gained in two years (L42). */
export const return2Years = {
  roiId: 'roi',
  investment: money(200_000),
  years: [
    { benefits: money(150_000), costs: money(10_000) },
    { benefits: money(180_000), costs: money(10_000) },
  ],
  horizonMonths: 24,
};
