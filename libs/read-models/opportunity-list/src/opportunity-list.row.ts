import { tableOf } from '#eventsourcing';
import type { abandonReasons, DocumentKind, Forecast, KeptSealed, lossReasons, Money, parties } from '#event-contracts';

export interface SubmittedProposal {
  readonly proposalId: string;
  readonly version: number;
  readonly amount: Money;
  readonly validUntil: string | null;
  readonly submittedAt: string;
}

export interface Signature {
  readonly contractId: string;
  readonly party: (typeof parties)[number];
  readonly signedOn: string;
  readonly amount: Money;
  readonly signatoryId: string;
}

/** A document whose bytes the server has. */
export interface FiledDocument {
  readonly documentId: string;
  readonly kind: DocumentKind;
  readonly title: string | null;
  readonly sha256: string;
  /** Bytes. */
  readonly size: number;
  readonly mediaType: string;
  readonly receivedAt: string;
}

/** What another system says of a deal, as it says it. */
export interface Claims {
  readonly source: string;
  readonly externalId: string;
  readonly stage: string;
  readonly agent: string | null;
  readonly account: string | null;
  readonly accountId: string | null;
  readonly product: string | null;
  readonly listPrice: Money | null;
  readonly engagedOn: string | null;
}

/** An opportunity as it stands now. Amounts are integer minor units of `currency`; instants are business times. */
export interface OpportunityRow {
  readonly caseId: string;
  readonly opportunityId: string;
  readonly leadId: string | null;
  /** The company, where it is kept as an account; of an imported deal see its claims. */
  readonly accountId: string | null;
  readonly origin: 'governed' | 'imported';
  readonly name: string | null;
  readonly company: string | null;
  readonly ownerId: string | null;
  /** Who works on it beside its owner. */
  readonly memberIds: readonly string[];
  /** Of an imported deal: as claimed. */
  readonly status: 'open' | 'won' | 'lost' | 'abandoned';
  readonly stage: string | null;
  /** The process that it is pinned to now, `id@version#sha256`; none while it is only claimed. */
  readonly processVersion: string | null;
  readonly amountMinor: number | null;
  readonly currency: string | null;
  readonly signingDate: string | null;
  readonly probability: number | null;
  readonly category: Forecast['category'] | null;
  readonly proposals: readonly SubmittedProposal[];
  readonly signatures: readonly Signature[];
  readonly documents: readonly FiledDocument[];
  /** The contract that both parties signed. */
  readonly contractId: string | null;
  readonly contractSignedOn: string | null;
  readonly closedMinor: number | null;
  /** UTC date of its end; as claimed when imported, null when the source does not tell. */
  readonly closedOn: string | null;
  readonly lossReason: (typeof lossReasons)[number] | null;
  readonly competitor: string | null;
  readonly abandonReason: (typeof abandonReasons)[number] | null;
  readonly claims: Claims | null;
  readonly sealed: readonly KeptSealed[];
  readonly openedAt: string;
  /** Ledger index of the first event: the order of the list, without ties. */
  readonly openedIndex: number;
  /** The last state-changing revision of the opportunity's stream: what its ETag names. */
  readonly revision: number;
  readonly updatedAt: string;
}

export const opportunityListTable = tableOf<OpportunityRow>(
  'opportunity_list',
  {
    caseId: 'text',
    opportunityId: 'text',
    leadId: 'text?',
    accountId: 'text?',
    origin: 'text',
    name: 'text?',
    company: 'text?',
    ownerId: 'text?',
    memberIds: 'text[]',
    status: 'text',
    stage: 'text?',
    processVersion: 'text?',
    amountMinor: 'bigint?',
    currency: 'text?',
    signingDate: 'date?',
    probability: 'integer?',
    category: 'text?',
    proposals: 'jsonb',
    signatures: 'jsonb',
    documents: 'jsonb',
    contractId: 'text?',
    contractSignedOn: 'date?',
    closedMinor: 'bigint?',
    closedOn: 'date?',
    lossReason: 'text?',
    competitor: 'text?',
    abandonReason: 'text?',
    claims: 'jsonb?',
    sealed: 'jsonb withheld',
    openedAt: 'timestamptz',
    openedIndex: 'bigint',
    revision: 'integer',
    updatedAt: 'timestamptz',
  },
  {
    meaning: 'A deal as it stands now. Amounts are integer minor units of `currency`; of an imported deal its status is as claimed.',
    primaryKey: ['caseId', 'opportunityId'],
    indexes: [['opportunityId'], ['openedIndex'], ['ownerId', 'openedIndex'], ['processVersion', 'openedIndex']],
  },
);
