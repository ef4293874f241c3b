import { accept, refuse, type Decider, type RecordedEvent } from '#eventsourcing';
import type { Forecast, OpportunityEvent } from '#event-contracts';
import { dealFacts, isEarlier, daysPassed, memberIdsOf, present, same, stageAt, type DealFacts } from '#rules';
import { activities } from './activities.ts';
import type { Chapter, Known } from './chapter.ts';
import { commitments } from './commitments.ts';
import { competition } from './competition.ts';
import { isOnFile, recordSignature, signatureMissing } from './contract.ts';
import { dealTeam } from './deal-team.ts';
import { demonstration } from './demonstration.ts';
import { discovery } from './discovery.ts';
import { documents } from './documents.ts';
import { importOpportunity, importOutcome, notAdopted } from './imported.ts';
import { needs } from './needs.ts';
import type {
  DataFor,
  ImportOpportunity,
  ImportOutcome,
  InformedOpportunityCommand,
  OpenOpportunity,
  OpportunityCommand,
} from './opportunity-command.ts';
import {
  type Data,
  type Deal,
  type LostDeal,
  type OpenDeal,
  type Opportunity,
  type OpportunityRefusal,
  type Outcome,
  type WonDeal,
} from './opportunity.state.ts';
import { qualification } from './qualification.ts';
import { advance, override, regress } from './stages.ts';
import { stakeholders } from './stakeholders.ts';
import { solution } from './solution.ts';
import { value } from './value.ts';

type GovernedCommand = Exclude<InformedOpportunityCommand, ImportOpportunity | ImportOutcome>;

const isDeal = (state: Opportunity): state is OpenDeal | WonDeal | LostDeal => 'facts' in state;

/** L118. Opened at the first stage of a deal, expected at that stage's default probability. */
const open = (
  { expectedAmount, expectedSigningDate, segment, ...given }: DataFor<'OpenOpportunity'>,
  { definition, from, processNotInForce }: Known,
): Outcome => {
  if (processNotInForce !== undefined) return refuse('ProcessNotInForce', { process: processNotInForce }, ['PublishDefinition']);
  const { opportunityId, leadId, name, company, ownerId } = given;
  const stage = definition.opensAt;
  const probability = stageAt(definition, stage)?.defaultProbability ?? 0;
  const forecast: Forecast = { amount: expectedAmount, signingDate: expectedSigningDate, probability, category: 'pipeline' };
  const opening = {
    type: 'OpportunityOpened',
    data: { opportunityId, name, company, ownerId, stage, forecast, ...present({ leadId }) },
  } as const;
  if (segment === undefined) return accept(opening);
  const pinned = { opportunityId, segment, process: definition.processVersion, from: from ?? definition.processVersion };
  return accept<OpportunityEvent>(opening, { type: 'ProcessVariantPinned', data: pinned });
};

const openAgain = (given: DataFor<'OpenOpportunity'>, { facts: { opened } }: Deal): Outcome => {
  const { opportunityId, leadId, name, company, ownerId, expectedAmount, expectedSigningDate } = given;
  const { stage, forecast, ...rest } = opened;
  const asked = { ...present({ opportunityId, leadId, name, company, ownerId }), expectedAmount, expectedSigningDate };
  return same(asked, { ...rest, expectedAmount: forecast.amount, expectedSigningDate: forecast.signingDate })
    ? accept()
    : refuse('OpportunityAlreadyOpened', { opportunityId }, ['open it under an id of its own']);
};

const notOpen = ({ status }: WonDeal | LostDeal): Outcome =>
  refuse('OpportunityNotOpen', { status }, status === 'lost' ? ['ReopenOpportunity'] : []);

const reassign = (
  { opportunityId, to, reason }: DataFor<'ReassignOpportunity'>,
  { facts: { ownerId } }: Deal,
  { named }: Known,
): Outcome => {
  if (to === ownerId) return accept();
  if (named !== 'active')
    return refuse('AssigneeNotActive', { userId: to, standing: named ?? 'unknown' }, ['assign the deal to an active user']);
  return accept({ type: 'OpportunityReassigned', data: { opportunityId, from: ownerId, to, ...present({ reason }) } });
};

/** L186. */
const revise = (given: DataFor<'ReviseForecast'>, { facts: { forecast: from } }: OpenDeal): Outcome => {
  const { opportunityId, reason, amount, signingDate, probability, category } = given;
  const to: Forecast = { ...from, ...present({ amount, signingDate, probability, category }) };
  return same(from, to) ? accept() : accept({ type: 'ForecastRevised', data: { opportunityId, from, to, ...present({ reason }) } });
};

