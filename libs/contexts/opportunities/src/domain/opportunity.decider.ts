import { accept, refuse, type Decider } from '#eventsourcing';
import type { Forecast, OpportunityEvent } from '#event-contracts';
import { isEarlier, isForwardByOne, present, same, stageAfter, stageAt, stagesBetween, type ProcessDefinition } from '#rules';
import { isOnFile, recordSignature, signatureMissing } from './contract.ts';
import { importOpportunity, importOutcome, notAdopted } from './imported.ts';
import type { ImportOpportunity, ImportOutcome, InformedOpportunityCommand } from './opportunity-command.ts';
import {
  type Data,
  type DataFor,
  type Deal,
  type LostDeal,
  type OpenDeal,
  type Opportunity,
  type OpportunityRefusal,
  type Outcome,
  type WonDeal,
} from './opportunity.state.ts';

type GovernedCommand = Exclude<InformedOpportunityCommand, ImportOpportunity | ImportOutcome>;

/** L118. Opened at the first stage of a deal, expected at that stage's default probability. */
const open = ({ definition, expectedAmount, expectedSigningDate, ...given }: DataFor<'OpenOpportunity'>): Outcome => {
  const { opportunityId, leadId, name, company, ownerId } = given;
  const stage = definition.opensAt;
  const probability = stageAt(definition, stage)?.defaultProbability ?? 0;
  const forecast: Forecast = { amount: expectedAmount, signingDate: expectedSigningDate, probability, category: 'pipeline' };
  return accept({ type: 'OpportunityOpened', data: { opportunityId, name, company, ownerId, stage, forecast, ...present({ leadId }) } });
};

const openAgain = (given: DataFor<'OpenOpportunity'>, { opened }: Deal): Outcome => {
  const { opportunityId, leadId, name, company, ownerId, expectedAmount, expectedSigningDate } = given;
  const { stage, forecast, ...rest } = opened;
  const asked = { ...present({ opportunityId, leadId, name, company, ownerId }), expectedAmount, expectedSigningDate };
  return same(asked, { ...rest, expectedAmount: forecast.amount, expectedSigningDate: forecast.signingDate })
    ? accept()
    : refuse('OpportunityAlreadyOpened', { opportunityId }, ['open it under an id of its own']);
};

const notOpen = ({ status }: WonDeal | LostDeal): Outcome =>
  refuse('OpportunityNotOpen', { status }, status === 'lost' ? ['ReopenOpportunity'] : []);

const codes = ({ stages }: ProcessDefinition) => stages.map(({ code }) => code);

/** What hinders a step from one stage to another; nothing for the very next one. */
const misstep = (definition: ProcessDefinition, from: string, to: string): Outcome | undefined => {
  if (!stageAt(definition, to)) return refuse('StageUnknown', { to, stages: codes(definition) }, ['name a stage of the process']);
  if (isForwardByOne(definition, from, to)) return undefined;
  if (isEarlier(definition, to, from)) return refuse('StageNotAhead', { from, to }, ['RegressOpportunity']);
  const next = stageAfter(definition, from)?.code;
  return refuse('StageSkipped', { from, to, skipped: stagesBetween(definition, from, to) }, next ? [`AdvanceOpportunity to ${next}`] : []);
};

/** One stage on (L97, L210), and past the signing stage only with both signatures (L160, L163). */
const advance = ({ opportunityId, to, definition }: DataFor<'AdvanceOpportunity'>, deal: OpenDeal | WonDeal): Outcome => {
  const { stage: from, forecast, probabilityByHand } = deal;
  if (to === from) return accept();
  const hindrance = misstep(definition, from, to) ?? (isEarlier(definition, definition.signsAt, to) ? signatureMissing(deal) : undefined);
  if (hindrance) return hindrance;
  const byStage = stageAt(definition, to)?.defaultProbability ?? forecast.probability;
  const probabilityTo = deal.status === 'won' || probabilityByHand ? forecast.probability : byStage;
  return accept({ type: 'OpportunityAdvanced', data: { opportunityId, from, to, probabilityFrom: forecast.probability, probabilityTo } });
};

const regress = ({ opportunityId, to, reason, definition }: DataFor<'RegressOpportunity'>, deal: OpenDeal): Outcome => {
  const { stage: from, forecast, probabilityByHand } = deal;
  if (to === from) return accept();
  const stage = stageAt(definition, to);
  if (!stage) return refuse('StageUnknown', { to, stages: codes(definition) }, ['name a stage of the process']);
  if (!isEarlier(definition, to, from)) return refuse('StageNotEarlier', { from, to }, ['AdvanceOpportunity']);
  const { opensAt } = definition;
  if (isEarlier(definition, to, opensAt)) return refuse('StageBeforeOpening', { to, opensAt }, [`go back to ${opensAt} at most`]);
  const probabilityTo = probabilityByHand ? forecast.probability : stage.defaultProbability;
  const data = { opportunityId, from, to, probabilityFrom: forecast.probability, probabilityTo, reason };
  return accept({ type: 'OpportunityRegressed', data });
};

