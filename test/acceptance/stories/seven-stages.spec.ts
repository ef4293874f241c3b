import { keepsFromAnalysts } from '../../support/kept-from-analysts.ts';
import { movableClock } from '../../support/movable-clock.ts';
import { runningApp, type RunningApp } from '../../support/running-app.ts';
import {
  acme,
  evidence,
  expected,
  firstMeeting,
  inAMonth,
  offer,
  person,
  qualifies,
  quoted,
  quoteOf,
  return2Years,
  sections,
  today,
} from '../../support/story-evidence.ts';
import { storyOf, withCompany } from '../../support/story.ts';
import { negotiatesAndWins } from './seven-stages.to-win.ts';

let running: RunningApp;
const time = movableClock();
beforeAll(async () => {
  running = await withCompany(await runningApp({ gates: true, given: time.given }));
}, 120_000);
afterAll(() => running?.stop());

const story = storyOf(() => running);
const { lead, deal, document } = story;

describe('S1: a lead is found and nurtured (SALES-PROC-003, L98–L108)', () => {
  it('is received from one of the channels, and recorded with company and contact (L101, L102)', async () => {
    await story.captures('mia', { source: 'web', ...acme });
  });

  it('is screened by industry and size, and found incomplete without a need (L102, L103)', async () => {
    expect(await lead.accepts('mia', 'screen', { sourceValid: true, industryMatch: true, sizeMatch: true })).toEqual(['LeadScreened']);
    await story.leadIs({ screening: 'incomplete' });
  });

  it('is nurtured while it is not ready, and not handed over (L104, L105)', async () => {
    expect(await lead.accepts('mia', 'nurture', { reason: 'notReady' })).toEqual(['LeadNurtureEntered']);
    expect(await lead.accepts('mia', 'nurture/touches', { channel: 'webinarInvitation' })).toEqual(['LeadNurtureTouched']);
    await lead.refuses('LeadNotMql', 'mia', 'hand-over', { to: 'rita', brief: 'Planning' });
  });

  it('is scored by what it does and what is known of it, and an MQL at the threshold (L105)', async () => {
    await lead.accepts('mia', 'enrich', { industry: 'retail', companySize: 40 });
    for (const [externalId, kind] of Object.entries({ d1: 'download', w1: 'webinarAttended', d2: 'download' }))
      await lead.accepts('mia', 'behaviours', { externalId, kind });
    await story.leadIs({ level: 'MQL', nurturedSince: null });
  });

  it('is handed over to sales, and only who sells accepts it (L105–L107)', async () => {
    expect(await lead.accepts('mia', 'hand-over', { to: 'rita', brief: 'Planning' })).toEqual(['LeadHandedOver', 'LeadAssigned']);
    await lead.denies('mia', 'accept', {});
    await lead.refuses('LeadNotQualified', 'rita', 'convert', { ...expected, opportunityId: story.dealId });
    expect(await lead.accepts('rita', 'accept', {})).toEqual(['LeadSalesAccepted', 'LeadQualified']);
  });

  it('does not become a deal before its need is known and it passed its screening (L102, L103, L107)', async () => {
    const convert = { ...expected, opportunityId: story.dealId };
    expect(await lead.lacks('rita', 'convert', convert)).toEqual(['leadComplete/1', 'leadScreened/1']);
    await lead.accepts('rita', 'enrich', { need: 'One plan for all plants' });
    expect(await lead.lacks('rita', 'convert', convert)).toEqual(['leadScreened/1']);
    await lead.accepts('rita', 'screen', { sourceValid: true, industryMatch: true, sizeMatch: true });
    expect(await lead.accepts('rita', 'convert', convert)).toEqual(['LeadConverted']);
  });
});

