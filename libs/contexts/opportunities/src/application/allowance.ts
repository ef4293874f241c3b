import type { Instant } from '#eventsourcing';
import { approvalMatrixId, nameOfDefinition, present, type Directory, type Rulebook } from '#rules';
import type { Allowance } from '../domain/chapter.ts';
import type { OpportunityCommand } from '../domain/opportunity-command.ts';

/** What gives something away, or asks whether it may be. */
const giving: readonly OpportunityCommand['type'][] = ['IssueQuote', 'SeekApproval', 'StartPoc'];

/** The matrix in force and what the deal's owner is now, where the command is judged by them. */
export const allowanceFor = async (
  { rulebook, directory }: { readonly rulebook: Rulebook; readonly directory: Directory },
  { type }: OpportunityCommand,
  ownerId: string | null,
  now: Instant,
): Promise<Allowance | undefined> => {
  if (!giving.includes(type) || ownerId === null) return undefined;
  const [found, owner] = await Promise.all([rulebook.inForce('approvalMatrix', approvalMatrixId, now), directory.user(ownerId)]);
  const matrix = found && { name: nameOfDefinition(found), contents: found.contents };
  return { ownerRoles: owner?.roles ?? [], ...present({ matrix }) };
};
