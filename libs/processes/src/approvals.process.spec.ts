import type { LedgerEvent } from '#eventsourcing';
import { recordedAs } from '#eventsourcing/testing';
import type { ApprovalEvent, OpportunityEvent } from '#event-contracts';
import { askOf, contentSha256, otherSha256 } from '../../../test/support/approval-story.ts';
import { approvalCourse, approvalNotes } from './approvals.process.ts';
import { approvalStep } from './deadlines/approvals.deadlines.ts';

const inLedger = <E extends ApprovalEvent | OpportunityEvent>(event: E) =>
  ({ ...recordedAs(event, 4), index: 9, stream: 'approval-a1' }) as unknown as LedgerEvent<E>;

const ask = askOf();
const ended = { approvalId: 'a1', opportunityId: 'o1', type: ask.type, subject: ask.subject, matrix: `APPROVAL-MATRIX@1#${contentSha256}` };
const times = { startedAt: '2026-06-01T08:00:00.000Z', decidedAt: '2026-06-01T09:00:00.000Z' };

describe('what carries approvals between streams (L188)', () => {
  it('opens what a deal asks for, and voids what is not so any more', () => {
    const sought = inLedger({ type: 'DealApprovalSought', data: { opportunityId: 'o1', approvalId: 'a1', ask, barred: ['rep1'] } });
    expect(approvalCourse.react(sought)).toMatchObject([
      { stream: 'approval-a1', command: { type: 'OpenApproval', data: { approvalId: 'a1', ask, barred: ['rep1'] } } },
    ]);
    const hashes = { approvedSha256: contentSha256, currentSha256: otherSha256 };
    const overturned = inLedger({
      type: 'DealApprovalOverturned',
      data: { opportunityId: 'o1', approvalId: 'a1', because: 'contentChanged', ...hashes },
    });
    expect(approvalCourse.react(overturned)).toMatchObject([{ command: { type: 'VoidApproval', data: hashes } }]);
  });

  it('notes in the deal how it ended, where that stands, and who took part', () => {
    const signatures = [{ step: 1, userId: 'dan', onBehalfOf: 'mona', ...times }];
    expect(approvalNotes.react(inLedger({ type: 'ApprovalGranted', data: { ...ended, signatures } }))).toMatchObject([
      {
        stream: 'opportunity-o1',
        command: {
          type: 'NoteDealApproval',
          data: {
            deciders: ['dan', 'mona'],
            note: { outcome: 'granted', subject: ask.subject, source: { eventId: 'e4', stream: 'approval-a1', revision: 4 } },
          },
        },
      },
    ]);
  });

  it('gives each step a time, after which those above may decide', () => {
    const data = { approvalId: 'a1', step: 2, roles: ['FINANCE' as const], startedAt: times.startedAt, dueAt: '2026-06-02T08:00:00.000Z' };
    expect(approvalStep.starts.ApprovalStepStarted?.(inLedger({ type: 'ApprovalStepStarted', data }))).toEqual({
      subject: 'a1',
      dueAt: data.dueAt,
      command: { type: 'EscalateApproval', data: { approvalId: 'a1', step: 2, dueAt: data.dueAt } },
    });
  });
});
