import type { Candidate } from './routing.ts';

/** Who is in a team, and how much work people have at present. It need not be exact: who has less is given more, and what was found is recorded. */
export interface Workload {
  membersOf(teamId: string): Promise<readonly string[]>;
  /** One for each of these users, in whatever order. */
  workOf(userIds: readonly string[]): Promise<readonly Candidate[]>;
}
