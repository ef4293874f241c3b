import { personsOf, type Acting } from '#rules';
import type { OrgProposal, OrgRow } from './org-chart.row.ts';

/** A proposal of a role that waits for an answer, as whoever may give one sees it. */
export interface OpenProposal extends OrgProposal {
  /** False for everyone who had a part in proposing it, and as long as the user may not act; declining is open to them all the same. */
  readonly mayConfirm: boolean;
}

/** What waits for an answer about a user, to a reader who may confirm roles of theirs or only decline them. */
export const proposalsFor = (
  reader: Acting,
  { active, proposals }: Pick<OrgRow, 'active' | 'proposals'>,
  confirms: boolean,
): readonly OpenProposal[] =>
  proposals.map((each) => ({
    ...each,
    mayConfirm: confirms && active && !personsOf(reader).some((person) => each.proposedBy.includes(person)),
  }));
