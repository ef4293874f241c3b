import { runningApp, type RunningApp } from '../../support/running-app.ts';
import {
  acme,
  evidence,
  expected,
  firstMeeting,
  person,
  qualifies,
  quoted,
  quoteOf,
  return2Years,
  sections,
  today,
} from '../../support/story-evidence.ts';
import { storyOf, withCompany } from '../../support/story.ts';
import { negotiatesAndWins } from './customer-journey.to-win.ts';

let running: RunningApp;
beforeAll(async () => {
  running = await withCompany(await runningApp({ gates: true }));
}, 120_000);
afterAll(() => running?.stop());

const story = storyOf(() => running);
const { lead, deal, document } = story;

describe('J1: the customer becomes aware of a problem and looks around (CUSTOMER-JOURNEY, L16–L25)', () => {
  const convert = { ...expected, opportunityId: story.dealId };

  it('is attracted by what marketing tells, and begins its journey under this process (L19, L20)', async () => {
    await story.captures('mia', { process: 'CUSTOMER-JOURNEY', source: 'web', ...acme });
  });

  it('is given insights into its industry (L22)', async () => {
    expect(await lead.accepts('mia', 'insights', { topic: 'How retailers plan', channel: 'email' })).toEqual(['InsightShared']);
  });

  it('is classified by how aware it is, and given to someone who sells (L23, L24)', async () => {
    await lead.accepts('mia', 'classify', { awareness: 'problemAware', segment: 'standard', territory: 'north' });
    expect(await lead.accepts('sdr', 'assign', { to: 'rita' })).toEqual(['LeadAssigned']);
  });

  it('is no deal while nobody was in touch, whatever is said of its budget (L21, L23)', async () => {
    await lead.refuses('LeadNotQualified', 'rita', 'convert', convert);
    const yes = { met: true, answer: 'Yes' };
    await lead.accepts('rita', 'qualify', { as: 'SQL', bant: { budget: yes, authority: yes, need: yes, timeline: yes } });
    expect(await lead.lacks('rita', 'convert', convert)).toEqual(['leadComplete/1', 'firstContactMade/1']);
  });

  it('is contacted, tells of its industry’s pains and its own need, and is evaluated as a deal (L21, L23)', async () => {
    await lead.accepts('rita', 'contacts', { channel: 'call', direction: 'outbound', effective: true });
    await lead.accepts('rita', 'pain-points', { description: 'Stock runs out', scope: 'general' });
    expect(await lead.lacks('rita', 'convert', convert)).toEqual(['leadComplete/1']);
    await lead.accepts('rita', 'enrich', { need: 'One plan for all shops' });
    expect(await lead.accepts('rita', 'convert', convert)).toEqual(['LeadConverted']);
    await story.opens({ stage: 'J2', ownerId: 'rita' });
  });
});

