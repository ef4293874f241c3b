import { accept, refuse, type Instant } from '#eventsourcing';
import { distinct, present, same } from '#rules';
import type { InformedDataFor } from './organisation-command.ts';
import { inactive, type KnownUser, type Outcome } from './user.state.ts';

const dayMs = 86_400_000;
/** How long authority may be delegated at most, days; default, not policy. */
const longestDelegation = 90;
/** How long an absence may be at most, days: default, not policy. */
const longestAbsence = 366;

interface Period {
  readonly from: Instant;
  readonly until: Instant;
}

/** Never backwards: what somebody did before is not covered afterwards. */
const untimely = ({ from, until }: Period, now: Instant, days: number): Outcome | undefined => {
  if (from < now) return refuse('PeriodInThePast', { from, now }, ['name a time to come, or none']);
  if (until <= from) return refuse('PeriodEmpty', { from, until }, ['name an end after the beginning']);
  const latest = new Date(Date.parse(from) + days * dayMs).toISOString();
  return until > latest ? refuse('PeriodTooLong', { until, latest }, ['name an earlier end']) : undefined;
};

const notHeld = ({ roles: asked }: InformedDataFor<'DelegateAuthority'>, { roles }: KnownUser): Outcome | undefined => {
  const missing = asked.filter((role) => !roles.includes(role));
  if (asked.length > 0 && missing.length === 0) return undefined;
  return refuse('RolesNotHeld', { roles: missing, holds: [...roles] }, ['name roles that they hold']);
};

const noDelegate = ({ userId, to, delegate: standing }: InformedDataFor<'DelegateAuthority'>): Outcome | undefined => {
  if (to === userId) return refuse('DelegateIsOneself', {}, ['name another user']);
  return standing === 'active' ? undefined : refuse('DelegateNotActive', { to, standing }, ['name an active user']);
};

/** Of the roles that one holds oneself, to someone active, for a time. What was delegated to someone they cannot delegate on: they do not hold it. */
export const delegate = (data: InformedDataFor<'DelegateAuthority'>, state: KnownUser): Outcome => {
  const { userId, delegationId, to, until, reason, now } = data;
  const earlier = state.delegations.find((each) => each.delegationId === delegationId);
  const from = data.from ?? earlier?.from ?? now;
  const said = { delegationId, to, roles: distinct(data.roles), from, until };
  if (earlier) return same(earlier, said) ? accept() : refuse('StatedOtherwise', { delegationId }, ['delegate under another id']);
  if (state.status !== 'active') return inactive();
  const hindrance = noDelegate(data) ?? notHeld(data, state) ?? untimely(said, now, longestDelegation);
  return hindrance ?? accept({ type: 'AuthorityDelegated', data: { userId, ...said, ...present({ reason }) } });
};

export const revokeDelegation = ({ userId, delegationId }: InformedDataFor<'RevokeDelegation'>, { delegations }: KnownUser): Outcome =>
  delegations.some((each) => each.delegationId === delegationId)
    ? accept({ type: 'DelegationRevoked', data: { userId, delegationId } })
    : accept();

const noSubstitute = ({ userId, substituteId, substitute }: InformedDataFor<'RecordAbsence'>): Outcome | undefined =>
  substituteId === undefined || (substituteId !== userId && substitute === 'active')
    ? undefined
    : refuse('SubstituteNotActive', { substituteId, standing: substitute ?? 'unknown' }, ['name another active user, or none']);

/** Tells whom to turn to; a substitute may act for who is away only by a delegation of theirs. */
export const recordAbsence = (data: InformedDataFor<'RecordAbsence'>, state: KnownUser): Outcome => {
  const { userId, absenceId, until, substituteId, now } = data;
  const earlier = state.absences.find((each) => each.absenceId === absenceId);
  const from = data.from ?? earlier?.from ?? now;
  if (earlier)
    return same(earlier, { absenceId, from, until, substituteId: substituteId ?? null })
      ? accept()
      : refuse('StatedOtherwise', { absenceId }, ['EndAbsence, and record another one']);
  if (state.status !== 'active') return inactive();
  const hindrance = noSubstitute(data) ?? untimely({ from, until }, now, longestAbsence);
  return hindrance ?? accept({ type: 'AbsenceRecorded', data: { userId, absenceId, from, until, ...present({ substituteId }) } });
};

export const endAbsence = ({ userId, absenceId }: InformedDataFor<'EndAbsence'>, { absences }: KnownUser): Outcome =>
  absences.some((each) => each.absenceId === absenceId) ? accept({ type: 'AbsenceEnded', data: { userId, absenceId } }) : accept();
