import type { OrgAbsence, OrgDelegation, OrgRow } from './org-chart.row.ts';

/** Who stands in for a user at a time, and until when. */
export interface StandIns {
  readonly delegations: readonly OrgDelegation[];
  readonly absences: readonly OrgAbsence[];
}

interface Period {
  readonly from: string;
  readonly until: string;
}

const covers = ({ from, until }: Period, at: string): boolean => from <= at && at < until;

/** What is in force then: as admission takes it, of someone active, in roles that they still hold, to someone active. */
export const standInsAt = (
  { active, delegations, absences }: Pick<OrgRow, 'active' | 'delegations' | 'absences'>,
  isActive: (userId: string) => boolean,
  at: string,
): StandIns => ({
  delegations: delegations.filter((each) => active && covers(each, at) && each.roles.length > 0 && isActive(each.to)),
  absences: absences.filter((each) => covers(each, at)),
});

/** Of these, what names somebody: that much concerns them, whatever they may see else. */
export const naming = ({ delegations, absences }: StandIns, userId: string): StandIns => ({
  delegations: delegations.filter(({ to }) => to === userId),
  absences: absences.filter(({ substituteId }) => substituteId === userId),
});

export const isNobodys = ({ delegations, absences }: StandIns): boolean => delegations.length + absences.length === 0;
