import { accept, refuse } from '#eventsourcing';
import { present } from '#rules';
import type { InformedDataFor } from './organisation-command.ts';
import type { KnownUser, Outcome } from './user.state.ts';

/** Once they have left; what is open of theirs is then given to the successor, or to who manages their team. */
export const leaveCompany = (data: InformedDataFor<'RecordLeaving'>, { status }: KnownUser): Outcome => {
  const { userId, on, successorId, successor, now } = data;
  if (status === 'left') return accept();
  const today = now.slice(0, 10);
  if (on > today) return refuse('NotLeftYet', { on, today }, ['record it on their last day']);
  if (successorId !== undefined && (successorId === userId || successor !== 'active'))
    return refuse('SuccessorNotActive', { successorId, standing: successor ?? 'unknown' }, ['name another active user, or none']);
  return accept({ type: 'UserLeft', data: { userId, on, ...present({ successorId }) } });
};
