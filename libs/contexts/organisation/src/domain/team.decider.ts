import { accept, refuse, type Decider, type Decision } from '#eventsourcing';
import type { TeamEvent } from '#event-contracts';
import { present } from '#rules';
import type { InformedTeamCommand } from './organisation-command.ts';
import { territoriesInstead } from './territories.ts';

type DataFor<T extends InformedTeamCommand['type']> = Extract<InformedTeamCommand, { type: T }>['data'];

export interface KnownTeam {
  readonly status: 'formed';
  readonly teamId: string;
  readonly name: string;
  readonly parentTeamId: string | null;
  readonly managerId: string | null;
  /** Those of its own, which take the place of those of the teams above. */
  readonly territories: readonly string[];
}
export type Team = { readonly status: 'unknown' } | KnownTeam;

export type TeamRefusal = 'TeamUnknown' | 'TeamAlreadyFormed' | 'TeamIsItsOwnParent' | 'ParentTeamUnknown' | 'AppointeeNotActive';
type Outcome = Decision<TeamEvent, TeamRefusal>;

/** The parent exists before its team is formed and never changes, so that teams cannot stand in a circle. */
const form = ({ teamId, name, parentTeamId, parentExists }: DataFor<'FormTeam'>, state: Team): Outcome => {
  if (state.status === 'formed') {
    return state.name === name && state.parentTeamId === (parentTeamId ?? null)
      ? accept()
      : refuse('TeamAlreadyFormed', { name: state.name, parentTeamId: state.parentTeamId }, ['form it under an id of its own']);
  }
  if (parentTeamId === teamId) return refuse('TeamIsItsOwnParent', { teamId }, ['name another parent, or none']);
  if (parentTeamId !== undefined && !parentExists) return refuse('ParentTeamUnknown', { parentTeamId }, ['form the parent first']);
  return accept({ type: 'TeamFormed', data: { teamId, name, ...present({ parentTeamId }) } });
};

const appoint = ({ teamId, userId, appointee }: DataFor<'AppointManager'>, state: Team): Outcome => {
  if (state.status === 'unknown') return refuse('TeamUnknown', { teamId }, ['FormTeam']);
  if (state.managerId === userId) return accept();
  if (appointee !== 'active') return refuse('AppointeeNotActive', { userId, standing: appointee }, ['appoint an active user']);
  return accept({ type: 'TeamManagerAppointed', data: { teamId, from: state.managerId, to: userId } });
};

/** Of leads that are given out from then on; what was given before stays where it is (L105). */
const cover = ({ teamId, territories }: DataFor<'SetTeamTerritories'>, state: Team): Outcome => {
  if (state.status === 'unknown') return refuse('TeamUnknown', { teamId }, ['FormTeam']);
  const change = territoriesInstead(state.territories, territories);
  return change ? accept({ type: 'TeamTerritoriesSet', data: { teamId, ...change } }) : accept();
};

const decide = (command: InformedTeamCommand, state: Team): Outcome => {
  switch (command.type) {
    case 'FormTeam':
      return form(command.data, state);
    case 'AppointManager':
      return appoint(command.data, state);
    case 'SetTeamTerritories':
      return cover(command.data, state);
  }
};

const evolve = (state: Team, event: TeamEvent): Team => {
  switch (event.type) {
    case 'TeamFormed': {
      const { teamId, name, parentTeamId } = event.data;
      return { status: 'formed', teamId, name, parentTeamId: parentTeamId ?? null, managerId: null, territories: [] };
    }
    case 'TeamManagerAppointed':
      return state.status === 'formed' ? { ...state, managerId: event.data.to } : state;
    case 'TeamTerritoriesSet':
      return state.status === 'formed' ? { ...state, territories: event.data.to } : state;
  }
};

/** A team, its place below another, who leads it, and what it covers. */
export const team: Decider<Team, InformedTeamCommand, TeamEvent, TeamRefusal> = { initialState: { status: 'unknown' }, decide, evolve };