/** L41, L138, L139. The versions are counted over the deal. */
const submit = ({ priceFloor, ...given }: DataFor<'SubmitProposal'>, { facts: { proposals } }: OpenDeal): Outcome => {
  const { opportunityId, proposalId, amount, validUntil, claimedDocumentHash } = given;
  const earlier = proposals[proposalId]?.data;
  const version = earlier?.version ?? Object.keys(proposals).length + 1;
  const proposal = { opportunityId, proposalId, version, amount, ...present({ validUntil, claimedDocumentHash }) };
  if (!earlier) return accept({ type: 'ProposalSubmitted', data: { ...proposal, ...present({ priceFloor }) } });
  return same(proposal, earlier)
    ? accept()
    : refuse('ProposalAlreadySubmitted', { proposalId, version }, ['submit a changed proposal under an id of its own']);
};

/** L163, L165: won once both have signed, and not before the stage where that is done. */
const win = ({ opportunityId }: DataFor<'WinOpportunity'>, deal: OpenDeal, { definition }: Known): Outcome => {
  const { signed } = deal;
  const { stage, forecast } = deal.facts;
  const missing = signatureMissing(deal);
  if (missing || !signed) return missing ?? accept();
  const { signsAt } = definition;
  if (isEarlier(definition, stage, signsAt)) return refuse('NotAtSigningStage', { stage, signsAt }, [`AdvanceOpportunity to ${signsAt}`]);
  return accept({ type: 'OpportunityWon', data: { opportunityId, stage, ...signed, probabilityFrom: forecast.probability } });
};

const lossOf = (
  { opportunityId, reason, competitor, note }: DataFor<'LoseOpportunity'>,
  { facts: { stage, forecast } }: Deal,
): Data<'OpportunityLost'> => ({
  opportunityId,
  stage,
  reason,
  forecast,
  ...present({ competitor, note }),
});

/** Every command on an open deal. */
const work: Chapter<Exclude<OpportunityCommand, OpenOpportunity | ImportOpportunity | ImportOutcome>> = {
  AdvanceOpportunity: advance,
  RegressOpportunity: regress,
  OverrideCriterion: override,
  ReassignOpportunity: reassign,
  ReviseForecast: revise,
  SubmitProposal: submit,
  RecordContractSignature: recordSignature,
  WinOpportunity: win,
  LoseOpportunity: (data, deal) => accept({ type: 'OpportunityLost', data: lossOf(data, deal) }),
  ReopenOpportunity: () => accept(),
  ...discovery,
  ...documents,
  ...activities,
  ...qualification,
  ...competition,
  ...commitments,
  ...stakeholders,
  ...dealTeam,
  ...needs,
  ...solution,
  ...demonstration,
  ...value,
};

type Worked = Exclude<GovernedCommand, { type: 'OpenOpportunity' }>;

const doWork = ({ type, data, known }: Worked, deal: OpenDeal): Outcome =>
  (work[type] as (data: Worked['data'], deal: OpenDeal, known: Known) => Outcome)(data, deal, known);

/** A won deal goes on to be handed over (L171–L182); nothing else of it changes. */
const afterWin = (command: GovernedCommand, deal: WonDeal): Outcome => {
  if (command.type === 'WinOpportunity') return accept();
  if (command.type === 'AdvanceOpportunity') return advance(command.data, deal, command.known);
  if (command.type === 'ReopenOpportunity') return refuse('OpportunityNotLost', { status: deal.status });
  return command.type === 'RecordContractSignature' && isOnFile(command.data, deal) ? accept() : notOpen(deal);
};

/** A lost deal is reopened within the time and by those that its process names; by whoever may command it when it names none. */
const reopen = ({ opportunityId, reason }: DataFor<'ReopenOpportunity'>, deal: LostDeal, { definition, roles, at }: Known): Outcome => {
  const { stage, forecast } = deal.facts;
  const { by, within } = definition.reopening ?? {};
  if (by && !by.some((role) => roles.includes(role))) return refuse('NotAllowedByProcess', { by: [...by] }, ['ask someone who may']);
  if (within && daysPassed(within, deal.lostAt, at))
    return refuse('ReopeningTooLate', { lostAt: deal.lostAt, within }, ['open a deal of its own']);
  return accept({ type: 'OpportunityReopened', data: { opportunityId, stage, forecast, reason } });
};

