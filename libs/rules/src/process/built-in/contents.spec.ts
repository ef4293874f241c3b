import type { Role } from '#event-contracts';
import { criteriaOf } from '../../gates/requirement.ts';
import { stageAt, type Milestone, type Stage } from '../process-definition.ts';
import { builtInProcesses } from './index.ts';

/** What the policy says of a stage, read from its text. */
interface Said {
  readonly milestones: readonly Milestone[];
  readonly roles: readonly Role[];
  readonly kpis: readonly string[];
  readonly tools?: readonly string[];
  readonly deliverables: readonly string[];
  /** The lines of its activities, first and last. */
  readonly activities: readonly [number, number];
  /** The rules without which it is not left, be they asked for always or in some cases. */
  readonly asks: readonly string[];
  readonly buyerStage?: string;
}

const policy: Readonly<Record<string, Said>> = {
  'CUSTOMER-JOURNEY/J1': {
    milestones: ['M1'],
    roles: ['MARKETING', 'SALES_REP'],
    kpis: ['K01', 'K02', 'K03', 'K04', 'K05'],
    tools: ['companyProfile', 'caseStudy'],
    deliverables: ['leadRecord'],
    activities: [19, 23],
    asks: ['leadComplete', 'firstContactMade'],
    buyerStage: '问题识别',
  },
  'CUSTOMER-JOURNEY/J2': {
    milestones: ['M2', 'M3', 'M4'],
    roles: ['SALES_REP', 'PRESALES'],
    kpis: ['K12', 'K20', 'K23', 'K25'],
    deliverables: ['needsRecord', 'solutionDirection'],
    activities: [29, 35],
    asks: ['qualificationMet', 'stakeholdersKnown', 'needsConfirmed', 'technicalNeedsConfirmed', 'solutionDirectionProposed'],
    buyerStage: '需求明确',
  },
  'CUSTOMER-JOURNEY/J3': {
    milestones: ['M5', 'M6', 'M7'],
    roles: ['SALES_REP', 'SALES_MANAGER', 'PRESALES', 'LEGAL'],
    kpis: ['K32', 'K35', 'K38', 'K42', 'K48'],
    deliverables: ['solutionProposal', 'quote'],
    activities: [41, 47],
    asks: [
      ...['proposalComplete', 'quoteIssued', 'roiAnalysed', 'executiveMeetingHeld', 'competitorsCountered', 'objectionsResolved'],
      ...['negotiationConcluded', 'contractApproved', 'contractSigned'],
    ],
    buyerStage: '供应商评估',
  },
  'SALES-PROC-003/S1': {
    milestones: ['M1'],
    roles: ['MARKETING', 'SDR', 'SALES_REP'],
    kpis: ['K04', 'K06', 'K08', 'K09'],
    deliverables: ['sqlRecord'],
    activities: [101, 105],
    asks: ['leadComplete', 'leadScreened', 'scoreReachesMql', 'salesAccepted'],
  },
  'SALES-PROC-003/S2': {
    milestones: ['M2'],
    roles: ['SALES_REP'],
    kpis: ['K16', 'K17', 'K18', 'K19'],
    deliverables: ['opportunityRecord'],
    activities: [112, 118],
    asks: [
      ...['firstFormalMeetingHeld', 'qualificationMet', 'painsAndObjectivesKnown', 'currentSolutionKnown', 'competitionKnown'],
      ...['fitAssessed', 'customerCommitted', 'projectDataComplete'],
    ],
  },
  'SALES-PROC-003/S3': {
    milestones: ['M3', 'M4'],
    roles: ['SALES_REP', 'PRESALES', 'SOLUTION_ARCHITECT', 'PRODUCT', 'RND'],
    kpis: ['K26', 'K27', 'K28', 'K29'],
    deliverables: ['needsAnalysisReport', 'solutionDraft', 'feedbackRecord', 'feasibilityRecord'],
    activities: [125, 131],
    asks: [
      ...['needsResearched', 'needsReportReviewed', 'technicalFeasibilityAssessed', 'complexProject', 'solutionReviewed'],
      ...['solutionDraftSubmitted', 'demoHeld', 'pocConcluded', 'feedbackCollected', 'feedbackAddressed', 'solutionValueAcknowledged'],
    ],
  },
  'SALES-PROC-003/S4': {
    milestones: ['M5'],
    roles: ['SALES_REP', 'PRESALES', 'SALES_MANAGER'],
    kpis: ['K30', 'K31', 'K33', 'K34'],
    deliverables: ['solutionProposal', 'quote', 'customerConfirmation'],
    activities: [138, 142],
    asks: [
      ...['proposalComplete', 'roiAnalysed', 'quoteIssued', 'executiveMeetingHeld', 'objectionsResolved'],
      ...['customerConfirmed', 'winProbabilityUpdated'],
    ],
  },
  'SALES-PROC-003/S5': {
    milestones: ['M6'],
    roles: ['SALES_REP', 'SALES_MANAGER', 'LEGAL', 'FINANCE'],
    kpis: ['K39', 'K40', 'K41'],
    tools: ['negotiationStrategy', 'contractTemplate'],
    deliverables: ['contractDraft', 'negotiationRecord'],
    activities: [149, 155],
    asks: [
      'negotiationStrategySet',
      'negotiationConcluded',
      'risksMitigated',
      'discountWithinAuthority',
      'contractApproved',
      'contractSent',
    ],
  },
  'SALES-PROC-003/S6': {
    milestones: ['M7', 'M8'],
    roles: ['SALES_REP', 'CONTRACT_ADMIN', 'ORDER_SPECIALIST'],
    kpis: ['K46', 'K47', 'K49', 'K50'],
    deliverables: ['signedContract', 'salesOrder', 'closingRecord'],
    activities: [162, 167],
    asks: ['contractSigned', 'contractFiled'],
  },
  'CLASSIC-SALES/C1': {
    milestones: ['M1'],
    roles: ['MARKETING', 'SALES_REP'],
    kpis: ['K04', 'K10', 'K11'],
    tools: ['campaignReport', 'leadEntryForm'],
    deliverables: ['leadList'],
    activities: [218, 224],
    asks: ['leadComplete', 'leadScreened'],
  },
  'CLASSIC-SALES/C2': {
    milestones: ['M2'],
    roles: ['SALES_REP'],
    kpis: ['K13', 'K14', 'K15'],
    tools: ['outreachTemplate', 'bantAssessment'],
    deliverables: ['prospectRecord'],
    activities: [232, 236],
    asks: ['firstContactMade', 'bantMet', 'purchaseIntentAssessed'],
  },
  'CLASSIC-SALES/C3': {
    milestones: ['M3'],
    roles: ['SALES_REP', 'PRESALES'],
    kpis: ['K21', 'K22', 'K24'],
    tools: ['needsQuestionnaire', 'meetingMinutes'],
    deliverables: ['needsAnalysisReport', 'decisionChain'],
    activities: [244, 249],
    asks: ['needsResearched', 'painsAndObjectivesKnown', 'currentSolutionKnown', 'stakeholdersKnown', 'decisionChainKnown'],
  },
  'CLASSIC-SALES/C4': {
    milestones: ['M4', 'M5'],
    roles: ['SALES_REP', 'PRESALES', 'PRODUCT', 'RND'],
    kpis: ['K26', 'K27', 'K31'],
    tools: ['solutionProposal', 'quote', 'productManual', 'presentation'],
    deliverables: ['solutionProposal', 'quote'],
    activities: [257, 262],
    asks: [
      'solutionDesigned',
      'proposalComplete',
      'quoteIssued',
      'solutionReviewed',
      'demoHeld',
      'objectionsResolved',
      'feedbackAddressed',
    ],
  },
  'CLASSIC-SALES/C5': {
    milestones: ['M6', 'M7'],
    roles: ['SALES_REP', 'SALES_MANAGER', 'LEGAL'],
    kpis: ['K39', 'K43', 'K44', 'K45'],
    tools: ['negotiationStrategy', 'contractTemplate', 'priceApproval'],
    deliverables: ['signedContract'],
    activities: [270, 276],
    asks: ['negotiationStrategySet', 'negotiationConcluded', 'objectionsResolved', 'contractApproved', 'contractSigned', 'contractFiled'],
  },
};

