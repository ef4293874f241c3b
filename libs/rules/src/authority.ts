import type { Actor, Channel } from '#eventsourcing';
import { roles, type Role } from '#event-contracts';
import { foundingActions, ruleActions, ruleActionsOf } from './rule-authority.ts';
import { solutionWork, technicalJudgement } from './solution-work.ts';

/** How far authority reaches: one's own; also that of the deals whose team one is on; also the teams' that one manages (with the teams below); everyone's. */
export type Reach = 'own' | 'member' | 'team' | 'all';

/** What authority is asked for: the commands, and what may be read or operated. */
export const actions = [
  'CaptureLead',
  'EnrichLead',
  'AssignLead',
  'LogLeadContact',
  'BreachFirstContact',
  'QualifyLead',
  'DisqualifyLead',
  'ConvertLead',
  // Leads: profile and screening, nurture, hand-over, qualification, merging.
  'ClassifyLead',
  'ScreenLead',
  'InvalidateLead',
  'EnterNurture',
  'TouchNurturedLead',
  'ExitNurture',
  'WakeNurturedLead',
  'RecordLeadBehaviour',
  'ShareInsight',
  'RecordLeadPainPoint',
  'ScoreLead',
  'AssignLeadByRules',
  'ReassignLead',
  'ReclaimLead',
  'HandOverLead',
  'AcceptLead',
  'RejectLead',
  'ReturnLead',
  'AnswerLeadBant',
  'AssessPurchaseIntent',
  'MergeLead',
  'AbsorbLead',
  'ArchiveLead',
  'ReopenLead',
  // Campaigns, sites, partners.
  'PlanCampaign',
  'LaunchCampaign',
  'CloseCampaign',
  'RecordCampaignCost',
  'PlanMarketingEvent',
  'HoldMarketingEvent',
  'PublishContent',
  'CountDownloads',
  'PublishCampaignReport',
  'ImportWebTraffic',
  'RegisterPartner',
  'OpenOpportunity',
  'AdvanceOpportunity',
  'RegressOpportunity',
  'ReassignOpportunity',
  'ReviseForecast',
  'SubmitProposal',
  'RecordContractSignature',
  'WinOpportunity',
  'LoseOpportunity',
  'ReopenOpportunity',
  'OverrideCriterion',
  'RecordPainPoint',
  'RecordBusinessObjective',
  'AttachDocument',
  'ClaimDocument',
  'LogActivity',
  'CorrectActivity',
  'ShareDealInsight',
  'ShareReferenceCase',
  'AnswerQualification',
  'StateChallenge',
  'RecordCurrentSolution',
  'AssessDealPurchaseIntent',
  'AssessFit',
  'RecordProcurementProcess',
  'AnswerQuestionnaire',
  'IdentifyCompetitor',
  'AssessCompetitorPosition',
  'RecordCounterStrategy',
  'RecordCustomerCommitment',
  'MakeCommitment',
  'FulfillCommitment',
  'BreakCommitment',
  'IdentifyStakeholder',
  'ReviseStakeholder',
  'RequestCollaboration',
  'AddDealTeamMember',
  'RemoveDealTeamMember',
  'RespondToCollaboration',
  'AssessProjectComplexity',
  ...solutionWork,
  ...technicalJudgement,
  'ConfirmForecast',
  'NoteForecastMissed',
  'AbandonOpportunity',
  'AdoptImportedOpportunity',
  'DraftProposal',
  'ReviseProposal',
  'SetProposalDueDate',
  'PresentProposal',
  'DraftQuote',
  'ReviseQuote',
  'IssueQuote',
  'WithdrawQuote',
  'RecordExecutiveMeeting',
  'RecordWorkshop',
  'RaiseObjection',
  'ResolveObjection',
  'RecordCustomerConfirmation',
  'WitnessCustomerConfirmation',
  'RegisterAccount',
  'UpdateAccount',
  'AssignCustomerSegment',
  'RegisterContact',
  'UpdateContact',
  'ImportOpportunity',
  'ImportOutcome',
  'ImportAccount',
  'ImportProduct',
  'ImportSalesAgent',
  'RegisterUser',
  'DeactivateUser',
  'ReactivateUser',
  'GrantRole',
  'RevokeRole',
  'JoinTeam',
  'LeaveTeam',
  'FormTeam',
  'AppointManager',
  'ErasePerson',
  ...ruleActions,
  'ReceiveDocument',
  'ReadLead',
  'ReadDeal',
  'ReadDocument',
  'ReadPersonalData',
  'ReadReports',
  'ReadOrganisation',
  'ReadLedger',
  'ReadFeed',
  'OperateProjections',
] as const;
export type Action = (typeof actions)[number];

