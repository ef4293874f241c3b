import { accept, refuse, type Decider, type RecordedEvent, type Refusal } from '#eventsourcing';
import type { Forecast, OpportunityEvent } from '#event-contracts';
import { dealFacts, memberIdsOf, present, same, stageAt, type DealFacts } from '#rules';
import { activities } from './activities.ts';
import { adopt, adoptAgain } from './adoption.ts';
import { approvals, note } from './approvals.ts';
import type { Chapter, Known } from './chapter.ts';
import { handingContracts } from './commissions.ts';
import { commitments } from './commitments.ts';
import { competition } from './competition.ts';
import { isOnFile, recordSignature } from './contract.ts';
import { contracting, noteContract } from './contracting.ts';
import { dealTeam } from './deal-team.ts';
import { demonstration } from './demonstration.ts';
import { discovery } from './discovery.ts';
import { documents } from './documents.ts';
import { abandon, isAbandonedSo, isLostSo, lose, reopen, win } from './ending.ts';
import { forecastDueFrom, forecasting } from './forecast.ts';
import { importOpportunity, importOutcome, notAdopted } from './imported.ts';
import { migration } from './migration.ts';
import { needs } from './needs.ts';
import { dealNegotiation, negotiationsReassigned, noteNegotiation } from './negotiation.ts';
import type {
  AdoptImportedOpportunity,
  DataFor,
  ImportOpportunity,
  ImportOutcome,
  InformedOpportunityCommand,
  OpenOpportunity,
  OpportunityCommand,
} from './opportunity-command.ts';
import {
  type AbandonedDeal,
  type Data,
  type Deal,
  type LostDeal,
  type OpenDeal,
  type Opportunity,
  type OpportunityRefusal,
  type Outcome,
  type WonDeal,
} from './opportunity.state.ts';
import { withOverturned } from './overturning.ts';
import { persuasion } from './persuasion.ts';
import { proposals } from './proposals.ts';
import { quotes } from './quotes.ts';
import { qualification } from './qualification.ts';
import { resources } from './resources.ts';
import { advance, override, regress } from './stages.ts';
import { stakeholders } from './stakeholders.ts';
import { solution } from './solution.ts';
import { isAboutTime, noteTime, timed, timesFrom, type TimeLimitCommand } from './time-limits.ts';
import { value } from './value.ts';

/** What a deal begins with, here or elsewhere. */
type Beginning = OpenOpportunity | AdoptImportedOpportunity | ImportOpportunity | ImportOutcome;
type GovernedCommand = Exclude<InformedOpportunityCommand, ImportOpportunity | ImportOutcome>;

type AnyDeal = OpenDeal | WonDeal | LostDeal | AbandonedDeal;

const isDeal = (state: Opportunity): state is AnyDeal => 'facts' in state;

/** Refuses to open a deal where its process or its account is not there. */
const notAtHand = (
  { process, accountId }: Pick<DataFor<'OpenOpportunity'>, 'process' | 'accountId'>,
  { inForce = true, accountOnFile }: Known,
): Refusal<OpportunityRefusal> | undefined => {
  if (!inForce) return refuse('ProcessNotInForce', present({ process }), ['name a process that is in force']);
  return accountId === undefined || accountOnFile
    ? undefined
    : refuse('NotOnFile', { what: 'account', ids: [accountId] }, ['RegisterAccount']);
};

/** L118. Opened at the first stage of a deal, expected at that stage's default probability. */
const open = ({ expectedAmount, expectedSigningDate, segment, process, ...given }: DataFor<'OpenOpportunity'>, known: Known): Outcome => {
  const { definition, from, at } = known;
  const refused = notAtHand({ process, accountId: given.accountId }, known);
  if (refused) return refused;
  const { opportunityId, leadId, accountId, name, company, ownerId } = given;
  const stage = definition.opensAt;
  const probability = stageAt(definition, stage)?.defaultProbability ?? 0;
  const forecast: Forecast = { amount: expectedAmount, signingDate: expectedSigningDate, probability, category: 'pipeline' };
  const opening = {
    type: 'OpportunityOpened',
    data: {
      opportunityId,
      name,
      company,
      ownerId,
      stage,
      forecast,
      ...present({ leadId, accountId }),
      ...forecastDueFrom(definition, at),
      ...timesFrom(known, stage),
    },
  } as const;
  if (segment === undefined) return accept(opening);
  const pinned = { opportunityId, segment, process: definition.processVersion, from: from ?? definition.processVersion };
  return accept<OpportunityEvent>(opening, { type: 'ProcessVariantPinned', data: pinned });
};

