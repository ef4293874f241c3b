import type { Instant } from '#eventsourcing';
import type { ApprovalEvent, Role } from '#event-contracts';
import type { RouteStep } from './matrix.ts';

type Decided = Extract<ApprovalEvent, { type: 'ApprovalStepDecided' }>['data'];
type Word = Pick<Decided, 'decision' | 'userId'> & {
  readonly role?: Role | undefined | null;
  readonly onBehalfOf?: string | undefined | null;
};

/** A step whose turn has come, as far as it matters who may decide at it, and who has. */
export interface SeatedStep {
  readonly step: Pick<RouteStep, 'roles' | 'decides'>;
  readonly decisions: readonly Word[];
  readonly signers: readonly { readonly signerId: string }[];
  readonly escalation?: { readonly to: readonly Role[] } | undefined | null;
}

const approvedIn = ({ decisions }: SeatedStep): readonly Word[] => decisions.filter(({ decision }) => decision === 'approved');

const hasSigned = (step: SeatedStep, signerId: string): boolean =>
  approvedIn(step).some(({ userId, onBehalfOf }) => [userId, onBehalfOf].includes(signerId));

const rolesOpen = (started: SeatedStep): readonly Role[] => {
  const given = approvedIn(started).map(({ role }) => role);
  const { roles, decides } = started.step;
  if (decides === 'all') return roles.filter((role) => !given.includes(role));
  return roles.some((role) => given.includes(role)) ? [] : roles;
};

/** The signers added by name who have not signed. */
export const signersOpen = (started: SeatedStep): readonly string[] =>
  started.signers.map(({ signerId }) => signerId).filter((signerId) => !hasSigned(started, signerId));

/** The roles of which somebody may still decide: those of the step, and after its time is over those above (L188). */
export const rolesAsked = (started: SeatedStep): readonly Role[] => [...rolesOpen(started), ...(started.escalation?.to ?? [])];

/** After the time of a step is over, one of those above decides for whoever has not: for missing roles and signers alike. */
const isRelieved = (started: SeatedStep): boolean => {
  const above = started.escalation?.to.filter((role) => !started.step.roles.includes(role)) ?? [];
  return approvedIn(started).some(({ role }) => role != null && above.includes(role));
};

/** Whether all who are asked at a step have approved. */
export const isStepComplete = (started: SeatedStep): boolean =>
  isRelieved(started) || (rolesOpen(started).length === 0 && signersOpen(started).length === 0);

/** The first word that one of these persons has said in an approval already, for themself or for another. */
export const earlierWord = <W extends Word>(
  steps: readonly { readonly decisions: readonly W[] }[],
  persons: readonly string[],
): W | undefined =>
  steps.flatMap(({ decisions }) => decisions).find(({ userId, onBehalfOf }) => persons.some((each) => [userId, onBehalfOf].includes(each)));

/** Whether a role is held since before an approval was asked for: a role's change never works backwards. */
export const isHeldSince = (since: Instant | undefined, requestedAt: Instant): boolean => since !== undefined && since <= requestedAt;
