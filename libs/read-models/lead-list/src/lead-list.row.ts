import { tableOf } from '#eventsourcing';
import type { disqualificationReasons, KeptSealed, leadSources, qualificationLevels } from '#event-contracts';

export type LeadStatus = 'open' | 'disqualified' | 'converted';
export type QualificationLevel = (typeof qualificationLevels)[number];

/** A lead as it stands now. Instants are business times; who the contact is stays sealed. */
export interface LeadRow {
  readonly caseId: string;
  readonly leadId: string;
  readonly status: LeadStatus;
  readonly level: QualificationLevel | null;
  readonly source: (typeof leadSources)[number];
  readonly company: string;
  readonly industry: string | null;
  /** Employees. */
  readonly companySize: number | null;
  readonly need: string | null;
  readonly campaignId: string | null;
  readonly contactId: string;
  readonly ownerId: string | null;
  readonly contacts: number;
  readonly capturedAt: string;
  /** Ledger index of the capture: the order of the list, without ties. */
  readonly capturedIndex: number;
  readonly assignedAt: string | null;
  readonly firstContactedAt: string | null;
  readonly lastContactedAt: string | null;
  readonly mqlAt: string | null;
  readonly sqlAt: string | null;
  readonly prospectAt: string | null;
  readonly convertedAt: string | null;
  readonly disqualifiedAt: string | null;
  readonly disqualificationReason: (typeof disqualificationReasons)[number] | null;
  readonly opportunityId: string | null;
  /** The last answers to budget, authority, need and timeline. */
  readonly bant: object | null;
  readonly sealed: readonly KeptSealed[];
  /** The last state-changing revision of the lead's stream: what its ETag names. */
  readonly revision: number;
  readonly updatedAt: string;
  /** Ledger index of the last change. */
  readonly updatedIndex: number;
}

export const leadListTable = tableOf<LeadRow>(
  'lead_list',
  {
    caseId: 'text',
    leadId: 'text',
    status: 'text',
    level: 'text?',
    source: 'text',
    company: 'text',
    industry: 'text?',
    companySize: 'bigint?',
    need: 'text?',
    campaignId: 'text?',
    contactId: 'text',
    ownerId: 'text?',
    contacts: 'integer',
    capturedAt: 'timestamptz',
    capturedIndex: 'bigint',
    assignedAt: 'timestamptz?',
    firstContactedAt: 'timestamptz?',
    lastContactedAt: 'timestamptz?',
    mqlAt: 'timestamptz?',
    sqlAt: 'timestamptz?',
    prospectAt: 'timestamptz?',
    convertedAt: 'timestamptz?',
    disqualifiedAt: 'timestamptz?',
    disqualificationReason: 'text?',
    opportunityId: 'text?',
    bant: 'jsonb?',
    sealed: 'jsonb',
    revision: 'integer',
    updatedAt: 'timestamptz',
    updatedIndex: 'bigint',
  },
  { primaryKey: ['caseId', 'leadId'], indexes: [['leadId'], ['capturedIndex'], ['ownerId', 'capturedIndex']] },
);