const stageOf = (id: string, code: string): Stage => {
  const found = builtInProcesses.find((process) => process.id === id);
  return stageAt(found!, code)!;
};

/** Criteria by name, whatever their version. */
const asked = ({ exit }: Stage): readonly string[] => (exit ? criteriaOf(exit).map(({ criterion }) => criterion.split('/')[0]!) : []);

const range = ([first, last]: readonly [number, number]): readonly number[] =>
  Array.from({ length: last - first + 1 }, (_, at) => first + at);

describe.each(Object.entries(policy))('the stage %s', (name, said) => {
  const [process, code] = name.split('/') as [string, string];
  const stage = stageOf(process, code);
  const involved = Object.values(stage.roles ?? {}).flat();
  const kinds = (papers: Stage['tools'] = []) => papers.map(({ kind }) => kind);

  it('has its place among the milestones', () => expect(stage.milestones).toEqual(said.milestones));
  it('says what it is for, in both languages', () => expect([stage.objective?.zh, stage.objective?.en].filter(Boolean)).toHaveLength(2));
  it('says where the customer stands', () => expect(stage.buyerStage?.zh ?? '').toContain(said.buyerStage ?? ''));
  it('has each activity that the policy lists', () =>
    expect(stage.activities?.map(({ policyLine }) => policyLine)).toEqual(range(said.activities)));
  it('gives everyone a part whom the policy names', () => expect(involved).toEqual(expect.arrayContaining([...said.roles])));
  it('is measured as the policy says', () => expect(stage.kpis).toEqual(expect.arrayContaining([...said.kpis])));
  it('names the forms that it uses', () => expect(kinds(stage.tools)).toEqual(expect.arrayContaining([...(said.tools ?? [])])));
  it('names what it hands on', () => expect(kinds(stage.deliverables)).toEqual(expect.arrayContaining([...said.deliverables])));
  it('is not left without what the policy asks for', () => expect(asked(stage)).toEqual(expect.arrayContaining([...said.asks])));
  it('does not last for ever (L203)', () => expect(stage.limit).toEqual({ days: expect.any(Number) as number }));
});

