import { contractOwning } from './contract-work.ts';
import { solutionWork } from './solution-work.ts';

export const leadWork = ['EnrichLead', 'AssignLead', 'LogLeadContact', 'QualifyLead', 'DisqualifyLead', 'ConvertLead'] as const;
/** What an assignee does beside: sales takes over, gives back, finds out (L107, L234, L236). */
export const leadSales = [
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
export const leadTending = [
  ...(['ClassifyLead', 'ScreenLead', 'InvalidateLead', 'ScoreLead', 'MergeLead', 'ArchiveLead', 'ReopenLead'] as const),
  ...(['EnterNurture', 'TouchNurturedLead', 'ExitNurture', 'RecordLeadBehaviour', 'ShareInsight', 'RecordLeadPainPoint'] as const),
  ...(['AnswerLeadBant', 'AssessPurchaseIntent', 'HandOverLead', 'AssignLeadByRules', 'ReassignLead', 'ReclaimLead'] as const),
] as const;
/** Whose leads were not contacted is decided by whoever leads them, not by themselves (L232). */
export const leadDirecting = ['AssignLeadByRules', 'ReassignLead', 'ReclaimLead'] as const;
/** What the program notes of deals when its time has come (L186, L203). */
export const dealFollowing = ['NoteForecastMissed', 'NoteStageLimitExceeded', 'NoteDealStalled'] as const;
/** What follows from events of leads by itself. */
export const leadFollowing = ['ReclaimLead', 'WakeNurturedLead', 'ScoreLead', 'AbsorbLead'] as const;
/** L18–L20, L218–L220, L226. */
export const campaigning = [
  ...(['PlanCampaign', 'LaunchCampaign', 'CloseCampaign', 'RecordCampaignCost', 'PlanMarketingEvent', 'HoldMarketingEvent'] as const),
  ...(['PublishContent', 'CountDownloads', 'PublishCampaignReport', 'ImportWebTraffic', 'RegisterPartner'] as const),
] as const;
export const dealWork = [
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
  'CommissionContract',
  ...contractOwning,
] as const;
/** What is found out about the customer and kept of it (L26–L35, L109–L117, L241–L249). */
export const discoveryWork = [
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
] as const;
/** What convinces the customer, as far as others than the owner do it too (L43, L138, L141, L143, L260–L263). */
export const persuadingWork = [
  'DraftProposal',
  'ReviseProposal',
  'PresentProposal',
  'RecordExecutiveMeeting',
  'RecordWorkshop',
  'RaiseObjection',
  'ResolveObjection',
  'WitnessCustomerConfirmation',
] as const;
/** What the company spends on a deal is taken by whoever works on it, as proofs of concept are; that it may be is asked for by the owner (L188; default, not policy). */
export const resourceWork = ['RequestResource', 'EngageResource', 'ReleaseResource', 'WithdrawResourceRequest'] as const;
/** The work on a deal that its owner shares with the deal's team (L11, L36, L93, L132): all but what moves the deal, binds the company or picks the team. */
export const sharedWork = [...discoveryWork, ...solutionWork, ...persuadingWork, ...resourceWork] as const;

/** What convinces the customer, and what it confirms (L39–L43, L138–L144, L186, L258–L265). */
export const proposing = [
  'ConfirmForecast',
  'AbandonOpportunity',
  'SetProposalDueDate',
  'DraftQuote',
  'ReviseQuote',
  'IssueQuote',
  'WithdrawQuote',
  'RecordCustomerConfirmation',
  'SeekApproval',
] as const;
/** Accounts are looked after by their owner; people there are known to all who sell, and sealed from all others. */
export const accountWork = ['RegisterAccount', 'UpdateAccount'] as const;
export const contactWork = ['RegisterContact', 'UpdateContact'] as const;
export const importing = ['ImportOpportunity', 'ImportOutcome', 'ImportAccount', 'ImportProduct', 'ImportSalesAgent'] as const;
export const organising = [
  'RegisterUser',
  'DeactivateUser',
  'ReactivateUser',
  'GrantRole',
  'RevokeRole',
  'JoinTeam',
  'LeaveTeam',
  'FormTeam',
  'AppointManager',
  'SetUserTerritories',
  'SetTeamTerritories',
] as const;

/** What lets a lead or a deal of someone else pass a gate: for whoever manages its owner, and whoever is above them. A default, not policy. */
export const overriding = ['OverrideLeadCriterion', 'OverrideCriterion'] as const;
/** A role that decides over others is proposed by one person and confirmed by another; leavers; who may not wait for whom they concern. */
export const administering = [
  'ProposeRoleGrant',
  'ConfirmRoleGrant',
  'DeclineRoleGrant',
  'RecordLeaving',
  'RevokeDelegation',
  'RecordAbsence',
  'EndAbsence',
] as const;
/** Whoever does something lets others stand in for them, and says when they are away. */
export const standingIn = ['DelegateAuthority', 'RevokeDelegation', 'RecordAbsence', 'EndAbsence'] as const;
/** What becomes of the work of who left. */
export const succeeding = ['AssignLead', 'ReassignOpportunity'] as const;

/** What a deal's owner does of a negotiation (L45, L46, L149–L152, L270–L272); a strategy binds only once another approves it. */
export const negotiating = [
  'EnterNegotiation',
  'RecordProcurementStep',
  'SetNegotiationStrategy',
  'HoldNegotiationRound',
  'ProposeNegotiationTerm',
  'AgreeNegotiationTerm',
  'WithdrawNegotiationTerm',
  'ConcludeNegotiation',
  'ReopenNegotiation',
] as const;
/** Whoever has to fulfil or to judge a contract says what may go wrong (L152). */
export const riskWork = ['IdentifyContractRisk', 'MitigateContractRisk'] as const;
/** What a deal and its negotiation tell each other. */
export const negotiationFollowing = ['OpenNegotiation', 'HandOverNegotiation', 'NoteNegotiation'] as const;

export const managing = [
  'RecordAbsence',
  'EndAbsence',
  ...leadWork,
  ...leadSales,
  ...leadDirecting,
  ...dealWork,
  ...sharedWork,
  ...proposing,
  ...negotiating,
  ...riskWork,
  'ApproveNegotiationStrategy',
  'ReadNegotiation',
  'AdoptImportedOpportunity',
  ...accountWork,
  'AssignCustomerSegment',
  'ReassignOpportunity',
  ...overriding,
  'ReadLead',
  'ReadDeal',
  'ReadAccount',
  'ReadDocument',
  'ReadPersonalData',
  'ReadCosts',
] as const;

/** Who has to know of every case. */
export const seeing = ['ReadLead', 'ReadDeal', 'ReadAccount', 'ReadCampaign', 'ReadReports', 'ReadOrganisation'] as const;
