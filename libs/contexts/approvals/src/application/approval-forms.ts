import { aggregateRepository, type Actor, type Codec, type EventStore } from '#eventsourcing';
import { codecOf, type AnyEvent, type ApprovalEvent } from '#event-contracts';
import { denialFor, type Directory } from '#rules';
import { approval } from '../domain/approval.decider.ts';
import { isApproval, type Approval, type ApprovalState } from '../domain/approval.state.ts';
import { approvalStream } from './approval.commands.ts';

export const APPROVAL_FORMS = Symbol('ApprovalForms');

/** What somebody finds who asks for an approval. */
export type FoundApproval =
  | { readonly kind: 'found'; readonly approval: Approval }
  | { readonly kind: 'notFound' }
  | { readonly kind: 'denied'; readonly reason: string };

export type ApprovalForms = (actor: Actor, approvalId: string) => Promise<FoundApproval>;

/** Approvals as their streams tell them, for those who may read the deal, and for whoever took part. */
export const approvalForms = ({
  store,
  codec,
  directory,
}: {
  readonly store: EventStore;
  readonly codec: Codec<AnyEvent>;
  readonly directory: Directory;
}): ApprovalForms => {
  const aggregates = aggregateRepository<ApprovalState, ApprovalEvent>(store, codecOf<ApprovalEvent>(codec), approval);
  return async (actor, approvalId) => {
    const { state } = await aggregates.refresh(approvalStream(approvalId));
    if (!isApproval(state)) return { kind: 'notFound' };
    const { ask } = state.requested;
    const tookPart = state.steps.flatMap(({ decisions, signers }) => [
      ...decisions.map(({ userId }) => userId),
      ...signers.map(({ signerId }) => signerId),
    ]);
    const reason = await denialFor(directory, 'ReadDeal', actor, ask.ownerId, [ask.requestedBy, ...tookPart]);
    return reason === undefined ? { kind: 'found', approval: state } : { kind: 'denied', reason };
  };
};
