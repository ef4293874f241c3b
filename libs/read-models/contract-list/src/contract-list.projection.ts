import { folding, type LedgerEvent, type ProjectionTable } from '#eventsourcing';
import type { ContractEvent } from '#event-contracts';
import { distinct, personsOf } from '#rules';
import { contractListTable, type ContractReview, type ContractRow, type ContractVersion } from './contract-list.row.ts';
import { standing } from './contract-standing.ts';

type Of<T extends ContractEvent['type']> = LedgerEvent<Extract<ContractEvent, { type: T }>>;
type Row = ContractRow | undefined;
type Changes = Partial<ContractRow>;

const opened = (_: Row, { caseId, index, occurredAt, revision, data }: Of<'ContractOpened'>): ContractRow => {
  const { contractId, opportunityId, ownerId, owners, company, quote, amount } = data;
  return standing({
    ...{ caseId, contractId, opportunityId, company, ownerId, owners, writers: [], status: 'opened', quote },
    ...{ amountMinor: amount.minor, currency: amount.currency, versions: [], contentSha256: null },
    ...{ legalRequested: null, legal: null, finance: null, negotiated: null, reconciled: null, approvals: [] },
    ...{ sentAt: null, signDueAt: null, trackedStep: null, signatures: [], signedOn: null, filings: [], archivedAt: null },
    ...{ endedBecause: null, openedAt: occurredAt, openedIndex: index, revision, updatedAt: occurredAt },
  });
};

const nothing = (): Changes => ({});

/** What an event makes of a contract that was opened. */
const changing =
  <T extends ContractEvent['type']>(changes: (row: ContractRow, event: Of<T>) => Changes) =>
  (row: Row, event: Of<T>): Row => {
    const { revision, occurredAt: updatedAt } = event as LedgerEvent<ContractEvent>;
    return row && standing({ ...row, ...changes(row, event), revision, updatedAt });
  };

const writersWith = ({ writers }: ContractRow, { actor }: LedgerEvent<ContractEvent>): readonly string[] =>
  distinct([...writers, ...personsOf(actor)]);

const versioned = (row: ContractRow, event: Of<'ContractDrafted'> | Of<'ContractRevised'>): Changes => {
  const { version, contentSha256, document, amount, quote } = event.data;
  const written: ContractVersion = { version, contentSha256, documentSha256: document.sha256, writtenAt: event.occurredAt };
  return {
    ...{ versions: [...row.versions, written], contentSha256, quote, amountMinor: amount.minor, currency: amount.currency },
    writers: writersWith(row, event),
  };
};

const deviating = (row: ContractRow, event: Of<'ContractClauseDeviationRecorded'>): Changes => {
  const { contentSha256 } = event.data;
  const latest = row.versions.length - 1;
  const versions = row.versions.map((each, at) => (at === latest ? { ...each, contentSha256 } : each));
  return { versions, contentSha256, writers: writersWith(row, event) };
};

const review = ({ data, occurredAt }: Of<'LegalReviewCompleted'> | Of<'FinanceReviewCompleted'>): ContractReview => ({
  ...{ result: data.result, contentSha256: data.contentSha256, reviewedAt: occurredAt },
  blocking: data.findings.filter(({ severity }) => severity === 'blocking').length,
});

const sought = ({ approvals }: ContractRow, { data: { ask } }: Of<'ContractApprovalSought'>): Changes => {
  const { approvalId, type, subject } = ask;
  return { approvals: [...approvals, { ask: { approvalId, type, subject: { contentSha256: subject.contentSha256 } }, overturned: false }] };
};

const ofApproval = ({ approvals }: ContractRow, approvalId: string, change: Partial<ContractRow['approvals'][number]>): Changes => ({
  approvals: approvals.map((each) => (each.ask.approvalId === approvalId ? { ...each, ...change } : each)),
});

const noted = (row: ContractRow, { data: { approvalId, note, deciders } }: Of<'ContractApprovalNoted'>): Changes =>
  ofApproval(row, approvalId, { noted: { note: { outcome: note.outcome }, deciders } });

const withoutParty = ({ signatures }: ContractRow, party: string) => signatures.filter((each) => each.party !== party);

const received = (row: ContractRow, { data, occurredAt: receivedAt }: Of<'ContractSignatureReceived'>): Changes => {
  const { party, signedOn, documentSha256 } = data;
  return { signatures: [...withoutParty(row, party), { party, signedOn, documentSha256, receivedAt, confirmed: false }] };
};

const filed = ({ filings }: ContractRow, { data: { department, form }, occurredAt: filedAt }: Of<'SignedContractFiled'>): Changes => ({
  filings: [...filings, { department, form, filedAt }],
});

/**
 * Contracts as they stand now (L151–L165, L273–L276): each version, what is on file for its content, and what is waited for. Whose deal it is by now is
 * told when it is asked for.
 */
export const contractListProjection: ProjectionTable<ContractEvent, ContractRow> = {
  projection: {
    name: 'contract-list',
    version: 1,
    key: ({ caseId, data }) => [caseId, data.contractId],
    ...folding<ContractEvent, ContractRow>({
      ContractOpened: opened,
      ContractReassigned: changing(({ owners }, { data: { to } }) => ({ ownerId: to, owners: [...owners, to] })),
      ContractDrafted: changing<'ContractDrafted'>(versioned),
      ContractRevised: changing<'ContractRevised'>(versioned),
      ContractClauseDeviationRecorded: changing(deviating),
      LegalReviewRequested: changing((_, { data }) => ({ legalRequested: data.contentSha256 })),
      LegalReviewCompleted: changing<'LegalReviewCompleted'>((_, event) => ({ legal: review(event) })),
      FinanceReviewCompleted: changing<'FinanceReviewCompleted'>((_, event) => ({ finance: review(event) })),
      NegotiatedTermsNoted: changing((_, { data: { termsSha256 } }) => ({ negotiated: { termsSha256 } })),
      ContractTextReconciled: changing((_, { data: { contentSha256, termsSha256, differences } }) => ({
        reconciled: { contentSha256, termsSha256, differences },
      })),
      ContractApprovalSought: changing(sought),
      ContractApprovalNoted: changing(noted),
      ContractApprovalOverturned: changing((row, { data: { approvalId } }) => ofApproval(row, approvalId, { overturned: true })),
      ContractApproved: changing(nothing),
      ContractSentToCustomer: changing((_, { data, occurredAt }) => ({ sentAt: occurredAt, signDueAt: data.signDueAt })),
      ContractRecalled: changing(() => ({ sentAt: null, signDueAt: null, trackedStep: null, signatures: [] })),
      CustomerSignatureTracked: changing((_, { data: { step } }) => ({ trackedStep: step })),
      ContractSignatureOverdue: changing(nothing),
      ContractSignatureReceived: changing(received),
      ContractSignatureRejected: changing((row, { data: { party } }) => ({ signatures: withoutParty(row, party) })),
      ContractSignatureConfirmed: changing(({ signatures }, { data: { party } }) => ({
        signatures: signatures.map((each) => (each.party === party ? { ...each, confirmed: true } : each)),
      })),
      ContractFullySigned: changing((_, { data: { signedOn } }) => ({ signedOn })),
      SignedContractFiled: changing(filed),
      ContractArchived: changing((_, { occurredAt }) => ({ archivedAt: occurredAt })),
      ContractCancelled: changing((_, { data: { reason } }) => ({ status: 'cancelled', endedBecause: reason })),
      ContractVoided: changing((_, { data: { because } }) => ({ status: 'void', endedBecause: because })),
      ContractUpheld: changing(nothing),
    }),
  },
  table: contractListTable,
};
