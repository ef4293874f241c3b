import { catalogue } from './index.ts';

type Json = Readonly<Record<string, unknown>>;

const isBound = (schema: Json) => ['enum', 'const', 'pattern', 'format'].some((keyword) => schema[keyword] !== undefined);

const inEach = (path: string, schemas: unknown): readonly string[] =>
  Object.entries((schemas ?? {}) as Readonly<Record<string, Json>>).flatMap(([name, child]) => freeTextIn(`${path}.${name}`, child));

/** Where a schema lets any text through: strings without a list, a pattern or a format, and whatever is not typed at all. */
const freeTextIn = (path: string, schema: Json): readonly string[] => {
  const children = ['anyOf', 'allOf', 'oneOf'].flatMap((keyword) => (schema[keyword] as readonly Json[] | undefined) ?? []);
  if (children.length > 0) return [...new Set(children.flatMap((child) => freeTextIn(path, child)))];
  switch (schema.type) {
    case 'string':
      return isBound(schema) ? [] : [path];
    case 'array':
      return freeTextIn(`${path}[]`, schema.items as Json);
    case 'object':
      return schema.patternProperties ? inEach(path, { '*': Object.values(schema.patternProperties)[0] }) : inEach(path, schema.properties);
    case undefined:
      return schema.const === undefined ? [path] : [];
    default:
      return [];
  }
};

const freeText = [...catalogue.values()].flatMap(({ definition: { type, fields } }) =>
  Object.entries(fields).flatMap(([name, { schema, disclosure }]) =>
    freeTextIn(`${type}.${name}`, schema).map((path) => [path, disclosure.kind] as const),
  ),
);

/**
 * Every place where someone may write what they like, as reviewed. What is open can never be taken back: it may hold what a company is,
 * wants and decides, never who a person is. Who adds a field decides here, with the reviewer.
 */