describe('every process that comes with the program', () => {
  it.each(builtInProcesses.map((process) => [process.id, process] as const))(
    '%s is won by a contract that both have signed',
    (_, process) => {
      expect(process.signing).toBe('contract');
      expect(asked(stageAt(process, process.signsAt)!)).toContain('contractSigned');
    },
  );
});

describe('the variants of the standard process (L97)', () => {
  const variants = { strategic: 'SALES-PROC-003-STRATEGIC', sme: 'SALES-PROC-003-SME', channel: 'SALES-PROC-003-CHANNEL' } as const;
  it.each(Object.entries(variants))('there is one for %s customers, with the same stages', (segment, id) => {
    const [standard, variant] = ['SALES-PROC-003', id].map((each) => builtInProcesses.find((process) => process.id === each)!);
    expect(variant!.variant).toEqual({ of: 'SALES-PROC-003', segment });
    expect(variant!.stages.map(({ code }) => code)).toEqual(standard!.stages.map(({ code }) => code));
  });
  it('asks of strategic accounts for the whole buying centre and for a review of the solution', () => {
    expect(asked(stageOf(variants.strategic, 'S2'))).toContain('decisionChainKnown');
    expect(asked(stageOf(variants.strategic, 'S3'))).toEqual(expect.arrayContaining(['solutionReviewed', 'pocConcluded']));
  });
  it('lets the design be passed over for small companies', () =>
    expect(stageOf(variants.sme, 'S3').skip).toMatchObject({ by: ['SALES_MANAGER'] }));
  it('asks of sales through partners who decides, buys and pays', () =>
    expect(asked(stageOf(variants.channel, 'S2'))).toContain('decisionChainKnown'));
});
