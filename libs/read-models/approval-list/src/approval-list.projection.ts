import { folding, type LedgerEvent, type ProjectionTable } from '#eventsourcing';
import type { ApprovalEvent } from '#event-contracts';
import { distinct, isStepComplete, personsOf } from '#rules';
import { approvalListTable, type ApprovalListStep, type ApprovalRow } from './approval-list.row.ts';
import { seated } from './current-step.ts';

type Of<T extends ApprovalEvent['type']> = LedgerEvent<Extract<ApprovalEvent, { type: T }>>;
type Row = ApprovalRow | undefined;

const requested = (_: Row, event: Of<'ApprovalRequested'>): ApprovalRow => {
  const { caseId, index, occurredAt, revision, data } = event;
  const { approvalId, ask, barred, matrix, tier, route, samePersonMay } = data;
  const { opportunityId, type, ownerId, requestedBy, reason, subject, measures } = ask;
  return {
    ...{ caseId, approvalId, opportunityId, type, status: 'waiting', ownerId, requestedBy, reason },
    ...{ subjectKind: subject.kind, subjectId: subject.id, subjectVersion: subject.version, contentSha256: subject.contentSha256 },
    ...{ measures, matrix, tier, barred, samePersonMay },
    steps: route.map(({ step, name, roles, decides }) => ({
      ...{ step, name, roles, decides },
      ...{ startedAt: null, dueAt: null, decidedAt: null, decisions: [], signers: [], escalation: null },
    })),
    ...{ tookPart: [], dueAt: null, requestedAt: occurredAt, endedAt: null, endedBecause: null, currentSha256: null },
    ...{ requestedIndex: index, revision, updatedAt: occurredAt },
  };
};

const touched = (
  row: Row,
  { occurredAt, revision }: LedgerEvent<ApprovalEvent>,
  changes: (row: ApprovalRow) => Partial<ApprovalRow>,
): Row => row && { ...row, ...changes(row), revision, updatedAt: occurredAt };

const atStep = (
  { steps }: ApprovalRow,
  number: number,
  change: (step: ApprovalListStep) => ApprovalListStep,
): Pick<ApprovalRow, 'steps'> => ({
  steps: steps.map((each) => (each.step === number ? change(each) : each)),
});

const decided = (step: ApprovalListStep, { data }: Of<'ApprovalStepDecided'>): ApprovalListStep => {
  const { role = null, userId, onBehalfOf = null, decision, comment = null, decidedAt } = data;
  const next = { ...step, decisions: [...step.decisions, { role, userId, onBehalfOf, decision, comment, decidedAt }] };
  return decision !== 'approved' || isStepComplete(seated(next)) ? { ...next, decidedAt } : next;
};

const ended =
  (status: ApprovalRow['status']) =>
  (row: Row, event: LedgerEvent<ApprovalEvent>): Row =>
    touched(row, event, () => ({ status, dueAt: null, endedAt: event.occurredAt }));

const recalled = (row: Row, event: Of<'ApprovalRecalled'>): Row => {
  const after = ended('recalled')(row, event);
  return after && { ...after, endedBecause: event.data.reason ?? null };
};

const voided = (row: Row, event: Of<'ApprovalVoided'>): Row => {
  const { because, currentSha256 } = event.data;
  const after = ended('voided')(row, event);
  return after && { ...after, endedBecause: because, currentSha256 };
};

/**
 * Approvals as they stand now (L149, L154, L156, L188): how far each has come on its way, who decided when, and by when the next is to. Who may
 * decide, and whose deal it is by now, is told when it is asked for.
 */
export const approvalListProjection: ProjectionTable<ApprovalEvent, ApprovalRow> = {
  projection: {
    name: 'approval-list',
    version: 1,
    key: ({ caseId, data }) => [caseId, data.approvalId],
    ...folding<ApprovalEvent, ApprovalRow>({
      ApprovalRequested: requested,
      ApprovalStepStarted: (row, event) => {
        const { step, startedAt, dueAt } = event.data;
        return touched(row, event, (known) => ({ ...atStep(known, step, (each) => ({ ...each, startedAt, dueAt })), dueAt }));
      },
      ApprovalStepDecided: (row, event) => {
        const { step } = event.data;
        return touched(row, event, (known) => ({
          ...atStep(known, step, (each) => decided(each, event)),
          tookPart: distinct([...known.tookPart, ...personsOf(event.data)]),
        }));
      },
      ApprovalSignerAdded: (row, event) => {
        const { step, signerId, addedBy } = event.data;
        return touched(row, event, (known) => ({
          ...atStep(known, step, (each) => ({ ...each, signers: [...each.signers, { signerId, addedBy }] })),
          tookPart: distinct([...known.tookPart, signerId]),
        }));
      },
      ApprovalEscalated: (row, event) => {
        const { step, to, overdueSince, dueAt } = event.data;
        const escalation = { to, overdueSince, dueAt };
        return touched(row, event, (known) => atStep(known, step, (each) => ({ ...each, escalation })));
      },
      ApprovalGranted: ended('granted'),
      ApprovalRejected: ended('rejected'),
      ApprovalSentBack: ended('sentBack'),
      ApprovalRecalled: recalled,
      ApprovalVoided: voided,
    }),
  },
  table: approvalListTable,
};