const afterLoss = (command: GovernedCommand, deal: LostDeal): Outcome => {
  if (command.type === 'ReassignOpportunity') return reassign(command.data, deal, command.known);
  if (command.type === 'LoseOpportunity') return same(lossOf(command.data, deal), deal.loss) ? accept() : notOpen(deal);
  return command.type === 'ReopenOpportunity' ? reopen(command.data, deal, command.known) : notOpen(deal);
};

const decideGoverned = (command: GovernedCommand, state: Opportunity): Outcome => {
  if (command.type === 'OpenOpportunity') {
    if (state.status === 'unknown') return open(command.data, command.known);
    return state.status === 'imported' ? notAdopted(state) : openAgain(command.data, state);
  }
  switch (state.status) {
    case 'unknown':
      return refuse('OpportunityUnknown', {}, ['OpenOpportunity']);
    case 'imported':
      return notAdopted(state);
    case 'open':
      return doWork(command, state);
    case 'won':
      return afterWin(command, state);
    case 'lost':
      return afterLoss(command, state);
  }
};

const decide = (command: InformedOpportunityCommand, state: Opportunity): Outcome => {
  if (command.type === 'ImportOpportunity') return importOpportunity(command.data, state);
  if (command.type === 'ImportOutcome') return importOutcome(command.data, state);
  return decideGoverned(command, state);
};

const opened = (facts: DealFacts): OpenDeal => ({
  status: 'open',
  facts,
  probabilityByHand: false,
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

type AnyDeal = OpenDeal | WonDeal | LostDeal;

/** What an event means beyond the facts that it states; an event that is not here means nothing more. */
const meaning: {
  readonly [T in OpportunityEvent['type']]?: (deal: AnyDeal, event: RecordedEvent<Extract<OpportunityEvent, { type: T }>>) => AnyDeal;
} = {
  ForecastRevised: (deal, { data }) => ({
    ...deal,
    probabilityByHand: deal.probabilityByHand || data.from.probability !== data.to.probability,
  }),
  ContractSignatureRecorded: (deal, { data }) => ({ ...deal, ...signedBy(data, deal) }),
  ContractSigned: (deal, { data: { contractId, amount } }) => ({ ...deal, signed: { contractId, amount } }),
  OpportunityWon: (deal) => ({ ...deal, status: 'won' }),
  OpportunityLost: (deal, { data, occurredAt }) => ({ ...deal, status: 'lost', loss: data, lostAt: occurredAt }),
  OpportunityReopened: (deal) => ({ ...deal, status: 'open' }),
};

const evolveDeal = (deal: AnyDeal, event: RecordedEvent<OpportunityEvent>): AnyDeal => {
  const evolved = meaning[event.type] as ((deal: AnyDeal, event: RecordedEvent<OpportunityEvent>) => AnyDeal) | undefined;
  return evolved ? evolved(deal, event) : deal;
};

const evolve = (state: Opportunity, event: RecordedEvent<OpportunityEvent>): Opportunity => {
  if (event.type === 'OpportunityImported') return { status: 'imported', claims: event.data, outcome: null };
  if (event.type === 'OutcomeImported') return state.status === 'imported' ? { ...state, outcome: event.data } : state;
  const facts = dealFacts(isDeal(state) ? state.facts : undefined, event);
  if (!facts) return state;
  return isDeal(state) && event.type !== 'OpportunityOpened' ? evolveDeal({ ...state, facts }, event) : opened(facts);
};

/** A deal from its opening to its end and beyond: stages S2 to S7, forecast, proposals, contract, outcome; or what another system claims of it. */
export const opportunity: Decider<Opportunity, InformedOpportunityCommand, OpportunityEvent, OpportunityRefusal> = {
  initialState: { status: 'unknown' },
  decide,
  evolve,
};

/** Whose deal it is; nobody's when it is not known or only claimed. */
export const ownerOf = (state: Opportunity): string | null => (isDeal(state) ? state.facts.ownerId : null);

/** Who works on it beside its owner. */
export const membersOf = (state: Opportunity): readonly string[] => (isDeal(state) ? memberIdsOf(state.facts) : []);

/** Percent, by outcome: a lost deal is expected at 0, a won one at 100, an open one as its forecast says. */
export const probabilityOf = (state: OpenDeal | WonDeal | LostDeal): number =>
  state.status === 'lost' ? 0 : state.facts.forecast.probability;
