import { approvalUnderTest, asked, type AskedOfApproval } from './approval-story.ts';
import type { SalesLedger } from './sales-ledger.ts';

/** One approval, worked on through the real decider, in the case of its deal; what is refused is no part of a story. */
export const approvalOf = (ledger: SalesLedger, approvalId: string, caseId: string) => {
  let state = approvalUnderTest.initialState;
  return async (...commands: readonly AskedOfApproval[]): Promise<void> => {
    for (const command of commands) {
      const decision = approvalUnderTest.decide(command, state);
      if (decision.kind === 'refused') throw new Error(`${command.type} was refused: ${decision.reason}`);
      const occurredAt = command.known?.at ?? asked;
      for (const event of decision.events) {
        await ledger.record(`approval-${approvalId}`, event, { caseId, occurredAt });
        state = approvalUnderTest.evolve(state, { ...event, occurredAt } as never);
      }
    }
  };
};
