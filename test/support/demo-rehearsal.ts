import { Readable } from 'node:stream';
import { catalogue, eventCodec, ledgerDecoder, type AnyEvent } from '#event-contracts';
import { documentOnFile, type CommandResult } from '#eventsourcing';
import { inMemoryDocumentStore } from '#documents';
import { InMemoryEventStore } from '#in-memory';
import { caseOfLead, leadCommands, leadStream, type LeadCommand } from '#leads';
import { opportunityCommands, opportunityStream, type OpportunityCommand } from '#opportunities';
import { directory, foundOrganisation, teamCommands, userCommands } from '#organisation';
import { conversion, dispatcher } from '#processes';
import { builtInDefinitions, rulebookOf } from '#rules';
import { people, teams } from '../../apps/standalone/src/demo/cast.ts';
import { documents } from '../../apps/standalone/src/demo/evidence/documents.ts';
import { demoProcesses } from '../../apps/standalone/src/demo/processes.ts';
import type { Step, Story } from '../../apps/standalone/src/demo/storyline.ts';
import { acting, givingCommands, keysInMemory, leadPorts } from './commands.ts';

/** The rules that come with the program, but for the processes. */
const demoRulebook = rulebookOf([...builtInDefinitions.filter(({ kind }) => kind !== 'process'), ...demoProcesses]);

const ledgerId = '0b8f2f0e-7a55-4d5c-9a7e-0f5d3f0a9f11';

const leadCommandOf: Readonly<Record<string, LeadCommand['type']>> = {
  '': 'CaptureLead',
  enrich: 'EnrichLead',
  screen: 'ScreenLead',
  'hand-over': 'HandOverLead',
  accept: 'AcceptLead',
  contacts: 'LogLeadContact',
  bant: 'AnswerLeadBant',
  'purchase-intent': 'AssessPurchaseIntent',
  qualify: 'QualifyLead',
  disqualify: 'DisqualifyLead',
  convert: 'ConvertLead',
};

const dealCommandOf: Readonly<Record<string, OpportunityCommand['type']>> = {
  '': 'OpenOpportunity',
  advance: 'AdvanceOpportunity',
  regress: 'RegressOpportunity',
  overrides: 'OverrideCriterion',
  forecast: 'ReviseForecast',
  signatures: 'RecordContractSignature',
  win: 'WinOpportunity',
  lose: 'LoseOpportunity',
  abandon: 'AbandonOpportunity',
  reopen: 'ReopenOpportunity',
  documents: 'AttachDocument',
  stakeholders: 'IdentifyStakeholder',
  activities: 'LogActivity',
  'qualification-answers': 'AnswerQualification',
  'pain-points': 'RecordPainPoint',
  objectives: 'RecordBusinessObjective',
  'current-solutions': 'RecordCurrentSolution',
  competitors: 'IdentifyCompetitor',
  'competitor-positions': 'AssessCompetitorPosition',
  'counter-strategies': 'RecordCounterStrategy',
  fit: 'AssessFit',
  'customer-commitments': 'RecordCustomerCommitment',
  'procurement-process': 'RecordProcurementProcess',
  'reference-cases': 'ShareReferenceCase',
  'team-members': 'AddDealTeamMember',
  complexity: 'AssessProjectComplexity',
  'needs-research-sessions': 'RecordNeedsResearchSession',
  needs: 'RecordNeed',
  'confirm-need': 'ConfirmNeed',
  'confirm-technical-need': 'ConfirmTechnicalNeed',
  'needs-reports': 'SubmitNeedsAnalysisReport',
  'review-needs-report': 'ReviewNeedsAnalysisReport',
  'solution-directions': 'ProposeSolutionDirection',
  solutions: 'DesignSolution',
  'assess-feasibility': 'AssessTechnicalFeasibility',
  'solution-reviews': 'RequestSolutionReview',
  'record-solution-review': 'RecordSolutionReview',
  'solution-drafts': 'SubmitSolutionDraft',
  demos: 'RecordDemo',
  'demo-outcomes': 'RecordDemoOutcome',
  feedback: 'RecordFeedback',
  'value-points': 'RecordValuePoint',
  'value-acknowledgements': 'RecordValueAcknowledgement',
  'roi-analyses': 'CompleteRoiAnalysis',
  quotes: 'DraftQuote',
  'quotes/issue': 'IssueQuote',
  'proposals/draft': 'DraftProposal',
  proposals: 'SubmitProposal',
  'executive-meetings': 'RecordExecutiveMeeting',
  objections: 'RaiseObjection',
  'objections/resolve': 'ResolveObjection',
  confirmations: 'RecordCustomerConfirmation',
  'confirmations/witness': 'WitnessCustomerConfirmation',
};

const named = <T>(commands: Readonly<Record<string, T>>, action: string): T => {
  const type = commands[action];
  if (type === undefined) throw new Error(`the rehearsal knows no command for ${action}`);
  return type;
};

const wordFor = (result: CommandResult): string => {
  if (result.kind !== 'answered') return result.kind;
  return result.answer.kind === 'refused' ? result.answer.reason : result.answer.kind;
};

/** The rules themselves, with the authority of the cast and the processes that come with the program, without a server. It is `until` there. */
export const rehearsal = async (until: Date) => {
  const store = new InMemoryEventStore();
  const codec = eventCodec<AnyEvent>(catalogue, keysInMemory());
  const who = directory(store, codec);
  const users = people.map(({ roles, ...person }) => ({ ...person, roles }));
  await foundOrganisation({ users, teams: [...teams] }, ledgerId, {
    users: userCommands({ store, codec, directory: who }),
    teams: teamCommands({ store, codec, directory: who }),
  });
  const kept = inMemoryDocumentStore();
  for (const { bytes } of Object.values(documents)) await kept.receive(Readable.from([bytes]), { limit: bytes.length });
  const ports = { store, codec, directory: who, rulebook: demoRulebook, clock: () => until.toISOString() };
  const handleDeal = opportunityCommands({ ...ports, documents: documentOnFile(kept) });
  const [onLead, onDeal] = [givingCommands(leadCommands({ ...leadPorts, ...ports })), givingCommands(handleDeal)];
  const decode = ledgerDecoder(catalogue);

  const converted = async ({ leadId }: Story): Promise<void> => {
    const last = (await store.read(leadStream(leadId))).at(-1);
    const event = last && decode({ ...last, index: 0, leaf: Buffer.alloc(32) });
    if (event?.type !== 'LeadConverted') return;
    const cause = event as Parameters<typeof conversion.react>[0];
    for (const reaction of conversion.react(cause)) await dispatcher(handleDeal)(cause, reaction);
  };

  return async (story: Story, { as, path, body, at }: Step): Promise<string> => {
    const { leadId, opportunityId } = story;
    const [, , kind, , ...rest] = path.split('/');
    const action = rest.join('/');
    const roles = people.find(({ userId }) => userId === as)?.roles ?? [];
    const more = { caseId: caseOfLead(leadId), occurredAt: at.toISOString() };
    if (kind === 'opportunities') {
      const command = { type: named(dealCommandOf, action), data: { opportunityId, ...body } } as unknown as OpportunityCommand;
      return wordFor(await onDeal(acting(as, roles), opportunityStream(opportunityId), command, more));
    }
    const command = { type: named(leadCommandOf, action), data: { leadId, ...body } } as unknown as LeadCommand;
    const word = wordFor(await onLead(acting(as, roles), leadStream(leadId), command, more));
    if (action === 'convert' && word === 'accepted') await converted(story);
    return word;
  };
};
