import { accept, refuse, type Command } from '#eventsourcing';
import type { ContractEvent } from '#event-contracts';
import { distinct, same } from '#rules';
import type { Approval, Chapter, Contract, Data, Known, Outcome } from './contract.state.ts';
import { completing } from './readiness.ts';

/** L154, L156, L188. What it is measured by is reckoned from the content. */
export type SeekContractApproval = Command<
  'SeekContractApproval',
  {
    readonly contractId: string;
    readonly approvalId: string;
    readonly type: 'contract' | 'nonStandardTerms' | 'paymentTerms';
    readonly reason: string;
  }
>;
/** Given by the process that reads the approval's stream. */
export type NoteContractApproval = Command<'NoteContractApproval', Data<'ContractApprovalNoted'>>;

export type ContractApprovalCommand = SeekContractApproval | NoteContractApproval;

/** Still to be counted on, or to be decided: what was recalled, rejected, voided or overturned is not. */
const isLive = ({ noted, overturned }: Approval): boolean =>
  !overturned && (noted === undefined || noted.note.outcome === 'granted' || noted.note.outcome === 'sentBack');

/** Says of every approval that its content is no longer the contract's. */
export const overturning = (
  { opened: { contractId }, approvals }: Contract,
  because: Data<'ContractApprovalOverturned'>['because'],
  currentSha256: string,
): readonly ContractEvent[] =>
  Object.values(approvals)
    .filter(isLive)
    .map(({ ask: { approvalId, subject } }) => ({
      type: 'ContractApprovalOverturned',
      data: { contractId, approvalId, because, approvedSha256: subject.contentSha256, currentSha256 },
    }));

const seek = ({ contractId, approvalId, type, reason }: SeekContractApproval['data'], contract: Contract, known: Known): Outcome => {
  const { draft, opened, ownerId, owners, writers, deviations, approvals } = contract;
  if (!draft) return refuse('NotDrafted', {}, ['DraftContract']);
  const { version, contentSha256, amount, paymentDays } = draft;
  const ask: Approval['ask'] = {
    ...{ approvalId, type, opportunityId: opened.opportunityId, ownerId, requestedBy: known.userId, reason },
    subject: { kind: 'contract', id: contractId, version, contentSha256 },
    measures: { amount, paymentDays, deviations: deviations.length },
  };
  const earlier = approvals[approvalId];
  if (earlier)
    return same(earlier.ask, ask)
      ? accept()
      : refuse('StatedOtherwise', { approvalId, event: 'ContractApprovalSought' }, ['ask under an id of its own']);
  if (contract.status !== 'drafting') return refuse('ContractOut', { status: contract.status }, ['RecallContract']);
  const pending = Object.values(approvals).find((each) => each.ask.type === type && isLive(each));
  if (pending) return refuse('ApprovalAlreadySought', { approvalId: pending.ask.approvalId, type, contentSha256 }, ['RecallApproval']);
  const barred = distinct([...owners, ...writers, ...known.persons]);
  return accept({ type: 'ContractApprovalSought', data: { contractId, approvalId, ask, barred } });
};

/** What becomes of an approval is noted whatever the content is by now; what it counts for, its hash tells. */
const note = (given: NoteContractApproval['data'], contract: Contract): Outcome => {
  const { approvalId } = given;
  const approval = contract.approvals[approvalId];
  if (!approval) return refuse('ApprovalUnknown', { approvalId }, ['SeekContractApproval']);
  if (!same(approval.ask.subject, given.note.subject))
    return refuse('SubjectDiffers', { approvalId, asked: approval.ask.subject, noted: given.note.subject });
  if (same(approval.noted, given)) return accept();
  return completing({ type: 'ContractApprovalNoted', data: given }, contract);
};

/** Approvals of the contract as it stands (L154, L156, L188). */
export const contractApprovals: Chapter<ContractApprovalCommand> = { SeekContractApproval: seek, NoteContractApproval: note };