type Grants = Readonly<Partial<Record<Action, Reach>>>;

const grant = (reach: Reach, ...granted: readonly Action[]): Grants => Object.fromEntries(granted.map((action) => [action, reach]));

const leadWork = ['EnrichLead', 'AssignLead', 'LogLeadContact', 'QualifyLead', 'DisqualifyLead', 'ConvertLead'] as const;
/** What an assignee does beside: sales takes over, gives back, finds out (L107, L234, L236). */
const leadSales = [
  ...([
    'ClassifyLead',
    'ScreenLead',
    'ScoreLead',
    'ShareInsight',
    'RecordLeadPainPoint',
    'AnswerLeadBant',
    'AssessPurchaseIntent',
  ] as const),
  ...(['AcceptLead', 'RejectLead', 'ReturnLead', 'ArchiveLead', 'ReopenLead'] as const),
] as const;
/** What marketing and sales development do for all leads (L24, L103–L106, L224). */
const leadTending = [
  ...(['ClassifyLead', 'ScreenLead', 'InvalidateLead', 'ScoreLead', 'MergeLead', 'ArchiveLead', 'ReopenLead'] as const),
  ...(['EnterNurture', 'TouchNurturedLead', 'ExitNurture', 'RecordLeadBehaviour', 'ShareInsight', 'RecordLeadPainPoint'] as const),
  ...(['AnswerLeadBant', 'AssessPurchaseIntent', 'HandOverLead', 'AssignLeadByRules', 'ReassignLead', 'ReclaimLead'] as const),
] as const;
/** Whose leads were not contacted is decided by whoever leads them, not by themselves (L232). */
const leadDirecting = ['AssignLeadByRules', 'ReassignLead', 'ReclaimLead'] as const;
/** What follows from events of leads by itself. */
const leadFollowing = ['ReclaimLead', 'WakeNurturedLead', 'ScoreLead', 'AbsorbLead'] as const;
/** L18–L20, L218–L220, L226. */
const campaigning = [
  ...(['PlanCampaign', 'LaunchCampaign', 'CloseCampaign', 'RecordCampaignCost', 'PlanMarketingEvent', 'HoldMarketingEvent'] as const),
  ...(['PublishContent', 'CountDownloads', 'PublishCampaignReport', 'ImportWebTraffic', 'RegisterPartner'] as const),
] as const;
const dealWork = [
  'OpenOpportunity',
  'AdvanceOpportunity',
  'RegressOpportunity',
  'ReviseForecast',
  'SubmitProposal',
  'RecordContractSignature',
  'WinOpportunity',
  'LoseOpportunity',
  'ReopenOpportunity',
  'AddDealTeamMember',
  'RemoveDealTeamMember',
] as const;
/** The work on a deal that its owner shares with the deal's team (L11, L36, L93, L132): all but what moves the deal, binds the company or picks the team. */
const sharedWork = [
  'RecordPainPoint',
  'RecordBusinessObjective',
  'AttachDocument',
  'ClaimDocument',
  'LogActivity',
  'CorrectActivity',
  'ShareDealInsight',
  'ShareReferenceCase',
  'AnswerQualification',
  'StateChallenge',
  'RecordCurrentSolution',
  'AssessDealPurchaseIntent',
  'AssessFit',
  'RecordProcurementProcess',
  'AnswerQuestionnaire',
  'IdentifyCompetitor',
  'AssessCompetitorPosition',
  'RecordCounterStrategy',
  'RecordCustomerCommitment',
  'MakeCommitment',
  'FulfillCommitment',
  'BreakCommitment',
  'IdentifyStakeholder',
  'ReviseStakeholder',
  'RequestCollaboration',
  ...solutionWork,
  'DraftProposal',
  'ReviseProposal',
  'PresentProposal',
  'RecordExecutiveMeeting',
  'RecordWorkshop',
  'RaiseObjection',
  'ResolveObjection',
  'WitnessCustomerConfirmation',
] as const;