const openAgain = (given: DataFor<'OpenOpportunity'>, { facts: { opened, adoptedFrom } }: Deal): Outcome => {
  const { opportunityId, leadId, accountId, name, company, ownerId, expectedAmount, expectedSigningDate } = given;
  const { stage, forecast, forecastDue, stageDueAt, stallsAt, ...rest } = opened;
  const asked = { ...present({ opportunityId, leadId, accountId, name, company, ownerId }), expectedAmount, expectedSigningDate };
  return !adoptedFrom && same(asked, { ...rest, expectedAmount: forecast.amount, expectedSigningDate: forecast.signingDate })
    ? accept()
    : refuse('OpportunityAlreadyOpened', { opportunityId }, ['open it under an id of its own']);
};

const notOpen = ({ status }: WonDeal | LostDeal | AbandonedDeal): Outcome =>
  refuse('OpportunityNotOpen', { status }, status === 'won' ? [] : ['ReopenOpportunity']);

/** Whether somebody else hands over what is not the other one's any more, or is over. */
const isTooLate = ({ from }: DataFor<'ReassignOpportunity'>, { status, facts }: AnyDeal): boolean =>
  from !== undefined && (from !== facts.ownerId || status !== 'open');

const reassign = (given: DataFor<'ReassignOpportunity'>, deal: AnyDeal, { named }: Known): Outcome => {
  const { opportunityId, to, reason } = given;
  const { facts } = deal;
  const { ownerId: from } = facts;
  if (to === from || isTooLate(given, deal)) return accept();
  if (named !== 'active')
    return refuse('AssigneeNotActive', { userId: to, standing: named ?? 'unknown' }, ['assign the deal to an active user']);
  const reassigned = { type: 'OpportunityReassigned', data: { opportunityId, from, to, ...present({ reason }) } } as const;
  const following = [...negotiationsReassigned(facts, { opportunityId, from, to }), ...handingContracts(facts, to)];
  return accept<OpportunityEvent>(reassigned, ...following);
};

/** Every command on an open deal. */
const work: Chapter<Exclude<OpportunityCommand, Beginning | TimeLimitCommand>> = {
  AdvanceOpportunity: advance,
  RegressOpportunity: regress,
  OverrideCriterion: override,
  ReassignOpportunity: reassign,
  RecordContractSignature: recordSignature,
  WinOpportunity: win,
  LoseOpportunity: lose,
  AbandonOpportunity: abandon,
  ReopenOpportunity: () => accept(),
  ...migration,
  ...discovery,
  ...forecasting,
  ...proposals,
  ...quotes,
  ...persuasion,
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
  ...resources,
  ...value,
  ...approvals,
  ...contracting,
  ...dealNegotiation,
};

type Worked = Exclude<GovernedCommand, { type: (Beginning | TimeLimitCommand)['type'] }>;

const doWork = ({ type, data, known }: Worked, deal: OpenDeal): Outcome =>
  (work[type] as (data: Worked['data'], deal: OpenDeal, known: Known) => Outcome)(data, deal, known);

/** A won deal goes on to be handed over (L171–L182); nothing else of it changes. */
const afterWin = (command: GovernedCommand, deal: WonDeal): Outcome => {
  if (command.type === 'WinOpportunity') return accept();
  if (command.type === 'AdvanceOpportunity') return advance(command.data, deal, command.known);
  if (command.type === 'ReopenOpportunity') return refuse('OpportunityNotLost', { status: deal.status });
  return command.type === 'RecordContractSignature' && isOnFile(command.data, deal) ? accept() : notOpen(deal);
};

/** Whether a deal ended just as it is asked to end. */
const endedSo = (command: GovernedCommand, deal: LostDeal | AbandonedDeal): boolean => {
  if (command.type === 'LoseOpportunity') return deal.status === 'lost' && isLostSo(command.data, deal);
  return command.type === 'AbandonOpportunity' && deal.status === 'abandoned' && isAbandonedSo(command.data, deal);
};

const afterEnd = (command: GovernedCommand, deal: LostDeal | AbandonedDeal): Outcome => {
  if (command.type === 'ReassignOpportunity') return reassign(command.data, deal, command.known);
  if (command.type === 'ReopenOpportunity') return reopen(command.data, deal, command.known);
  return endedSo(command, deal) ? accept() : notOpen(deal);
};