describe('S2: the deal is confirmed and opened (L109–L121)', () => {
  const advance = () => deal.lacks('rita', 'advance', { to: 'S3' });

  it('is a deal of the same case, with what is expected of it (L118)', async () => {
    await story.opens({ stage: 'S2', ownerId: 'rita', company: 'Acme' });
  });

  it('stays at S2 as long as nothing is found out, and the refusal says what is missing (L112–L118)', async () => {
    expect(await advance()).toEqual([
      'firstFormalMeetingHeld/1',
      'qualificationMet/1',
      'qualificationMet/1',
      'painsAndObjectivesKnown/1',
      'currentSolutionKnown/1',
      'competitionKnown/1',
      'fitAssessed/1',
      'customerCommitted/1',
      'projectDataComplete/1',
      'stakeholdersKnown/1',
    ]);
    await deal.refuses('StageSkipped', 'rita', 'advance', { to: 'S4' });
  });

  it('begins with a first formal meeting with someone who decides (L112)', async () => {
    await deal.accepts('rita', 'stakeholders', person('li', 'decisionMaker'));
    expect(await deal.accepts('rita', 'activities', firstMeeting)).toEqual(['ActivityLogged']);
    expect(await advance()).not.toContain('firstFormalMeetingHeld/1');
  });

  it('is qualified by BANT, or by MEDDPICC, question by question (L113)', async () => {
    await qualifies(story, 'BANT');
    expect(await advance()).not.toContain('qualificationMet/1');
  });

  it('names pains and objectives of the customer, and how well we fit them (L114, L116)', async () => {
    await deal.accepts('rita', 'fit', { phase: 'preliminary', score: 80, reasons: 'Mostly standard' });
    await deal.accepts('rita', 'pain-points', { painPointId: 'late', description: 'Plans are late', scope: 'specific' });
    await deal.accepts('rita', 'objectives', { objectiveId: 'fast', description: 'Plan in a day' });
    expect(await advance()).toContain('fitAssessed/1');
    await deal.accepts('rita', 'fit', { phase: 'preliminary', score: 80, reasons: 'Mostly standard', painPointIds: ['late'] });
    expect(await advance()).not.toContain('fitAssessed/1');
  });

  it('tells what the customer uses today, and has the customer’s word to go on (L115, L117)', async () => {
    await deal.accepts('rita', 'current-solutions', { description: 'Spreadsheets', deficiencies: ['No history'] });
    await deal.accepts('rita', 'customer-commitments', { type: 'continue', evidence });
    expect(await advance()).toEqual(['competitionKnown/1']);
  });

  it('passes without what may be waived, if a manager says so, and not its owner (L115)', async () => {
    const waived = { criterion: 'competitionKnown/1', reason: 'A direct award: nobody else was asked' };
    await deal.denies('rita', 'overrides', waived);
    await deal.refuses('CriterionNotAsked', 'mona', 'overrides', { ...waived, criterion: 'demoHeld/1' });
    expect(await deal.accepts('mona', 'overrides', waived)).toEqual(['CriterionOverridden']);
    expect((await story.gate()).results).toMatchObject({ 'competitionKnown/1': 'overridden', 'painsAndObjectivesKnown/1': 'met' });
    expect(await deal.accepts('rita', 'advance', { to: 'S3' })).toEqual(['OpportunityAdvanced']);
  });
});