/** What convinces the customer, and what it confirms (L39–L43, L138–L144, L186, L258–L265). */
const proposing = [
  'ConfirmForecast',
  'AbandonOpportunity',
  'SetProposalDueDate',
  'DraftQuote',
  'ReviseQuote',
  'IssueQuote',
  'WithdrawQuote',
  'RecordCustomerConfirmation',
] as const;
/** Accounts are looked after by their owner; people there are known to all who sell, and sealed from all others. */
const accountWork = ['RegisterAccount', 'UpdateAccount'] as const;
const contactWork = ['RegisterContact', 'UpdateContact'] as const;
const importing = ['ImportOpportunity', 'ImportOutcome', 'ImportAccount', 'ImportProduct', 'ImportSalesAgent'] as const;
const organising = [
  'RegisterUser',
  'DeactivateUser',
  'ReactivateUser',
  'GrantRole',
  'RevokeRole',
  'JoinTeam',
  'LeaveTeam',
  'FormTeam',
  'AppointManager',
] as const;

const managing = [
  ...leadWork,
  ...leadSales,
  ...leadDirecting,
  ...dealWork,
  ...sharedWork,
  ...proposing,
  'AdoptImportedOpportunity',
  ...accountWork,
  'AssignCustomerSegment',
  'ReassignOpportunity',
  'OverrideCriterion',
  'ReadLead',
  'ReadDeal',
  'ReadDocument',
  'ReadPersonalData',
] as const;

/** Who works on deals that others own sees them, may take work on, and does it where they are on the team. */
const takingPart: Grants = {
  ...grant('all', 'ReceiveDocument', 'RespondToCollaboration', 'ReadDeal', 'ReadOrganisation'),
  ...grant('member', ...sharedWork, 'ReadDocument', 'ReadPersonalData'),
};

/** Who can judge how complex a project is, and what can be built (L34, L126, L127). */
const presales: Grants = {
  ...takingPart,
  ...grant('member', 'AssessProjectComplexity', ...technicalJudgement),
};

/** Who has to know of every case. */
const seeing = ['ReadLead', 'ReadDeal', 'ReadReports', 'ReadOrganisation'] as const;

/**
 * Who may do what, and how far. What is not granted here is denied. A document may hold what of an event would be sealed, so that whoever may
 * read a case may not therefore read its documents. The policy names who is answerable for each stage
 * (L106, L119, L132, L143, L156, L168, L180); how far each reaches is a default, not policy.
 */
