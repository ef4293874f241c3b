import { runningApp, type RunningApp } from '../../support/running-app.ts';
import {
  acme,
  expected,
  firstMeeting,
  inAMonth,
  inAQuarter,
  money,
  offer,
  person,
  quoted,
  quoteOf,
  sections,
  today,
} from '../../support/story-evidence.ts';
import { storyOf, withCompany } from '../../support/story.ts';
import { negotiatesAndWins } from './classic-sales.to-win.ts';

let running: RunningApp;
beforeAll(async () => {
  running = await withCompany(await runningApp({ gates: true }));
}, 120_000);
afterAll(() => running?.stop());

const story = storyOf(() => running);
const { lead, deal, document } = story;
const convert = { ...expected, opportunityId: story.dealId };

describe('C1: a lead is acquired and managed (CLASSIC-SALES, article 5, L215–L228)', () => {
  it('comes in by the hotline, and is recorded whole (L222, L223)', async () => {
    await story.captures('sdr', { process: 'CLASSIC-SALES', source: 'hotline', need: 'One plan', ...acme });
  });

  it('is no valid lead as long as its source is doubted (L224)', async () => {
    await lead.accepts('sdr', 'screen', { sourceValid: false, industryMatch: true, sizeMatch: true });
    await story.leadIs({ screening: 'failed' });
  });
});

describe('C2: the lead is followed up and qualified (article 6, L229–L240)', () => {
  it('is assigned, and to be contacted within the time set (L232)', async () => {
    await lead.refuses('LeadUnassigned', 'sdr', 'contacts', { channel: 'call', direction: 'outbound', effective: true });
    await lead.accepts('sdr', 'assign', { to: 'rita' });
    await story.leadIs({ ownerId: 'rita', contactDueAt: expect.any(String) });
  });

  it('answers the four questions of BANT, and is no prospect before all are met (L208, L230)', async () => {
    for (const question of ['budget', 'authority', 'need']) await lead.accepts('rita', 'bant', { question, met: true, answer: 'Yes' });
    await lead.refuses('BantUnanswered', 'rita', 'qualify', { as: 'SQL' });
    await lead.accepts('rita', 'bant', { question: 'timeline', met: false, answer: 'Not this year' });
    await lead.refuses('BantUnmet', 'rita', 'qualify', { as: 'prospect' });
    await lead.accepts('rita', 'qualify', { as: 'SQL' });
  });

  it('does not become a deal before it passes both gates of a lead, one after the other (L224, L230–L234)', async () => {
    expect(await lead.lacks('rita', 'convert', convert)).toEqual(['leadScreened/1']);
    await lead.accepts('sdr', 'screen', { sourceValid: true, industryMatch: true, sizeMatch: true });
    expect(await lead.lacks('rita', 'convert', convert)).toEqual(['firstContactMade/1', 'bantMet/1', 'purchaseIntentAssessed/1']);
  });

  it('is contacted, and judged by intent, budget, decision chain and time table (L232–L234)', async () => {
    await lead.accepts('rita', 'contacts', { channel: 'call', direction: 'outbound', effective: true });
    await lead.accepts('rita', 'bant', { question: 'timeline', met: true, answer: 'By autumn' });
    await lead.accepts('rita', 'purchase-intent', { intent: 'high', decisionChainKnown: true, decisionExpectedBy: inAQuarter });
    expect(await lead.lacks('rita', 'convert', convert)).toEqual(['purchaseIntentAssessed/1']);
    const assessed = { intent: 'high', budgetTo: money(400_000), decisionChainKnown: true, decisionExpectedBy: inAQuarter };
    await lead.accepts('rita', 'purchase-intent', assessed);
  });

  it('is made a prospect, and a deal (L208, L236)', async () => {
    expect(await lead.accepts('rita', 'qualify', { as: 'prospect' })).toEqual(['LeadQualified']);
    expect(await lead.accepts('rita', 'convert', convert)).toEqual(['LeadConverted']);
    await story.opens({ stage: 'C3', ownerId: 'rita' });
  });
});

