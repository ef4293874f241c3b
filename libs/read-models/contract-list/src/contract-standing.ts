import type { Instant } from '#eventsourcing';
import { filingDepartments } from '#event-contracts';
import { contractRequisites, shortcomingsOf, type Shortcoming } from '#rules';
import type { ContractRow } from './contract-list.row.ts';

/** What events say of a contract; how far it has come with that is told by {@link standing}. */
export type ContractRecord = Omit<ContractRow, 'onFile' | 'missing' | 'awaiting'>;

const ended: readonly ContractRow['status'][] = ['cancelled', 'void'];

const isSpokenOf = ({ contentSha256, legalRequested, legal, finance, reconciled, approvals }: ContractRecord): boolean =>
  [legalRequested, legal?.contentSha256, finance?.contentSha256, reconciled?.contentSha256].includes(contentSha256) ||
  approvals.some(({ ask, overturned }) => !overturned && ask.subject.contentSha256 === contentSha256);

const inTheHouse = (row: ContractRecord, missing: readonly Shortcoming[]): ContractRow['status'] => {
  if (row.contentSha256 === null) return 'opened';
  if (missing.length === 0) return 'approved';
  return isSpokenOf(row) ? 'inReview' : 'drafted';
};

const signedStatus = ({ archivedAt, filings }: ContractRecord): ContractRow['status'] => {
  if (archivedAt !== null) return 'archived';
  return filingDepartments.every((each) => filings.some(({ department }) => department === each)) ? 'filed' : 'fullySigned';
};

const statusOf = (row: ContractRecord, missing: readonly Shortcoming[]): ContractRow['status'] => {
  if (ended.includes(row.status)) return row.status;
  if (row.signedOn !== null) return signedStatus(row);
  if (row.sentAt === null) return inTheHouse(row, missing);
  return row.signatures.some(({ party }) => party === 'customer') ? 'signedByCustomer' : 'sent';
};

const waitedFor = (status: ContractRow['status'], missing: readonly Shortcoming[]): ContractRow['awaiting'] => {
  if (status === 'sent' || status === 'signedByCustomer') return ['signature'];
  if (status !== 'drafted' && status !== 'inReview') return [];
  const isMissing = (...these: readonly Shortcoming['what'][]) => missing.some(({ what }) => these.includes(what));
  return [
    ...(isMissing('legalReview', 'financeReview', 'reconciliation') ? (['review'] as const) : []),
    ...(isMissing('approval') ? (['approval'] as const) : []),
  ];
};

/**
 * How far a contract has come, what is on file for its content as it stands, and what keeps it in the house: by the rule that its sending goes by
 * (L151, L153–L156, L188).
 */
export const standing = (row: ContractRecord): ContractRow => {
  const { contentSha256 } = row;
  const all = shortcomingsOf({ ...row, draft: contentSha256 === null ? null : { contentSha256 } });
  const onFile = contentSha256 === null ? [] : contractRequisites.filter((each) => all.every(({ what }) => what !== each));
  const isOut = row.sentAt !== null || ended.includes(row.status);
  const missing = isOut ? [] : all;
  const status = statusOf(row, missing);
  return { ...row, status, onFile, missing, awaiting: waitedFor(status, missing) };
};

/** Whether the customer was to have signed by now, and has not (L162). */
export const isSignatureOverdue = ({ status, signDueAt }: Pick<ContractRow, 'status' | 'signDueAt'>, now: Instant): boolean =>
  status === 'sent' && signDueAt !== null && signDueAt < now;
