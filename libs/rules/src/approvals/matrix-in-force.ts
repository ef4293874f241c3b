import type { Instant } from '#eventsourcing';
import type { ApprovalMatrixContents } from '../definitions/approval-matrix.ts';
import { nameOfDefinition } from '../definitions/name.ts';
import type { Rulebook } from '../rulebook.port.ts';
import { approvalMatrixId } from './matrix.ts';

/** A matrix with the name that approvals keep of it. */
export interface NamedMatrix {
  /** `id@version#sha256`. */
  readonly name: string;
  readonly contents: ApprovalMatrixContents;
}

/** The company's matrix as it is in force at that time; nothing when none is. */
export const matrixInForce = async (rulebook: Pick<Rulebook, 'inForce'>, at: Instant): Promise<NamedMatrix | undefined> => {
  const found = await rulebook.inForce('approvalMatrix', approvalMatrixId, at);
  return found && { name: nameOfDefinition(found), contents: found.contents };
};