describe('C3: the needs are analysed in depth (article 7, L241–L253)', () => {
  const lacks = () => deal.lacks('rita', 'advance', { to: 'C4' });

  it('asks for needs, pains, people, the decision chain and a report (L244–L249)', async () => {
    expect(await lacks()).toEqual([
      'needsResearched/1',
      'painsAndObjectivesKnown/1',
      'currentSolutionKnown/1',
      'stakeholdersKnown/1',
      'decisionChainKnown/1',
      'needsReportReviewed/1',
    ]);
  });

  it('interviews those who decide, who influence and who use, with presales (L244, L247)', async () => {
    await deal.accepts('rita', 'stakeholders', person('li', 'decisionMaker'));
    await deal.accepts('rita', 'stakeholders', person('wu', 'influencer'));
    await deal.accepts('rita', 'stakeholders', person('an', 'user'));
    await deal.accepts('rita', 'activities', { ...firstMeeting, stakeholderIds: ['li', 'wu'] });
    expect(await lacks()).toContain('stakeholdersKnown/1');
    const interview = { activityId: 'interview', type: 'visit', purpose: 'Interview of users', heldAt: firstMeeting.heldAt };
    await deal.accepts('rita', 'activities', { ...interview, stakeholderIds: ['an'] });
    expect(await lacks()).not.toContain('stakeholdersKnown/1');
    await document('rita', 'minutes', 'meetingMinutes');
    const participants = { stakeholderIds: ['li', 'an'], colleagues: [{ userId: 'pia', role: 'PRESALES' }] };
    await deal.accepts('rita', 'needs-research-sessions', { round: 1, onsite: false, participants, minutesDocumentId: 'minutes' });
    await deal.accepts('rita', 'needs', { needId: 'plan', statement: 'One plan', kind: 'business', priority: 'must' });
    expect(await lacks()).not.toContain('needsResearched/1');
  });

  it('has challenges, pains and expected effects expressed (L242, L245)', async () => {
    await deal.accepts('rita', 'challenges', { statement: 'Plans are late', desiredEffect: 'Plan in a day', stakeholderId: 'li' });
    await deal.accepts('rita', 'pain-points', { painPointId: 'late', description: 'Plans are late', scope: 'specific' });
    await deal.accepts('rita', 'objectives', { objectiveId: 'fast', description: 'Plan in a day' });
    expect(await lacks()).not.toContain('painsAndObjectivesKnown/1');
  });

  it('learns how the customer buys, where its money comes from, and who approves (L248)', async () => {
    const process = { steps: ['Offer', 'Board'], budgetSource: 'Operations', approvalAuthority: 'The board' };
    await deal.accepts('rita', 'procurement-process', { ...process, approverIds: ['wu'] });
    expect(await lacks()).toContain('decisionChainKnown/1');
    await deal.accepts('rita', 'procurement-process', { ...process, approverIds: ['wu', 'li'] });
    expect(await lacks()).not.toContain('decisionChainKnown/1');
  });

  it('sets the analysis down in a report, of which somebody else says that it is complete (L249, L253)', async () => {
    await document('rita', 'report', 'needsAnalysisReport');
    await deal.accepts('rita', 'needs-reports', { reportId: 'report', documentId: 'report' });
    const review = { reportId: 'report', version: 1, completeness: 60, accuracy: 90 };
    await deal.accepts('mona', 'review-needs-report', { ...review, outcome: 'sentBack', findings: 'Who uses it?' });
    expect(await lacks()).toContain('needsReportReviewed/1');
    await document('rita', 'second-report', 'needsAnalysisReport');
    await deal.accepts('rita', 'needs-reports', { reportId: 'report', documentId: 'second-report' });
    await deal.accepts('mona', 'review-needs-report', { ...review, version: 2, completeness: 95, outcome: 'accepted' });
    expect(await lacks()).toEqual(['currentSolutionKnown/1']);
  });

  it('goes on without the customer’s present solution, if a manager says why (L246)', async () => {
    const waived = { criterion: 'currentSolutionKnown/1', reason: 'They have never had one' };
    await deal.denies('rita', 'overrides', waived);
    await deal.denies('sven', 'overrides', waived);
    expect(await deal.accepts('mona', 'overrides', waived)).toEqual(['CriterionOverridden']);
    expect(await deal.accepts('rita', 'advance', { to: 'C4' })).toEqual(['OpportunityAdvanced']);
  });
});