const ofCases: Readonly<Record<Role, Grants>> = {
  SALES_REP: {
    ...grant('all', 'CaptureLead', 'ReceiveDocument', 'ReadReports', 'ReadOrganisation'),
    ...grant('own', ...leadWork, ...leadSales, ...dealWork, ...proposing, ...accountWork, 'ReadLead'),
    ...grant('member', ...sharedWork, 'ReadDeal', 'ReadDocument', 'ReadPersonalData'),
    ...grant('all', 'RespondToCollaboration', ...contactWork),
  },
  SALES_MANAGER: {
    ...grant('all', 'CaptureLead', 'ReceiveDocument', 'RespondToCollaboration', ...contactWork, 'ReadReports', 'ReadOrganisation'),
    ...grant('team', ...managing),
  },
  SDR: grant(
    'all',
    ...(['CaptureLead', 'EnrichLead', 'AssignLead', 'LogLeadContact', 'QualifyLead', 'DisqualifyLead', 'ReceiveDocument'] as const),
    ...leadTending,
    ...(['ReadLead', 'ReadPersonalData', 'ReadReports', 'ReadOrganisation'] as const),
  ),
  MARKETING: grant(
    'all',
    ...(['CaptureLead', 'EnrichLead', 'AssignLead', 'QualifyLead', 'DisqualifyLead', 'ReceiveDocument'] as const),
    ...leadTending,
    ...campaigning,
    ...(['ReadLead', 'ReadPersonalData', 'ReadReports', 'ReadOrganisation'] as const),
  ),
  SALES_OPS: grant(
    'all',
    ...(['AssignLead', 'ReassignOpportunity', 'AdoptImportedOpportunity', 'ReceiveDocument', ...importing] as const),
    ...([...accountWork, 'AssignCustomerSegment', ...contactWork] as const),
    ...leadDirecting,
    ...(['RecordLeadBehaviour', 'ImportWebTraffic', 'CountDownloads', 'RegisterPartner'] as const),
    ...(['ReadLead', 'ReadDeal', 'ReadReports', 'ReadOrganisation', 'ReadLedger', 'ReadFeed', 'OperateProjections'] as const),
  ),
  CONTRACT_ADMIN: grant(
    'all',
    'RecordContractSignature',
    'WitnessCustomerConfirmation',
    'ReceiveDocument',
    'ReadDeal',
    'ReadDocument',
    'ReadReports',
    'ReadOrganisation',
  ),
  SERVICE: takingPart,
  COMPLIANCE: grant(
    'all',
    ...(['ErasePerson', 'ReadLead', 'ReadDeal', 'ReadDocument', 'ReadPersonalData'] as const),
    ...(['ReadReports', 'ReadOrganisation', 'ReadLedger', 'ReadFeed'] as const),
  ),
  ANALYST: grant('all', 'ReadLead', 'ReadDeal', 'ReadReports', 'ReadOrganisation', 'ReadLedger', 'ReadFeed'),
  ADMIN: grant('all', ...organising, 'ReadOrganisation', 'ReadLedger', 'OperateProjections'),
  SALES_DIRECTOR: {
    ...grant('team', ...managing),
    ...grant('all', 'CaptureLead', 'ReassignOpportunity', 'OverrideCriterion', 'ReceiveDocument', 'RespondToCollaboration', ...seeing),
  },
  MANAGEMENT: grant('all', 'OverrideCriterion', ...seeing),
  SALES_MGMT_DEPT: grant('all', 'AssignLead', ...leadDirecting, 'ReassignOpportunity', ...seeing),
  PRESALES: presales,
  SOLUTION_ARCHITECT: presales,
  PRODUCT: takingPart,
  RND: takingPart,
  LEGAL: takingPart,
  FINANCE: { ...takingPart, ...grant('all', 'ReadReports') },
  ORDER_SPECIALIST: takingPart,
  PROJECT_MANAGER: takingPart,
  DELIVERY: takingPart,
  PRODUCTION: takingPart,
  PURCHASING: takingPart,
  LOGISTICS: takingPart,
  SERVICE_TEAM: takingPart,
  CUSTOMER_SERVICE: takingPart,
  AFTER_SALES: takingPart,
  CSM: takingPart,
  PARTNER: { ...grant('all', 'CaptureLead'), ...grant('own', 'ReadLead', 'ReadDeal') },
  AUDITOR: grant('all', ...seeing, 'ReadPersonalData', 'ReadLedger', 'ReadFeed'),
  INTEGRATION: grant(
    'all',
    'CaptureLead',
    'RecordLeadBehaviour',
    'ImportWebTraffic',
    'CountDownloads',
    ...seeing,
    'ReadLedger',
    'ReadFeed',
  ),
};