describe('S3: the solution is designed and validated (L122–L134)', () => {
  const lacks = () => deal.lacks('rita', 'advance', { to: 'S4' });

  it('asks for needs, a solution, what the customer thinks of it, and a review unless presales find the project simple (L125–L131)', async () => {
    expect(await lacks()).toEqual([
      'needsResearched/1',
      'needsConfirmed/1',
      'needsReportReviewed/1',
      'technicalFeasibilityAssessed/1',
      'solutionReviewed/1',
      'solutionDraftSubmitted/1',
      'demoHeld/1',
      'feedbackCollected/1',
      'solutionValueAcknowledged/1',
    ]);
  });

  it('lets presales take part, who judge that the project is complex (L126, L127, L132)', async () => {
    await deal.denies('pia', 'complexity', { complex: true, reasons: 'Three plants' });
    for (const [userId, role] of Object.entries({ pia: 'PRESALES', paul: 'PRODUCT', rhea: 'RND' }))
      await deal.accepts('rita', 'team-members', { userId, role });
    await deal.denies('rita', 'complexity', { complex: false, reasons: 'I would say' });
    await deal.accepts('pia', 'complexity', { complex: true, reasons: 'Three plants' });
    expect(await lacks()).toContain('solutionReviewed/1');
  });

  it('researches the needs in rounds, on site, and has them confirmed (L125)', async () => {
    await document('rita', 'minutes', 'meetingMinutes');
    const participants = { stakeholderIds: ['li'], colleagues: [{ userId: 'pia', role: 'PRESALES' }] };
    await deal.accepts('rita', 'needs-research-sessions', { round: 1, onsite: true, participants, minutesDocumentId: 'minutes' });
    await deal.accepts('rita', 'needs', { needId: 'plan', statement: 'One plan', kind: 'business', priority: 'must' });
    expect(await lacks()).toContain('needsConfirmed/1');
    await deal.accepts('rita', 'confirm-need', { needId: 'plan', byStakeholderId: 'li', evidence });
    expect(await lacks()).not.toContain('needsConfirmed/1');
  });

  it('has a detailed analysis of the needs, which somebody else reviews (L133)', async () => {
    await document('rita', 'report', 'needsAnalysisReport');
    await deal.accepts('rita', 'needs-reports', { reportId: 'report', documentId: 'report' });
    const review = { reportId: 'report', version: 1, outcome: 'accepted', completeness: 95, accuracy: 90 };
    await deal.refuses('OwnWork', 'rita', 'review-needs-report', review);
    await deal.accepts('pia', 'review-needs-report', review);
    expect(await lacks()).not.toContain('needsReportReviewed/1');
  });

  it('is lost for want of time, and taken up again where it stood (losses: L121; reopening: default, not policy)', async () => {
    expect(await deal.accepts('rita', 'lose', { reason: 'badTiming', lessons: 'Ask for the date first' })).toEqual(['OpportunityLost']);
    expect(await story.seen()).toMatchObject({ status: 'lost', stage: 'S3' });
    await deal.refuses('OpportunityNotOpen', 'rita', 'advance', { to: 'S4' });
    expect(await deal.accepts('rita', 'reopen', { reason: 'The date was put off' })).toEqual(['OpportunityReopened']);
    expect(await story.seen()).toMatchObject({ status: 'open', stage: 'S3' });
  });

  it('is designed, shown in a demonstration, and adjusted to what the customer thinks (L128–L130)', async () => {
    await deal.accepts('pia', 'solutions', offer);
    const shown = { demoId: 'demo', solution: { solutionId: 'solution', version: 1 }, painPointIds: ['late'], stakeholderIds: ['li'] };
    await deal.accepts('pia', 'demos', shown);
    await deal.accepts('rita', 'demo-outcomes', { demoId: 'demo', rating: 3, result: 'succeeded' });
    const said = { feedbackId: 'said', subject: 'solution', subjectId: 'solution', subjectVersion: 1, sentiment: -1 };
    await deal.accepts('rita', 'feedback', { ...said, fromStakeholderId: 'li', evidence });
    expect(await lacks()).toContain('feedbackAddressed/1');
    const revision = { ...offer, services: [{ name: 'Training' }], reason: 'They want to be trained', feedbackIds: ['said'] };
    expect(await deal.accepts('pia', 'revise-solution', revision)).toEqual(['SolutionRevised', 'FeedbackAddressed']);
    expect(await lacks()).toContain('demoHeld/1');
  });

  it('is feasible in the eyes of presales, never of its owner (L126)', async () => {
    const feasible = { solutionId: 'solution', version: 2, result: 'feasible', conditions: [] };
    await deal.denies('rita', 'assess-feasibility', feasible);
    await deal.accepts('pia', 'assess-feasibility', feasible);
  });

  it('is discussed by product and research, and drafted (L127, L128)', async () => {
    const departments = ['PRODUCT', 'RND'];
    await deal.accepts('rita', 'solution-reviews', { reviewId: 'review', solutionId: 'solution', version: 2, departments });
    await deal.accepts('paul', 'record-solution-review', { reviewId: 'review', departments, decision: 'approved' });
    await document('pia', 'draft', 'solutionDraft');
    await deal.accepts('pia', 'solution-drafts', { solutionId: 'solution', version: 2, documentIds: ['draft'] });
    expect(await lacks()).toEqual(['demoHeld/1', 'solutionValueAcknowledged/1']);
  });

  it('is shown again as it is now, and its value acknowledged by the customer (L129, L131)', async () => {
    const shown = { demoId: 'again', solution: { solutionId: 'solution', version: 2 }, painPointIds: ['late'], stakeholderIds: ['li'] };
    await deal.accepts('pia', 'demos', shown);
    await deal.accepts('rita', 'demo-outcomes', { demoId: 'again', rating: 5, result: 'succeeded' });
    await deal.accepts('rita', 'value-points', { valuePointId: 'time', description: 'Plans in a day' });
    const agreed = { solutionId: 'solution', version: 2, valuePointIds: ['time'], byStakeholderId: 'li', evidence };
    await deal.accepts('rita', 'value-acknowledgements', agreed);
    expect(await deal.accepts('rita', 'advance', { to: 'S4' })).toEqual(['OpportunityAdvanced']);
  });
});

