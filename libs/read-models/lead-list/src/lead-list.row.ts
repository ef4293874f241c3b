import { tableOf } from '#eventsourcing';
import type {
  disqualificationReasons,
  invalidityReasons,
  KeptSealed,
  leadMethods,
  leadSources,
  qualificationLevels,
} from '#event-contracts';
import type { Segment } from '#rules';

export type LeadStatus = 'open' | 'disqualified' | 'invalid' | 'archived' | 'merged' | 'converted';
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
  readonly method: (typeof leadMethods)[number] | null;
  readonly partnerId: string | null;
  readonly segment: Segment | null;
  readonly territory: string | null;
  /** Of its last screening (L224). */
  readonly screening: 'passed' | 'incomplete' | 'failed' | null;
  /** Points of its last score, out of how many an MQL needs (L105). */
  readonly score: number | null;
  readonly scoreThreshold: number | null;
  readonly scoredAt: string | null;
  /** Since when it is in the nurture pool, and when it is to be looked at again. */
  readonly nurturedSince: string | null;
  readonly wakeAt: string | null;
  /** By when the first contact is due; gone when it was made. */
  readonly contactDueAt: string | null;
  /** When a first contact had been due that was not made, and has not been since. */
  readonly contactMissedAt: string | null;
  readonly handedOverTo: string | null;
  readonly salesAcceptedAt: string | null;
  /** The lead that goes on in its place. */
  readonly mergedInto: string | null;
  /** Equal for companies whose names differ only in the way of writing. */
  readonly companyKey: string;
  /** Keyed digests of how its contact is reached. */
  readonly contactKeys: readonly string[];
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
  /** Why it was disqualified, or eliminated as invalid. */
  readonly disqualificationReason: (typeof disqualificationReasons)[number] | (typeof invalidityReasons)[number] | null;
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
    method: 'text?',
    partnerId: 'text?',
    segment: 'text?',
    territory: 'text?',
    screening: 'text?',
    score: 'integer?',
    scoreThreshold: 'integer?',
    scoredAt: 'timestamptz?',
    nurturedSince: 'timestamptz?',
    wakeAt: 'timestamptz?',
    contactDueAt: 'timestamptz?',
    contactMissedAt: 'timestamptz?',
    handedOverTo: 'text?',
    salesAcceptedAt: 'timestamptz?',
    mergedInto: 'text?',
    companyKey: 'text',
    contactKeys: 'text[] withheld',
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
    sealed: 'jsonb withheld',
    revision: 'integer',
    updatedAt: 'timestamptz',
    updatedIndex: 'bigint',
  },
  {
    meaning: 'A lead as it stands now; who the contact is, is sealed.',
    primaryKey: ['caseId', 'leadId'],
    indexes: [['leadId'], ['capturedIndex'], ['ownerId', 'capturedIndex'], ['companyKey']],
  },
);