describe('J2: the customer knows its need and searches for solutions (L26–L37)', () => {
  const lacks = () => deal.lacks('rita', 'advance', { to: 'J3' });

  it('is asked for needs, people, a demonstration, a reference and a direction (L29–L34)', async () => {
    expect(await lacks()).toEqual([
      'qualificationMet/1',
      'qualificationMet/1',
      'stakeholdersKnown/1',
      'needsConfirmed/1',
      'technicalNeedsConfirmed/1',
      'demoHeld/1',
      'referenceCaseShared/1',
      'solutionDirectionProposed/1',
    ]);
  });

  it('talks in depth with someone who matters: a name alone does not count (L29, L31)', async () => {
    await deal.accepts('rita', 'stakeholders', { ...person('li', 'decisionMaker'), concerns: ['value', 'risk'] });
    expect(await lacks()).toContain('stakeholdersKnown/1');
    expect(await deal.accepts('rita', 'activities', firstMeeting)).toEqual(['ActivityLogged']);
    expect(await lacks()).not.toContain('stakeholdersKnown/1');
  });

  it('is understood by the questions of SPIN, or of MEDDIC, and not by those of BANT (L30)', async () => {
    await qualifies(story, 'BANT');
    expect(await lacks()).toContain('qualificationMet/1');
    await qualifies(story, 'SPIN');
    expect(await lacks()).not.toContain('qualificationMet/1');
  });

  it('has its needs recorded and confirmed, the technical ones by presales (L27, L34, L35)', async () => {
    await deal.accepts('rita', 'needs', { needId: 'plan', statement: 'One plan for all shops', kind: 'business', priority: 'must' });
    await deal.accepts('rita', 'needs', { needId: 'erp', statement: 'Read orders from the ERP', kind: 'technical', priority: 'should' });
    for (const needId of ['plan', 'erp']) await deal.accepts('rita', 'confirm-need', { needId, byStakeholderId: 'li', evidence });
    expect(await lacks()).toContain('technicalNeedsConfirmed/1');
    await deal.denies('rita', 'confirm-technical-need', { needId: 'erp' });
    await deal.denies('pia', 'confirm-technical-need', { needId: 'erp' });
    await deal.accepts('rita', 'team-members', { userId: 'pia', role: 'PRESALES' });
    expect(await deal.accepts('pia', 'confirm-technical-need', { needId: 'erp' })).toEqual(['TechnicalNeedConfirmed']);
    expect(await lacks()).toEqual(['demoHeld/1', 'referenceCaseShared/1', 'solutionDirectionProposed/1']);
  });

  it('sees a demonstration against its own pains, and it is told how that went (L32, L37)', async () => {
    await deal.accepts('rita', 'pain-points', { painPointId: 'stock', description: 'Our stock runs out', scope: 'specific' });
    await deal.accepts('pia', 'demos', { demoId: 'demo', painPointIds: ['stock'], stakeholderIds: ['li'] });
    expect(await lacks()).toContain('demoHeld/1');
    await deal.accepts('rita', 'demo-outcomes', { demoId: 'demo', rating: 4, result: 'succeeded', ratedByStakeholderId: 'li' });
    expect(await lacks()).not.toContain('demoHeld/1');
  });

  it('may do without a reference if a director says so, and never without its needs (L33)', async () => {
    const waived = { criterion: 'referenceCaseShared/1', reason: 'They came by a reference' };
    await deal.denies('rita', 'overrides', waived);
    await deal.refuses('OverrideNotAllowed', 'dora', 'overrides', { ...waived, criterion: 'solutionDirectionProposed/1' });
    expect(await deal.accepts('dora', 'overrides', waived)).toEqual(['CriterionOverridden']);
    expect(await lacks()).toEqual(['solutionDirectionProposed/1']);
  });

  it('is shown a first direction of the solution, with presales (L27, L34)', async () => {
    await deal.accepts('pia', 'solution-directions', { description: 'One plan, fed by the ERP', needIds: ['plan', 'erp'] });
    expect((await story.gate()).results).toMatchObject({ 'referenceCaseShared/1': 'overridden', 'solutionDirectionProposed/1': 'met' });
    expect(await deal.accepts('rita', 'advance', { to: 'J3' })).toEqual(['OpportunityAdvanced']);
  });
});

