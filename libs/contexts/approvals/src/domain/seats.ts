import { refuse, type Refusal } from '#eventsourcing';
import type { Role } from '#event-contracts';
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

const approvedIn = ({ decisions }: StartedStep) => decisions.filter(({ decision }) => decision === 'approved');

const hasSigned = (step: StartedStep, signerId: string): boolean =>
  approvedIn(step).some(({ userId, onBehalfOf }) => [userId, onBehalfOf].includes(signerId));

const rolesOpen = (started: StartedStep): readonly Role[] => {
  const given = approvedIn(started).map(({ role }) => role);
  const { roles, decides } = started.step;
  if (decides === 'all') return roles.filter((role) => !given.includes(role));
  return roles.some((role) => given.includes(role)) ? [] : roles;
};

const signersOpen = (started: StartedStep): readonly string[] =>
  started.signers.map(({ signerId }) => signerId).filter((signerId) => !hasSigned(started, signerId));

/** After the time of a step is over, one of those above decides for whoever has not: for missing roles and signers alike. */
const isRelieved = (started: StartedStep): boolean => {
  const above = started.escalation?.to.filter((role) => !started.step.roles.includes(role)) ?? [];
  return approvedIn(started).some(({ role }) => role !== undefined && above.includes(role));
};

/** Whether all who are asked at a step have approved. */
export const isComplete = (started: StartedStep): boolean =>
  isRelieved(started) || (rolesOpen(started).length === 0 && signersOpen(started).length === 0);

/** Nobody decides who ever owned the deal, asked, or wrote what is to be approved: not by themself, nor for others, nor through others (L149, L188). */
export const selfApproval = ({ requested: { barred } }: Approval, persons: readonly string[]): Refused | undefined => {
  const own = persons.filter((userId) => barred.includes(userId));
  return own.length === 0 ? undefined : refuse('SelfApproval', { userIds: own }, ['let somebody else decide']);
};

/** One person has one word in an approval, unless the matrix says otherwise. */
export const samePerson = ({ requested: { samePersonMay }, steps }: Approval, persons: readonly string[]): Refused | undefined => {
  const earlier = steps
    .flatMap(({ decisions }) => decisions)
    .find(({ userId, onBehalfOf }) => persons.some((each) => [userId, onBehalfOf].includes(each)));
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
  const asked = [...rolesOpen(started), ...(started.escalation?.to ?? [])];
  const held = asked.filter((role) => roles.includes(role));
  const role = held.find((each) => (heldSince[each] ?? known.now) <= requestedAt);
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