const reassign = ({ opportunityId, to, reason, assignee }: DataFor<'ReassignOpportunity'>, { ownerId }: Deal): Outcome => {
  if (to === ownerId) return accept();
  if (assignee !== 'active') return refuse('AssigneeNotActive', { userId: to, standing: assignee }, ['assign the deal to an active user']);
  return accept({ type: 'OpportunityReassigned', data: { opportunityId, from: ownerId, to, ...present({ reason }) } });
};

/** L186. */
const revise = (given: DataFor<'ReviseForecast'>, { forecast: from }: OpenDeal): Outcome => {
  const { opportunityId, reason, amount, signingDate, probability, category } = given;
  const to: Forecast = { ...from, ...present({ amount, signingDate, probability, category }) };
  return same(from, to) ? accept() : accept({ type: 'ForecastRevised', data: { opportunityId, from, to, ...present({ reason }) } });
};

/** L41, L138, L139. The versions are counted over the deal. */
const submit = ({ priceFloor, ...given }: DataFor<'SubmitProposal'>, { proposals }: OpenDeal): Outcome => {
  const { opportunityId, proposalId, amount, validUntil, claimedDocumentHash } = given;
  const earlier = proposals.find((proposal) => proposal.proposalId === proposalId);
  const version = earlier?.version ?? proposals.length + 1;
  const proposal = { opportunityId, proposalId, version, amount, ...present({ validUntil, claimedDocumentHash }) };
  if (!earlier) return accept({ type: 'ProposalSubmitted', data: { ...proposal, ...present({ priceFloor }) } });
  return same(proposal, earlier)
    ? accept()
    : refuse('ProposalAlreadySubmitted', { proposalId, version }, ['submit a changed proposal under an id of its own']);
};

/** L163, L165: won once both have signed, and not before the stage where that is done. */
const win = ({ opportunityId, definition }: DataFor<'WinOpportunity'>, deal: OpenDeal): Outcome => {
  const { stage, signed, forecast } = deal;
  const missing = signatureMissing(deal);
  if (missing || !signed) return missing ?? accept();
  const { signsAt } = definition;
  if (isEarlier(definition, stage, signsAt)) return refuse('NotAtSigningStage', { stage, signsAt }, [`AdvanceOpportunity to ${signsAt}`]);
  return accept({ type: 'OpportunityWon', data: { opportunityId, stage, ...signed, probabilityFrom: forecast.probability } });
};

const lossOf = (
  { opportunityId, reason, competitor, note }: DataFor<'LoseOpportunity'>,
  { stage, forecast }: Deal,
): Data<'OpportunityLost'> => ({
  opportunityId,
  stage,
  reason,
  forecast,
  ...present({ competitor, note }),
});

const work = (command: Exclude<GovernedCommand, { type: 'OpenOpportunity' }>, deal: OpenDeal): Outcome => {
  switch (command.type) {
    case 'AdvanceOpportunity':
      return advance(command.data, deal);
    case 'RegressOpportunity':
      return regress(command.data, deal);
    case 'ReassignOpportunity':
      return reassign(command.data, deal);
    case 'ReviseForecast':
      return revise(command.data, deal);
    case 'SubmitProposal':
      return submit(command.data, deal);
    case 'RecordContractSignature':
      return recordSignature(command.data, deal);
    case 'WinOpportunity':
      return win(command.data, deal);
    case 'LoseOpportunity':
      return accept({ type: 'OpportunityLost', data: lossOf(command.data, deal) });
    case 'ReopenOpportunity':
      return accept();
  }
};

/** A won deal goes on to be handed over (L171–L182); nothing else of it changes. */
const afterWin = (command: GovernedCommand, deal: WonDeal): Outcome => {
  if (command.type === 'WinOpportunity') return accept();
  if (command.type === 'AdvanceOpportunity') return advance(command.data, deal);
  if (command.type === 'ReopenOpportunity') return refuse('OpportunityNotLost', { status: deal.status });
  return command.type === 'RecordContractSignature' && isOnFile(command.data, deal) ? accept() : notOpen(deal);
};

const afterLoss = (command: GovernedCommand, deal: LostDeal): Outcome => {
  const { stage, forecast } = deal;
  if (command.type === 'ReassignOpportunity') return reassign(command.data, deal);
  if (command.type === 'LoseOpportunity') return same(lossOf(command.data, deal), deal.loss) ? accept() : notOpen(deal);
  if (command.type !== 'ReopenOpportunity') return notOpen(deal);
  const { opportunityId, reason } = command.data;
  return accept({ type: 'OpportunityReopened', data: { opportunityId, stage, forecast, reason } });
};