describe('J3: the customer evaluates suppliers and decides (L38–L49)', () => {
  /** What comes after the customer’s word, and is told further down. */
  const afterwards = ['negotiationConcluded/1', 'discountWithinAuthority/1', 'contractApproved/1', 'contractSigned/1'];
  const lacks = async () => (await story.gate()).lacks.filter((criterion) => !afterwards.includes(criterion));

  it('asks for proposal and quote, their value, executives and the customer’s word, and then for the contract (L39–L47)', async () => {
    expect((await story.gate()).lacks).toEqual([
      'proposalComplete/1',
      'quoteIssued/1',
      'roiAnalysed/1',
      'executiveMeetingHeld/1',
      'customerConfirmed/1',
      ...afterwards,
    ]);
  });

  it('receives a quote that is reckoned to the cent, and a proposal of that amount (L41)', async () => {
    await document('rita', 'quote', 'quote');
    await document('rita', 'proposal', 'solutionProposal');
    await deal.accepts('rita', 'quotes', quoteOf());
    await deal.refuses('QuoteNotIssued', 'rita', 'proposals', { proposalId: 'p1', quoteId: 'quote', documentId: 'proposal' });
    await deal.accepts('rita', 'quotes/issue', { quoteId: 'quote', version: 1, documentId: 'quote' });
    await deal.accepts('rita', 'proposals/draft', { proposalId: 'p1', sections: sections('solution', 'terms') });
    await deal.accepts('rita', 'proposals', { proposalId: 'p1', quoteId: 'quote', documentId: 'proposal', final: true });
    expect((await story.seen()).proposals).toMatchObject([{ proposalId: 'p1', amount: quoted }]);
    expect(await lacks()).toEqual(['roiAnalysed/1', 'executiveMeetingHeld/1', 'customerConfirmed/1']);
  });

  it('is shown what it gains, in figures that stand in a document (L42)', async () => {
    await deal.accepts('rita', 'roi-analyses', return2Years);
    expect(await lacks()).toContain('roiAnalysed/1');
    await document('pia', 'return', 'other');
    await deal.accepts('rita', 'roi-analyses', { ...return2Years, roiId: 'shown', documentId: 'return' });
    expect(await lacks()).not.toContain('roiAnalysed/1');
  });

  it('meets our managers in a workshop (L43)', async () => {
    await document('rita', 'minutes', 'meetingMinutes');
    const workshop = { heldOn: today, stakeholderIds: ['li'], ourUserIds: ['rita', 'mona'] };
    await deal.accepts('rita', 'workshops', workshop);
    expect(await lacks()).toContain('executiveMeetingHeld/1');
    await deal.accepts('rita', 'workshops', { ...workshop, minutesDocumentId: 'minutes' });
    expect(await lacks()).toEqual(['customerConfirmed/1']);
  });

  it('is lost to a competitor, who had not been met; taken up again, and they are met (L44)', async () => {
    await deal.accepts('rita', 'competitors', { competitorId: 'globex', kind: 'vendor', name: 'Globex' });
    await deal.accepts('rita', 'competitor-positions', { competitorId: 'globex', position: 'ahead' });
    expect(await lacks()).toEqual(['competitorsCountered/1', 'customerConfirmed/1']);
    await deal.accepts('rita', 'lose', { reason: 'competitor', competitor: 'Globex', lessons: 'Ask who else is asked' });
    expect(await story.seen()).toMatchObject({ status: 'lost', stage: 'J3' });
    await deal.refuses('OpportunityNotOpen', 'rita', 'counter-strategies', { competitorId: 'globex', strategy: 'Service nearby' });
    await deal.accepts('rita', 'reopen', { reason: 'Globex withdrew its offer' });
    await deal.accepts('rita', 'counter-strategies', { competitorId: 'globex', strategy: 'Service nearby' });
    expect(await lacks()).toEqual(['customerConfirmed/1']);
  });

  it('has its objections answered in writing (L39)', async () => {
    await deal.accepts('rita', 'objections', { objectionId: 'price', category: 'price', description: 'Too dear', stakeholderId: 'li' });
    await deal.accepts('rita', 'objections/resolve', { objectionId: 'price', how: 'Paid in two parts' });
    expect(await lacks()).toContain('objectionsResolved/1');
    await document('rita', 'answer', 'other');
    await deal.accepts('rita', 'objections/resolve', { objectionId: 'price', how: 'Paid in two parts', documentId: 'answer' });
    expect(await lacks()).toEqual(['customerConfirmed/1']);
  });

  it('decides, and confirms proposal and quote by a mail that is on file (L38, L39)', async () => {
    const yes = { scope: ['solution', 'quote'], form: 'writtenEmail', stakeholderId: 'li', confirmedOn: today, proposalId: 'p1' };
    await deal.refuses('NotOnFile', 'rita', 'confirmations', { ...yes, quoteId: 'quote', documentId: 'mail' });
    await document('rita', 'mail', 'customerConfirmation');
    await deal.accepts('rita', 'confirmations', { ...yes, documentId: 'mail' });
    expect(await lacks()).toEqual(['customerConfirmed/1']);
    await deal.accepts('rita', 'confirmations', { ...yes, quoteId: 'quote', documentId: 'mail' });
    expect(await lacks()).toEqual([]);
  });

  it('has decided; what is to come is the negotiation and the contract (L45–L47)', async () => {
    const { stage, next, lacks: open } = await story.gate();
    expect([stage, next?.code, open]).toEqual(['J3', 'J4', ['negotiationConcluded/1', 'contractApproved/1', 'contractSigned/1']]);
    await deal.refuses('ContractNotSigned', 'rita', 'advance', { to: 'J4' });
  });
});

negotiatesAndWins(story);
