import type { Channel } from '#eventsourcing';
import { roles, type Role } from '#event-contracts';
import type { Action } from './actions.ts';
import { approvalActions, approvalFollowing, approvalReachOf } from './approval-authority.ts';
import { contractFinance, contractFollowing, contractKeeping, contractLegal } from './contract-work.ts';
import { isOnlooker } from './limits.ts';
import { foundingActions, ruleActionsOf } from './rule-authority.ts';
import { technicalJudgement } from './solution-work.ts';
import {
  leadWork,
  leadSales,
  leadTending,
  leadDirecting,
  leadFollowing,
  dealFollowing,
  campaigning,
  dealWork,
  sharedWork,
  proposing,
  accountWork,
  contactWork,
  importing,
  organising,
  managing,
  negotiating,
  negotiationFollowing,
  overriding,
  riskWork,
  seeing,
  administering,
  standingIn,
  succeeding,
} from './work.ts';

/** How far authority reaches: one's own; also that of the deals whose team one is on; also the teams' that one manages (with the teams below); everyone's. */
export type Reach = 'own' | 'member' | 'team' | 'all';

export type Grants = Readonly<Partial<Record<Action, Reach>>>;

const grant = (reach: Reach, ...granted: readonly Action[]): Grants => Object.fromEntries(granted.map((action) => [action, reach]));

/** Who works on deals that others own sees them, may take work on, and does it where they are on the team. */
const takingPart: Grants = {
  ...grant('all', 'ReceiveDocument', 'RespondToCollaboration', 'ReadDeal', 'ReadAccount', 'ReadOrganisation'),
  ...grant('member', ...sharedWork, 'ReadDocument', 'ReadPersonalData'),
};

/** Who can judge how complex a project is, and what can be built (L34, L126, L127). */
const presales: Grants = {
  ...takingPart,
  ...grant('member', 'AssessProjectComplexity', ...technicalJudgement),
};

/**
 * Who may do what, and how far. What is not granted here is denied. A document may hold what of an event would be sealed, so that whoever may
 * read a case may not therefore read its documents. The policy names who is answerable for each stage
 * (L106, L119, L132, L143, L156, L168, L180); how far each reaches is a default, not policy.
 * An account is shown to whom its owner’s deals would be, and to marketing and sales development, who look for the company before they capture
 * a lead of it. A campaign has no owner: those see it who run campaigns, follow up on their leads, manage, pay or analyse; a rep does not.
 * By SQL read those who are there to count or to check, and see all of it anyway (default, not policy).
 */