const decideGoverned = (command: GovernedCommand, state: Opportunity): Outcome => {
  switch (state.status) {
    case 'unknown':
      return command.type === 'OpenOpportunity' ? open(command.data) : refuse('OpportunityUnknown', {}, ['OpenOpportunity']);
    case 'imported':
      return notAdopted(state);
    case 'open':
      return command.type === 'OpenOpportunity' ? openAgain(command.data, state) : work(command, state);
    case 'won':
      return command.type === 'OpenOpportunity' ? openAgain(command.data, state) : afterWin(command, state);
    case 'lost':
      return command.type === 'OpenOpportunity' ? openAgain(command.data, state) : afterLoss(command, state);
  }
};

const decide = (command: InformedOpportunityCommand, state: Opportunity): Outcome => {
  if (command.type === 'ImportOpportunity') return importOpportunity(command.data, state);
  if (command.type === 'ImportOutcome') return importOutcome(command.data, state);
  return decideGoverned(command, state);
};

const opened = (data: Data<'OpportunityOpened'>): OpenDeal => ({
  status: 'open',
  opened: data,
  ownerId: data.ownerId,
  stage: data.stage,
  forecast: data.forecast,
  probabilityByHand: false,
  proposals: [],
  contracts: {},
  contractId: null,
  signed: null,
});

const signedBy = (
  { signatoryName, ...signature }: Data<'ContractSignatureRecorded'>,
  { contracts }: Deal,
): Pick<Deal, 'contracts' | 'contractId'> => {
  const { contractId, party } = signature;
  return { contractId, contracts: { ...contracts, [contractId]: { ...contracts[contractId], [party]: signature } } };
};

const proposed = ({ priceFloor, ...proposal }: Data<'ProposalSubmitted'>, { proposals }: Deal) => ({ proposals: [...proposals, proposal] });

type Later = Exclude<OpportunityEvent, { type: 'OpportunityOpened' | 'OpportunityImported' | 'OutcomeImported' }>;
type OfTerms = Extract<Later, { type: 'ForecastRevised' | 'ProposalSubmitted' | 'ContractSignatureRecorded' | 'ContractSigned' }>;

const ofTerms: readonly string[] = ['ForecastRevised', 'ProposalSubmitted', 'ContractSignatureRecorded', 'ContractSigned'];
const isOfTerms = (event: Later): event is OfTerms => ofTerms.includes(event.type);

const evolveTerms = (deal: Deal, event: OfTerms): Partial<Deal> => {
  switch (event.type) {
    case 'ForecastRevised': {
      const { from, to } = event.data;
      return { forecast: to, probabilityByHand: deal.probabilityByHand || from.probability !== to.probability };
    }
    case 'ProposalSubmitted':
      return proposed(event.data, deal);
    case 'ContractSignatureRecorded':
      return signedBy(event.data, deal);
    case 'ContractSigned':
      return { signed: { contractId: event.data.contractId, amount: event.data.amount } };
  }
};

const evolveDeal = (deal: OpenDeal | WonDeal | LostDeal, event: Later): Opportunity => {
  if (isOfTerms(event)) return { ...deal, ...evolveTerms(deal, event) };
  switch (event.type) {
    case 'OpportunityAdvanced':
    case 'OpportunityRegressed':
      return { ...deal, stage: event.data.to, forecast: { ...deal.forecast, probability: event.data.probabilityTo } };
    case 'OpportunityReassigned':
      return { ...deal, ownerId: event.data.to };
    case 'OpportunityWon':
      return { ...deal, status: 'won', forecast: { ...deal.forecast, amount: event.data.amount, probability: 100 } };
    case 'OpportunityLost':
      return { ...deal, status: 'lost', loss: event.data };
    case 'OpportunityReopened':
      return { ...deal, status: 'open', forecast: event.data.forecast };
  }
};

const evolve = (state: Opportunity, event: OpportunityEvent): Opportunity => {
  if (event.type === 'OpportunityOpened') return opened(event.data);
  if (event.type === 'OpportunityImported') return { status: 'imported', claims: event.data, outcome: null };
  if (event.type === 'OutcomeImported') return state.status === 'imported' ? { ...state, outcome: event.data } : state;
  return state.status === 'unknown' || state.status === 'imported' ? state : evolveDeal(state, event);
};

/** A deal from its opening to its end and beyond: stages S2 to S7, forecast, proposals, contract, outcome; or what another system claims of it. */
export const opportunity: Decider<Opportunity, InformedOpportunityCommand, OpportunityEvent, OpportunityRefusal> = {
  initialState: { status: 'unknown' },
  decide,
  evolve,
};

/** Whose deal it is; nobody's when it is not known or only claimed. */
export const ownerOf = (state: Opportunity): string | null =>
  state.status === 'unknown' || state.status === 'imported' ? null : state.ownerId;

/** Percent, by outcome: a lost deal is expected at 0, a won one at 100, an open one as its forecast says. */
export const probabilityOf = (state: OpenDeal | WonDeal | LostDeal): number => (state.status === 'lost' ? 0 : state.forecast.probability);