describe('S4: the value is presented, and the customer confirms the solution (L135–L145)', () => {
  const lacks = () => deal.lacks('rita', 'advance', { to: 'S5' });

  it('asks for proposal, quote, executives and the customer’s confirmation (L138–L144)', async () => {
    expect(await lacks()).toEqual([
      'proposalComplete/1',
      'roiAnalysed/1',
      'quoteIssued/1',
      'executiveMeetingHeld/1',
      'customerConfirmed/1',
      'winProbabilityUpdated/1',
    ]);
  });

  it('is quoted formally, reckoned to the cent, for the solution as it is now (L139)', async () => {
    await document('rita', 'quote', 'quote');
    await deal.accepts('rita', 'quotes', quoteOf(1));
    await deal.accepts('rita', 'quotes/issue', { quoteId: 'quote', version: 1, documentId: 'quote' });
    expect(await lacks()).toContain('quoteIssued/1');
    await deal.accepts('rita', 'quotes/revise', quoteOf(2));
    await deal.refuses('QuoteSuperseded', 'rita', 'quotes/issue', { quoteId: 'quote', version: 1 });
    await deal.accepts('rita', 'quotes/issue', { quoteId: 'quote', version: 2, documentId: 'quote' });
    expect(await lacks()).not.toContain('quoteIssued/1');
  });

  it('is proposed with solution, plan, service and return, for the amount of its quote (L138)', async () => {
    await document('rita', 'proposal', 'solutionProposal');
    await deal.accepts('rita', 'proposals/draft', { proposalId: 'p1', sections: sections('solution', 'implementationPlan') });
    await deal.accepts('rita', 'proposals/due-date', { proposalId: 'p1', dueOn: inAMonth });
    const aCentMore = { ...quoted, minor: quoted.minor + 1 };
    await deal.refuses('AmountsDiffer', 'rita', 'proposals', { proposalId: 'p1', quoteId: 'quote', amount: aCentMore });
    await deal.accepts('rita', 'proposals', { proposalId: 'p1', quoteId: 'quote', documentId: 'proposal' });
    expect(await lacks()).toContain('proposalComplete/1');
    const whole = sections('solution', 'implementationPlan', 'serviceSupport', 'roi');
    await deal.accepts('rita', 'proposals/revise', { proposalId: 'p1', sections: whole });
    await deal.accepts('rita', 'proposals', { proposalId: 'p1', quoteId: 'quote', documentId: 'proposal', final: true });
    await deal.accepts('pia', 'roi-analyses', return2Years);
    expect(await lacks()).toEqual(['executiveMeetingHeld/1', 'customerConfirmed/1', 'winProbabilityUpdated/1']);
    expect((await story.seen()).proposals.at(-1)).toMatchObject({ proposalId: 'p1', amount: quoted });
  });

  it('brings a manager of ours together with who decides (L140, L143)', async () => {
    const meeting = { heldOn: today, stakeholderIds: ['li'], minutesDocumentId: 'minutes' };
    await deal.accepts('rita', 'executive-meetings', { ...meeting, ourUserIds: ['rita'] });
    expect(await lacks()).toContain('executiveMeetingHeld/1');
    await deal.accepts('rita', 'executive-meetings', { ...meeting, ourUserIds: ['rita', 'mona'] });
    expect(await lacks()).not.toContain('executiveMeetingHeld/1');
  });

  it('answers what is doubted of details, specification and service levels (L141)', async () => {
    await deal.accepts('rita', 'objections', {
      objectionId: 'sla',
      category: 'sla',
      description: 'Four hours at most',
      stakeholderId: 'li',
    });
    expect(await lacks()).toContain('objectionsResolved/1');
    await deal.accepts('pia', 'objections/resolve', { objectionId: 'sla', how: 'A spare node' });
    expect(await lacks()).not.toContain('objectionsResolved/1');
  });

  it('is confirmed by the customer by word of mouth, which its owner alone cannot prove (L142, L144)', async () => {
    const confirmation = { confirmationId: 'yes', scope: ['solution', 'quote'], form: 'oral', stakeholderId: 'li', confirmedOn: today };
    await deal.accepts('rita', 'confirmations', { ...confirmation, proposalId: 'p1', quoteId: 'quote' });
    await deal.accepts('rita', 'forecast', { probability: 75, reason: 'They said yes' });
    expect(await lacks()).toEqual(['customerConfirmed/1']);
    await deal.refuses('OwnDeal', 'rita', 'confirmations/witness', { confirmationId: 'yes' });
    expect(await deal.accepts('mona', 'confirmations/witness', { confirmationId: 'yes' })).toEqual(['CustomerConfirmationWitnessed']);
  });

  it('passes the gate to negotiation (L135, L145)', async () => {
    const { stage, next, passed, results } = await story.gate();
    expect([stage, next?.code, passed, new Set(Object.values(results))]).toEqual(['S4', 'S5', true, new Set(['met'])]);
    expect(await deal.accepts('rita', 'advance', { to: 'S5' })).toEqual(['OpportunityAdvanced']);
    expect(await story.seen()).toMatchObject({ stage: 'S5', status: 'open' });
  });
});

negotiatesAndWins(story, time);

keepsFromAnalysts(() => running);