const ofCases: Readonly<Record<Role, Grants>> = {
  SALES_REP: {
    ...grant('all', 'CaptureLead', 'ReceiveDocument', 'ReadReports', 'ReadOrganisation'),
    ...grant('own', ...leadWork, ...leadSales, ...dealWork, ...proposing, ...accountWork, 'ReadLead', 'ReadAccount'),
    ...grant('own', ...negotiating, ...riskWork, 'ReadNegotiation'),
    ...grant('member', ...sharedWork, 'ReadDeal', 'ReadDocument', 'ReadPersonalData'),
    ...grant('all', 'RespondToCollaboration', ...contactWork),
  },
  SALES_MANAGER: {
    ...grant('all', 'CaptureLead', 'ReceiveDocument', 'RespondToCollaboration', ...contactWork, 'ReadReports', 'ReadOrganisation'),
    ...grant('all', 'ReadCampaign'),
    ...grant('team', ...managing),
  },
  SDR: grant(
    'all',
    ...(['CaptureLead', 'EnrichLead', 'AssignLead', 'LogLeadContact', 'QualifyLead', 'DisqualifyLead', 'ReceiveDocument'] as const),
    ...leadTending,
    ...(['ReadLead', 'ReadAccount', 'ReadCampaign', 'ReadPersonalData', 'ReadReports', 'ReadOrganisation'] as const),
  ),
  MARKETING: grant(
    'all',
    ...(['CaptureLead', 'EnrichLead', 'AssignLead', 'QualifyLead', 'DisqualifyLead', 'ReceiveDocument'] as const),
    ...leadTending,
    ...campaigning,
    ...(['ReadLead', 'ReadAccount', 'ReadCampaign', 'ReadPersonalData', 'ReadReports', 'ReadOrganisation'] as const),
  ),
  SALES_OPS: grant(
    'all',
    ...(['AssignLead', 'ReassignOpportunity', 'AdoptImportedOpportunity', 'ReceiveDocument', ...importing] as const),
    ...([...accountWork, 'AssignCustomerSegment', ...contactWork, 'MigrateOpportunity'] as const),
    ...leadDirecting,
    ...(['RecordLeadBehaviour', 'ImportWebTraffic', 'CountDownloads', 'RegisterPartner'] as const),
    ...(['ReadAccount', 'ReadCampaign'] as const),
    ...(['ReadLead', 'ReadDeal', 'ReadReports', 'ReadOrganisation', 'ReadLedger', 'ReadFeed', 'ReadBySql', 'OperateProjections'] as const),
  ),
  CONTRACT_ADMIN: grant(
    'all',
    'RecordContractSignature',
    ...contractKeeping,
    'WitnessCustomerConfirmation',
    ...riskWork,
    'ReceiveDocument',
    'ReadDeal',
    'ReadAccount',
    'ReadDocument',
    'ReadReports',
    'ReadOrganisation',
  ),
  SERVICE: takingPart,
  COMPLIANCE: grant(
    'all',
    ...(['ErasePerson', 'ReadAccount', 'ReadCampaign', 'ReadLead', 'ReadDeal', 'ReadDocument', 'ReadPersonalData'] as const),
    ...(['ReadCosts', 'ReadNegotiation', 'ReadReports', 'ReadOrganisation', 'ReadLedger', 'ReadFeed', 'ReadBySql'] as const),
  ),
  ANALYST: grant('all', ...seeing, 'ReadLedger', 'ReadFeed', 'ReadBySql'),
  ADMIN: grant('all', ...organising, ...administering, 'ReadOrganisation', 'ReadLedger', 'WithdrawSqlAccess', 'OperateProjections'),
  SALES_DIRECTOR: {
    ...grant('team', ...managing),
    ...grant('all', 'ApproveNegotiationStrategy', 'ReadNegotiation'),
    ...grant('all', 'CaptureLead', 'ReassignOpportunity', ...overriding, 'ReceiveDocument', 'RespondToCollaboration', ...seeing),
  },
  MANAGEMENT: grant('all', ...overriding, 'ReadCosts', 'ReadNegotiation', ...seeing),
  SALES_MGMT_DEPT: grant('all', 'AssignLead', ...leadDirecting, 'ReassignOpportunity', 'MigrateOpportunity', ...seeing),
  PRESALES: presales,
  SOLUTION_ARCHITECT: presales,
  PRODUCT: takingPart,
  RND: takingPart,
  LEGAL: { ...takingPart, ...grant('all', ...contractLegal, ...riskWork) },
  FINANCE: {
    ...takingPart,
    ...grant('all', 'ReadCosts', 'ReadNegotiation', 'ReadCampaign', 'ReadReports', ...contractFinance, ...riskWork),
  },
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
  AUDITOR: grant('all', ...seeing, 'ReadPersonalData', 'ReadCosts', 'ReadNegotiation', 'ReadLedger', 'ReadFeed', 'ReadBySql'),
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

const approving = (role: Role): Grants => {
  const reach = approvalReachOf(role);
  return reach ? grant(reach, ...approvalActions) : {};
};

/** Who only looks on, or is a program, does it in person. */
const standingInOf = (role: Role): Grants => (isOnlooker(role) || role === 'INTEGRATION' ? {} : grant('own', ...standingIn));

/** Whoever works with colleagues has to know whom to turn to; whoever counts or connects has not (default, not policy). */
const seeingStandIns = (role: Role): Grants =>
  ofCases[role].ReadOrganisation === undefined || role === 'ANALYST' || role === 'INTEGRATION' ? {} : grant('all', 'ReadStandIns');

/** Who may do what, with the rules themselves too. */
export const authority: Readonly<Record<Role, Grants>> = Object.fromEntries(
  roles.map((role) => [
    role,
    { ...standingInOf(role), ...ofCases[role], ...seeingStandIns(role), ...grant('all', ...ruleActionsOf(role)), ...approving(role) },
  ]),
) as unknown as Readonly<Record<Role, Grants>>;

/** What the program itself may do, told by the channel, which only the program sets. */
export const channelAuthority: Readonly<Partial<Record<Channel, Grants>>> = {
  process: grant(
    'all',
    ...(['OpenOpportunity', 'BreachFirstContact', 'BreachAcceptance', ...leadFollowing, ...dealFollowing] as const),
    ...approvalFollowing,
    ...negotiationFollowing,
    ...contractFollowing,
    ...succeeding,
    'MarkReviewDue',
  ),
  bootstrap: grant('all', ...organising, ...foundingActions),
  import: grant('all', ...importing),
};
