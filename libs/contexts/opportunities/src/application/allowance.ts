import type { Instant } from '#eventsourcing';
import { matrixInForce, present, type Directory, type Rulebook } from '#rules';
import type { Allowance } from '../domain/chapter.ts';
import type { OpportunityCommand } from '../domain/opportunity-command.ts';

/** What gives something away, or asks whether it may be, or who has to be asked. */
const giving: readonly OpportunityCommand['type'][] = ['IssueQuote', 'SeekApproval', 'StartPoc', 'EngageResource', 'RequestSolutionReview'];

/** The matrix in force and what the deal's owner is now, where the command is judged by them. */
export const allowanceFor = async (
  { rulebook, directory }: { readonly rulebook: Rulebook; readonly directory: Directory },
  { type }: OpportunityCommand,
  ownerId: string | null,
  now: Instant,
): Promise<Allowance | undefined> => {
  if (!giving.includes(type) || ownerId === null) return undefined;
  const [matrix, owner] = await Promise.all([matrixInForce(rulebook, now), directory.user(ownerId)]);
  return { ownerRoles: owner?.roles ?? [], ...present({ matrix }) };
};
