import type { Actor, Instant } from '#eventsourcing';
import { earlierWord, isHeldSince, rolesAsked, signersOpen, type SeatedStep } from '#rules';
import type { ApprovalListStep, ApprovalRow } from './approval-list.row.ts';

/** A step as the rules of seats look at it. */
export const seated = (step: ApprovalListStep): SeatedStep => ({ ...step, step });

/** The step whose turn it is, while the approval is under way. */
export const currentStep = ({ status, steps }: Pick<ApprovalRow, 'status' | 'steps'>): ApprovalListStep | undefined =>
  status === 'waiting' ? steps.findLast(({ startedAt }) => startedAt !== null) : undefined;

/** Whether the time of the current step is over (L188); escalated, it stays so. */
export const isOverdue = (row: Pick<ApprovalRow, 'status' | 'steps'>, now: Instant): boolean => {
  const dueAt = currentStep(row)?.dueAt;
  return dueAt != null && dueAt < now;
};

/** Somebody's authority, and who uses it: they themself, or a colleague to whom it is delegated. */
export interface Authority {
  readonly principalId: string;
  /** Whoever has a part in it: none of them may be barred, or have had a word already. */
  readonly persons: readonly string[];
  readonly acting: Actor;
  /** Since when the principal holds each role. */
  readonly heldSince: Readonly<Partial<Record<string, Instant>>>;
}

type Way = Pick<ApprovalRow, 'status' | 'steps' | 'barred' | 'samePersonMay' | 'requestedAt'>;

/**
 * Whether somebody is asked at the step whose turn it is, and has no part in the matter: as the approval itself decides (L149, L154, L188). What
 * their roles reach is another question.
 */
export const isAsked = (row: Way, { principalId, persons, acting, heldSince }: Authority): boolean => {
  const current = currentStep(row);
  if (!current || persons.some((userId) => row.barred.includes(userId))) return false;
  if (!row.samePersonMay && earlierWord(row.steps, persons)) return false;
  const held = rolesAsked(seated(current)).filter((role) => acting.rolesAtThatTime.includes(role));
  return held.some((role) => isHeldSince(heldSince[role], row.requestedAt)) || signersOpen(seated(current)).includes(principalId);
};