/** How a deal comes under the process: opened, or adopted from what another system claims. */
const begin = (
  command: Extract<GovernedCommand, { type: 'OpenOpportunity' | 'AdoptImportedOpportunity' }>,
  state: Opportunity,
): Outcome => {
  const { type, data, known } = command;
  if (type === 'OpenOpportunity') {
    if (state.status === 'unknown') return open(data, known);
    return state.status === 'imported' ? notAdopted(state) : openAgain(data, state);
  }
  if (state.status === 'unknown') return refuse('OpportunityUnknown', {}, ['ImportOpportunity']);
  return state.status === 'imported' ? adopt(data, state, known) : adoptAgain(data, state.status, state);
};

const decideGoverned = (command: GovernedCommand, state: Opportunity): Outcome => {
  if (command.type === 'OpenOpportunity' || command.type === 'AdoptImportedOpportunity') return begin(command, state);
  if (state.status === 'unknown') return refuse('OpportunityUnknown', {}, ['OpenOpportunity']);
  if (state.status === 'imported') return notAdopted(state);
  if (isAboutTime(command)) return noteTime(command, state);
  switch (state.status) {
    case 'open':
      return doWork(command, state);
    case 'won':
      return afterWin(command, state);
    case 'lost':
    case 'abandoned':
      return afterEnd(command, state);
  }
};

/** What other streams tell of themselves is noted whatever has become of the deal since: it may be taken up again. */
const noteTold = (command: InformedOpportunityCommand, deal: AnyDeal): Outcome | undefined => {
  if (command.type === 'NoteDealApproval') return note(command.data, deal);
  if (command.type === 'NoteContract') return noteContract(command.data, deal);
  return command.type === 'NoteNegotiation' ? noteNegotiation(command.data, deal) : undefined;
};

const decide = (command: InformedOpportunityCommand, state: Opportunity): Outcome => {
  if (command.type === 'ImportOpportunity') return importOpportunity(command.data, state);
  if (command.type === 'ImportOutcome') return importOutcome(command.data, state);
  const noted = isDeal(state) ? noteTold(command, state) : undefined;
  if (noted) return noted;
  const outcome = decideGoverned(command, state);
  return isDeal(state) ? withOverturned(outcome, state.facts, command.known) : outcome;
};

const opened = (facts: DealFacts): OpenDeal => ({
  status: 'open',
  facts,
  probabilityByHand: false,
  contracts: {},
  contractId: null,
  stays: [],
  silence: undefined,
  signed: null,
});

const signedBy = (
  { signatoryName, ...signature }: Data<'ContractSignatureRecorded'>,
  { contracts }: Deal,
): Pick<Deal, 'contracts' | 'contractId'> => {
  const { contractId, party } = signature;
  return { contractId, contracts: { ...contracts, [contractId]: { ...contracts[contractId], [party]: signature } } };
};

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
  OpportunityLost: (deal, { data, occurredAt }) => ({ ...deal, status: 'lost', loss: data, endedAt: occurredAt }),
  OpportunityAbandoned: (deal, { data, occurredAt }) => ({ ...deal, status: 'abandoned', abandonment: data, endedAt: occurredAt }),
  OpportunityReopened: (deal) => ({ ...deal, status: 'open' }),
};

const evolveDeal = (deal: AnyDeal, event: RecordedEvent<OpportunityEvent>): AnyDeal => {
  const evolved = meaning[event.type] as ((deal: AnyDeal, event: RecordedEvent<OpportunityEvent>) => AnyDeal) | undefined;
  return evolved ? evolved(deal, event) : deal;
};

const begins = ({ type }: OpportunityEvent): boolean => type === 'OpportunityOpened' || type === 'OpportunityAdopted';

const evolve = (state: Opportunity, event: RecordedEvent<OpportunityEvent>): Opportunity => {
  if (event.type === 'OpportunityImported') return { status: 'imported', claims: event.data, outcome: null };
  if (event.type === 'OutcomeImported') return state.status === 'imported' ? { ...state, outcome: event.data } : state;
  const facts = dealFacts(isDeal(state) ? state.facts : undefined, event);
  if (!facts) return state;
  return timed(isDeal(state) && !begins(event) ? evolveDeal({ ...state, facts }, event) : opened(facts), event);
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

/** Percent, by outcome: a lost or abandoned deal is expected at 0, a won one at 100, an open one as its forecast says. */
export const probabilityOf = (state: AnyDeal): number =>
  state.status === 'lost' || state.status === 'abandoned' ? 0 : state.facts.forecast.probability;
