import { refuse, type Refusal } from '#eventsourcing';
import type { Role } from '#event-contracts';
import { earlierWord, isHeldSince, rolesAsked, signersOpen } from '#rules';
import type { Known } from './approval-command.ts';
import type { Approval, ApprovalRefusal, StartedStep } from './approval.state.ts';

export type Refused = Refusal<ApprovalRefusal>;

/** As what somebody decides: by a role that is asked, or as a signer who was added by name. */
export interface Seat {
  readonly role?: Role;
}

/** Whose word it is: who acts, and whose authority they use. */
export const personsOf = ({ userId, through }: Pick<Known, 'userId' | 'through'>): readonly string[] =>
  through === undefined ? [userId] : [userId, through];

/** Nobody decides who ever owned the deal, asked, or wrote what is to be approved: not by themself, nor for others, nor through others (L149, L188). */
export const selfApproval = (
  { requested: { barred } }: Approval,
  persons: readonly string[],
  { dealOwners }: Pick<Known, 'dealOwners'>,
): Refused | undefined => {
  const own = persons.filter((userId) => barred.includes(userId) || dealOwners.includes(userId));
  return own.length === 0 ? undefined : refuse('SelfApproval', { userIds: own }, ['let somebody else decide']);
};

/** One person has one word in an approval, unless the matrix says otherwise. */
export const samePerson = ({ requested: { samePersonMay }, steps }: Approval, persons: readonly string[]): Refused | undefined => {
  const earlier = earlierWord(steps, persons);
  if (!earlier || samePersonMay) return undefined;
  return refuse('SamePerson', { step: earlier.step, userIds: persons }, ['let somebody else decide']);
};

/** The seat of whoever asks: of a role that is open, held since before the approval was asked for (a role's change never works backwards). */
export const seatOf = (
  started: StartedStep,
  { requestedAt }: Approval,
  known: Known,
): { readonly seat: Seat } | { readonly refusal: Refused } => {
  const { roles, heldSince } = known;
  const asked = rolesAsked(started);
  const held = asked.filter((role) => roles.includes(role));
  const role = held.find((each) => isHeldSince(heldSince[each], requestedAt));
  if (role !== undefined) return { seat: { role } };
  if (signersOpen(started).includes(known.userId)) return { seat: {} };
  const [late] = held;
  const step = started.step.step;
  return late === undefined
    ? { refusal: refuse('NotAsked', { step, roles: asked, signers: signersOpen(started) }, ['let somebody decide who is asked']) }
    : {
        refusal: refuse('RoleHeldTooLate', { role: late, heldSince: heldSince[late] ?? null, requestedAt }, [
          'let somebody decide who held the role when it was asked for',
        ]),
      };
};