const reviewed = {
  open: [
    // Written by the program, not by people.
    'CommandRefused.command',
    'CommandRefused.reason',
    'CommandRefused.detail.*',
    'CommandRefused.liftedBy[]',
    'CommandHadNoEffect.command',
    'AttemptDenied.command',
    'AttemptDenied.stream',
    'AttemptDenied.reason',
    // Names of companies, teams, deals; what a company is and needs.
    'TeamFormed.name',
    'LeadCaptured.company',
    'LeadCaptured.industry',
    'LeadCaptured.need',
    'LeadEnriched.changes[].from',
    'LeadEnriched.changes[].to',
    'LeadQualified.bant.budget.answer',
    'LeadQualified.bant.authority.answer',
    'LeadQualified.bant.need.answer',
    'LeadQualified.bant.timeline.answer',
    'LeadConverted.name',
    'LeadConverted.company',
    // Leads: what a company suffers from and wants; names of campaigns and what they offer; reasons for decisions.
    'LeadPainPointRecorded.description',
    'InsightShared.topic',
    'LeadHandedOver.brief',
    'LeadSalesAccepted.brief',
    'LeadBantAnswered.answer',
    'LeadQualified.more[].answer',
    'LeadReopened.reason',
    'LeadConverted.gate[].evidence[]',
    'LeadConverted.gate[].parameters.*',
    'LeadConverted.gate[].parameters.*[]',
    'CampaignPlanned.name',
    'MarketingEventPlanned.name',
    'ContentPublished.title',
    'CampaignReportPublished.summary',
    'PartnerRegistered.name',
    'OpportunityOpened.name',
    'OpportunityOpened.company',
    'OpportunityLost.competitor',
    // Contracts: what two companies agree on, where it was read, and why it changes; never who signs.
    'ContractApprovalNoted.note.matrix',
    'ContractApprovalNoted.note.source.stream',
    'ContractApprovalSought.ask.reason',
    'ContractArchived.shelf',
    'ContractCancelled.reason',
    'ContractClauseDeviationRecorded.reason',
    'ContractClauseDeviationRecorded.standard',
    'ContractCommissioned.company',
    'ContractDrafted.clauses[].text',
    'ContractDrafted.clauses[].title',
    'ContractDrafted.delivery',
    'ContractDrafted.instalments[].condition',
    'ContractDrafted.service',
    'ContractDrafted.terms[].statement',
    'ContractNoted.source.stream',
    'ContractOpened.company',
    'ContractOpened.source.stream',
    'ContractReassigned.source.stream',
    'ContractRecalled.reason',
    'ContractRevised.clauses[].text',
    'ContractRevised.clauses[].title',
    'ContractRevised.delivery',
    'ContractRevised.instalments[].condition',
    'ContractRevised.reason',
    'ContractRevised.service',
    'ContractRevised.terms[].statement',
    'ContractSignatureRejected.reason',
    'ContractTextReconciled.differences[].fields[]',
    'ContractUpheld.source.stream',
    'ContractVoided.source.stream',
    'CustomerSignatureTracked.note',
    'FinanceReviewCompleted.findings[].statement',
    'LegalReviewCompleted.findings[].statement',
    'NegotiatedTermsNoted.source.stream',
    'NegotiatedTermsNoted.terms[].statement',
    'NegotiatedTermsPassedOn.terms[].statement',
    // Evidence that a gate rests on: ids of events, and what a criterion was asked with.
    'OpportunityAdvanced.gate[].evidence[]',
    'OpportunityAdvanced.gate[].parameters.*',
    'OpportunityAdvanced.gate[].parameters.*[]',
    'OpportunityAdvanced.skipped.gate[].evidence[]',
    'OpportunityAdvanced.skipped.gate[].parameters.*',
    'OpportunityAdvanced.skipped.gate[].parameters.*[]',
    // What a customer, as a company, suffers from, wants and decides.
    'PainPointRecorded.description',
    'PainPointRecorded.impact',
    'BusinessObjectiveRecorded.description',
    'BusinessObjectiveRecorded.measure',
    // Documents: what they are of, never who a person is.
    'DocumentReceived.title',
    'DocumentClaimed.title',
    // The company's own rules, what is decided on them, and how they are meant.
    'DefinitionDrafted.contents.*',
    'DefinitionRevised.contents.*',
    'DefinitionRejected.reason',
    'DefinitionReviewed.note',
    'PolicyInterpreted.question',
    'PolicyInterpreted.answer',
    // What was done with a customer, and came of it: people are named by their ids.
    'ActivityLogged.purpose',
    'ActivityLogged.outcome',
    'ActivityCorrected.purpose',
    'ActivityCorrected.outcome',
    'ActivityCorrected.reason',
    'DealInsightShared.topic',
    'ReferenceCaseShared.title',
    // What a customer, as a company, says, uses, wants and decides, and how it buys.
    'QualificationAnswered.answer',
    'ChallengeStated.statement',
    'ChallengeStated.desiredEffect',
    'CurrentSolutionRecorded.description',
    'CurrentSolutionRecorded.vendor',
    'CurrentSolutionRecorded.deficiencies[]',
    'DealPurchaseIntentAssessed.reasons',
    'FitAssessed.reasons',
    'ProcurementProcessRecorded.steps[]',
    'ProcurementProcessRecorded.budgetSource',
    'ProcurementProcessRecorded.approvalAuthority',
    'QuestionnaireAnswered.form',
    'QuestionnaireAnswered.answers[].question',
    'QuestionnaireAnswered.answers[].answer',
    'CustomerCommitmentObtained.what',
    // Competitors, which are companies, and how we meet them.
    'CompetitorIdentified.name',
    'CompetitorPositionAssessed.strengths',
    'CompetitorPositionAssessed.weaknesses',
    'CounterStrategyRecorded.strategy',
    // What we promised, need and judge ourselves.
    'CommitmentMade.what',
    'CommitmentBroken.reason',
    'DealTeamMemberRemoved.reason',
    'CollaborationRequested.need',
    'CollaborationResponded.note',
    'ProjectComplexityAssessed.reasons',
    // What it needs, what it is offered, and what it says of that; never who of it said so, which an id tells.
    'NeedRecorded.statement',
    'TechnicalNeedConfirmed.note',
    'NeedsAnalysisReportReviewed.findings',
    'SolutionDirectionProposed.description',
    'SolutionDesigned.services[].name',
    'SolutionDesigned.services[].scope',
    'SolutionDesigned.implementationPlan.text',
    'SolutionRevised.services[].name',
    'SolutionRevised.services[].scope',
    'SolutionRevised.implementationPlan.text',
    'SolutionRevised.reason',
    'TechnicalFeasibilityAssessed.conditions[]',
    'SolutionReviewHeld.findings',
    'PocRequested.scope',
    'PocRequested.successCriteria[].text',
    'PocCancelled.reason',
    // What the company spends on a deal, and for what.
    'ResourceRequested.purpose',
    'ResourceRequestWithdrawn.reason',
    'CustomerFeedbackReceived.summary',
    'ValuePointRecorded.description',
    'ValuePointRecorded.measure',
    // What the customer is offered, asks, and confirms; how it was answered.
    'OpportunityAdopted.name',
    'OpportunityAdopted.company',
    'OpportunityAdopted.claimed.externalId',
    'OpportunityAdopted.claimed.stage',
    'ProposalDrafted.sections[].text',
    'ProposalRevised.sections[].text',
    'ProposalSubmitted.sections[].text',
    'QuoteDrafted.lines[].description',
    'QuoteRevised.lines[].description',
    'QuoteDrafted.terms',
    'QuoteRevised.terms',
    'ExecutiveMeetingHeld.subject',
    'WorkshopHeld.subject',
    'ObjectionRaised.description',
    'ObjectionResolved.how',
    'CustomerConfirmationWitnessed.note',
    'ProposalRevised.reason',
    'ProposalDueDateSet.reason',
    'QuoteRevised.reason',
    'QuoteWithdrawn.reason',
    'OpportunityAbandoned.note',
    'OpportunityLost.lessons',
    // Approvals: why they are asked for, how they were answered; names of steps, matrices and streams are the program's and the matrix's.
    'DealApprovalSought.ask.reason',
    'DealApprovalNoted.note.matrix',
    'DealApprovalNoted.note.source.stream',
    'ApprovalRequested.ask.reason',
    'ApprovalRequested.route[].name.zh',
    'ApprovalRequested.route[].name.en',
    'ApprovalStepDecided.comment',
    'ApprovalSignerAdded.reason',
    'ApprovalRecalled.reason',
    // Companies that we sell to.
    'AccountRegistered.name',
    'AccountRegistered.industry',
    'AccountRegistered.territory',
    'AccountUpdated.changes[].from',
    'AccountUpdated.changes[].to',
    'CustomerSegmentAssigned.reason',
    // Reasons that people give for their own decisions, which compliance must be able to read for ever.
    'UserDeactivated.reason',
    'UserReactivated.reason',
    // Delegations and grants: why, of the company’s business.
    'RoleGrantDeclined.reason',
    'AuthorityDelegated.reason',
    'PersonErased.legalBasis',
    'OpportunityAdvanced.skipped.reason',
    'CriterionOverridden.reason',
    'LeadCriterionOverridden.reason',
    'OpportunityRegressed.reason',
    'OpportunityReassigned.reason',
    'ForecastRevised.reason',
    'OpportunityLost.note',
    'OpportunityReopened.reason',
    // What another system's records state about its business; agents are named there as owners of deals are.
    'OpportunityImported.externalId',
    'OpportunityImported.claimedStage',
    'OpportunityImported.claimedAgent',
    'OpportunityImported.account',
    'OpportunityImported.product',
    'AccountImported.name',
    'AccountImported.sector',
    'AccountImported.revenue',
    'AccountImported.location',
    'AccountImported.subsidiaryOf',
    'ProductImported.name',
    'ProductImported.series',
    'SalesAgentImported.name',
    'SalesAgentImported.manager',
    'SalesAgentImported.office',
    // Negotiations: what is wanted, given and agreed between companies; what is only proposed as a price has a sealed field of its own.
    'NegotiationStrategySet.objective',
    'NegotiationRoundHeld.asks[].statement',
    'NegotiationRoundHeld.concessions[].given',
    'NegotiationRoundHeld.concessions[].inReturn',
    'NegotiationRoundHeld.outcome',
    'NegotiationTermProposed.statement',
    'NegotiationTermAgreed.statement',
    'NegotiationTermWithdrawn.reason',
    'ContractRiskIdentified.statement',
    'ContractRiskMitigated.measure',
    'NegotiationConcluded.reason',
    'NegotiationConcluded.terms[].statement',
    'NegotiationReopened.reason',
    'NegotiationNoted.terms[].statement',
    'NegotiationNoted.source.stream',
    'ProcurementStepRecorded.step',
    'ProcurementStepRecorded.support',
  ],
  personal: [
    'UserRegistered.displayName',
    'UserRegistered.email',
    'LeadCaptured.contactName',
    'LeadCaptured.email',
    'LeadCaptured.phone',
    'LeadEnriched.contactName',
    'LeadEnriched.email',
    'LeadEnriched.phone',
    'LeadContacted.note',
    'LeadDisqualified.note',
    'LeadInvalidated.note',
    'LeadSalesRejected.note',
    'LeadReturnedToMarketing.note',
    'PurchaseIntentAssessed.decisionChain',
    'ContractSignatureRecorded.signatoryName',
    'ContractSignatureReceived.signatoryName',
    'ContactRegistered.name',
    'ContactRegistered.jobTitle',
    'ContactRegistered.email',
    'ContactRegistered.phone',
    'ContactUpdated.name',
    'ContactUpdated.jobTitle',
    'ContactUpdated.email',
    'ContactUpdated.phone',
    'StakeholderIdentified.name',
    'StakeholderIdentified.jobTitle',
    'StakeholderIdentified.email',
    'StakeholderIdentified.phone',
    'StakeholderIdentified.note',
    'StakeholderRevised.name',
    'StakeholderRevised.jobTitle',
    'StakeholderRevised.email',
    'StakeholderRevised.phone',
    'StakeholderRevised.note',
  ],
  restricted: ['NegotiationStrategySet.fallback'],
} as const;

describe('free text', () => {
  it.each(['open', 'personal', 'restricted'] as const)('that is %s was reviewed, each field of it', (kind) => {
    const declared = freeText.filter(([, disclosure]) => disclosure === kind).map(([path]) => path);
    expect(declared.toSorted()).toEqual([...reviewed[kind]].toSorted());
  });

  it('is found wherever it hides', () => {
    const hidden = {
      type: 'object',
      properties: {
        line: { type: 'string', maxLength: 300 },
        code: { type: 'string', pattern: '^a$' },
        either: { anyOf: [{ type: 'null' }, { type: 'string' }] },
        list: { type: 'array', items: { type: 'object', properties: { deep: { type: 'string' } } } },
        anything: {},
      },
    };
    expect(freeTextIn('E', hidden)).toEqual(['E.line', 'E.either', 'E.list[].deep', 'E.anything']);
  });
});
