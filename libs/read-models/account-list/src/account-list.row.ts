import { tableOf } from '#eventsourcing';
import type { Segment } from '#rules';

/** What another system says of a company, as it says it. */
export interface AccountClaims {
  readonly source: string;
  readonly location: string | null;
  readonly revenue: string | null;
  readonly subsidiaryOf: string | null;
  readonly yearEstablished: number | null;
}

/** A company as it stands now. What another system only claims has no owner, segment or territory of ours. */
export interface AccountRow {
  readonly caseId: string;
  readonly accountId: string;
  readonly origin: 'governed' | 'imported';
  readonly name: string;
  /** Of an imported account: the sector that is claimed. */
  readonly industry: string | null;
  readonly employees: number | null;
  readonly segment: Segment | null;
  readonly territory: string | null;
  readonly ownerId: string | null;
  readonly claims: AccountClaims | null;
  readonly registeredAt: string;
  /** Ledger index of the first event: the order of the list, without ties. */
  readonly registeredIndex: number;
  /** The last state-changing revision of the account's stream: what its ETag names. */
  readonly revision: number;
  readonly updatedAt: string;
}

export const accountListTable = tableOf<AccountRow>(
  'account_list',
  {
    caseId: 'text',
    accountId: 'text',
    origin: 'text',
    name: 'text',
    industry: 'text?',
    employees: 'bigint?',
    segment: 'text?',
    territory: 'text?',
    ownerId: 'text?',
    claims: 'jsonb?',
    registeredAt: 'timestamptz',
    registeredIndex: 'bigint',
    revision: 'integer',
    updatedAt: 'timestamptz',
  },
  {
    meaning: 'A company as it stands now.',
    primaryKey: ['caseId'],
    indexes: [['accountId'], ['registeredIndex'], ['ownerId', 'registeredIndex']],
  },
);