/** Who may do what, with the rules themselves too. */
export const authority: Readonly<Record<Role, Grants>> = Object.fromEntries(
  roles.map((role) => [role, { ...ofCases[role], ...grant('all', ...ruleActionsOf(role)) }]),
) as unknown as Readonly<Record<Role, Grants>>;

/** What the program itself may do, told by the channel, which only the program sets. */
export const channelAuthority: Readonly<Partial<Record<Channel, Grants>>> = {
  process: grant('all', 'OpenOpportunity', 'BreachFirstContact', ...leadFollowing, 'NoteForecastMissed', 'MarkReviewDue'),
  bootstrap: grant('all', ...organising, ...foundingActions),
  import: grant('all', ...importing),
};

/** Nobody widens their own authority: it takes a second person. */
const neverForOneself: readonly Action[] = ['GrantRole', 'AppointManager'];

/** What can be taken up or looked at while it belongs to nobody yet. */
const openWhileUnowned: readonly Action[] = ['ReadLead', 'ReadDeal'];

/** Who is asking. */
export type Acting = Pick<Actor, 'userId' | 'rolesAtThatTime' | 'channel'>;

/** Whose thing it is that is asked about; `managerIds` manage the owner's team or one above it, `memberIds` are on the team of the deal. */
export interface Subject {
  readonly ownerId: string | null;
  readonly managerIds: readonly string[];
  readonly memberIds?: readonly string[];
}

const breadth: readonly (Reach | undefined)[] = [undefined, 'own', 'member', 'team', 'all'];

/** The widest reach that any of the actor's roles gives, or the channel; nothing when none gives any. */
export const reachOf = (action: Action, { rolesAtThatTime, channel }: Acting): Reach | undefined => {
  const byRole: Readonly<Record<string, Grants>> = channel === 'process' || channel === 'bootstrap' ? {} : authority;
  const reaches = [channelAuthority[channel]?.[action], ...rolesAtThatTime.map((role) => byRole[role]?.[action])];
  return breadth[Math.max(...reaches.map((reach) => breadth.indexOf(reach)))];
};

/** What a manager may do on the deals of other teams, too, when they are on the deal's team: not what only its owner and their managers may. */
const openToMembers: readonly Action[] = [...sharedWork, 'ReadDeal', 'ReadDocument', 'ReadPersonalData'];

const isMember = (userId: string, { ownerId, memberIds }: Subject): boolean => ownerId === userId || memberIds?.includes(userId) === true;

const covers = (reach: Reach, action: Action, { userId }: Acting, subject: Subject): boolean => {
  const { ownerId, managerIds } = subject;
  if (ownerId === null) return reach === 'all' || openWhileUnowned.includes(action);
  switch (reach) {
    case 'own':
      return ownerId === userId;
    case 'member':
      return isMember(userId, subject);
    case 'team':
      return ownerId === userId || managerIds.includes(userId) || (openToMembers.includes(action) && isMember(userId, subject));
    case 'all':
      return true;
  }
};

const beyond: Readonly<Record<Reach, string>> = {
  own: 'only for what is one’s own',
  member: 'only for what is one’s own, and deals whose team one is on',
  team: 'only for what is the team’s, with the teams below it',
  all: '',
};

/** Why the actor may not, or nothing when they may. */
export const denial = (action: Action, actor: Acting, subject: Subject): string | undefined => {
  if (neverForOneself.includes(action) && subject.ownerId === actor.userId) return `${action}: nobody may do this for themself`;
  const reach = reachOf(action, actor);
  if (reach === undefined) return `${action}: no role of the actor's allows it`;
  return covers(reach, action, actor, subject) ? undefined : `${action}: ${beyond[reach]}`;
};

/** Whether the actor may do this to any deal whose team they are on. */
export const reachesAsMember = (action: Action, actor: Acting): boolean =>
  denial(action, actor, { ownerId: '', managerIds: [], memberIds: [actor.userId] }) === undefined;