describe('C4: a solution is made and presented (article 8, L254–L266)', () => {
  const lacks = () => deal.lacks('rita', 'advance', { to: 'C5' });

  it('asks for solution, proposal, quote, demonstration, and what the customer says to it (L257–L265)', async () => {
    expect(await lacks()).toEqual([
      'solutionDesigned/1',
      'proposalComplete/1',
      'quoteIssued/1',
      'solutionReviewed/1',
      'demoHeld/1',
      'customerConfirmed/1',
      'feedbackCollected/1',
    ]);
  });

  it('is reviewed inside where that is needed: not where presales find the project simple (L259)', async () => {
    await deal.accepts('rita', 'team-members', { userId: 'pia', role: 'PRESALES' });
    await deal.accepts('pia', 'complexity', { complex: false, reasons: 'One plant, standard product' });
    expect(await lacks()).not.toContain('solutionReviewed/1');
  });

  it('is designed with products, services and a plan (L257)', async () => {
    const { implementationPlan: _plan, ...withoutPlan } = offer;
    await deal.accepts('rita', 'solutions', withoutPlan);
    expect(await lacks()).toContain('solutionDesigned/1');
    await deal.accepts('rita', 'revise-solution', { ...offer, reason: 'The plan was left out', feedbackIds: [] });
    expect(await lacks()).not.toContain('solutionDesigned/1');
  });

  it('is lost when the budget is cut, and taken up again by whoever sells (default, not policy)', async () => {
    await deal.accepts('rita', 'lose', { reason: 'noBudget' });
    await deal.refuses('OpportunityNotOpen', 'rita', 'quotes', quoteOf(2));
    expect(await deal.accepts('rita', 'reopen', { reason: 'The budget is back' })).toEqual(['OpportunityReopened']);
    expect(await story.seen()).toMatchObject({ status: 'open', stage: 'C4' });
  });

  it('is written down in proposal and quote, which agree to the cent (L258, L266)', async () => {
    await document('rita', 'quote', 'quote');
    await document('rita', 'proposal', 'solutionProposal');
    await deal.accepts('rita', 'quotes', quoteOf(2));
    await deal.accepts('rita', 'quotes/issue', { quoteId: 'quote', version: 1, documentId: 'quote' });
    await deal.accepts('rita', 'proposals/draft', { proposalId: 'p1', sections: sections('solution', 'implementationPlan') });
    await deal.accepts('rita', 'proposals/due-date', { proposalId: 'p1', dueOn: inAMonth });
    const proposal = { proposalId: 'p1', quoteId: 'quote', documentId: 'proposal' };
    await deal.refuses('AmountsDiffer', 'rita', 'proposals', { ...proposal, amount: money(quoted.minor - 1) });
    await deal.accepts('rita', 'proposals', { ...proposal, amount: quoted });
    expect(await lacks()).toEqual(['demoHeld/1', 'customerConfirmed/1', 'feedbackCollected/1']);
  });

  it('is presented to those who decide (L260)', async () => {
    const demo = { solution: { solutionId: 'solution', version: 2 }, painPointIds: ['late'] };
    await deal.accepts('pia', 'demos', { ...demo, demoId: 'users', stakeholderIds: ['an'] });
    await deal.accepts('rita', 'demo-outcomes', { demoId: 'users', rating: 4, result: 'succeeded' });
    expect(await lacks()).toContain('demoHeld/1');
    await deal.accepts('pia', 'demos', { ...demo, demoId: 'board', stakeholderIds: ['li'] });
    await deal.accepts('rita', 'demo-outcomes', { demoId: 'board', rating: 5, result: 'succeeded' });
    await deal.accepts('rita', 'proposals/presentations', {
      ...{ proposalId: 'p1', audience: ['decisionMakers'], stakeholderIds: ['li'], presentedOn: today },
    });
    expect(await lacks()).toEqual(['customerConfirmed/1', 'feedbackCollected/1']);
  });

  it('has doubts answered before it goes on (L261)', async () => {
    await deal.accepts('rita', 'objections', {
      objectionId: 'staff',
      category: 'delivery',
      description: 'Who comes?',
      stakeholderId: 'an',
    });
    expect(await lacks()).toContain('objectionsResolved/1');
    await deal.accepts('mona', 'objections/resolve', { objectionId: 'staff', how: 'Two people, named' });
    expect(await lacks()).not.toContain('objectionsResolved/1');
  });

  it('is confirmed by the customer, in minutes that are on file (L265)', async () => {
    const yes = {
      scope: ['solution', 'quote'],
      form: 'minutes',
      stakeholderId: 'li',
      confirmedOn: today,
      proposalId: 'p1',
      quoteId: 'quote',
    };
    await deal.accepts('rita', 'confirmations', { ...yes, confirmationId: 'told' });
    expect(await lacks()).toEqual(['customerConfirmed/1', 'feedbackCollected/1']);
    await document('rita', 'closing-minutes', 'meetingMinutes');
    await deal.accepts('rita', 'confirmations', { ...yes, confirmationId: 'minuted', documentId: 'closing-minutes' });
    expect((await story.gate()).results).toMatchObject({ 'customerConfirmed/1': 'met', 'solutionReviewed/1': 'notApplicable' });
  });

  it('passes the gate to negotiation (L265, L267)', async () => {
    const { stage, next, passed, lacks: open } = await story.gate();
    expect([stage, next?.code, passed, open]).toEqual(['C4', 'C5', true, []]);
    expect(await deal.accepts('rita', 'advance', { to: 'C5' })).toEqual(['OpportunityAdvanced']);
    expect(await story.seen()).toMatchObject({ stage: 'C5', status: 'open' });
  });
});

negotiatesAndWins(story);
