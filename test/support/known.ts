import type { Decider } from '#eventsourcing';
import type { OpportunityEvent } from '#event-contracts';
import {
  opportunity,
  type InformedOpportunityCommand,
  type Known,
  type Opportunity,
  type OpportunityCommand,
  type OpportunityRefusal,
} from '#opportunities';
import { defaultCalendar, hashOf, nameOfDefinition, salesProcess, standardApprovalMatrix } from '#rules';
import { builtInForms } from './forms.ts';

/** A command on a deal as a test gives it; what it does not say is looked up as {@link known} has it. */
export type AskedOfDeal = OpportunityCommand & { readonly known?: Partial<Known> };

/** The matrix that comes with the program, as a representative's deal is judged by it. */
export const allowance: NonNullable<Known['allowance']> = {
  matrix: {
    name: nameOfDefinition({ ...standardApprovalMatrix, sha256: hashOf(standardApprovalMatrix) }),
    contents: standardApprovalMatrix,
  },
  ownerRoles: ['SALES_REP'],
};

/** What the application would have looked up: the representative `rep1` asks, on Monday, 1 June 2026, under the process without further gates. */
export const known: Known = {
  ...{ userId: 'rep1', roles: ['SALES_REP'], named: 'active' },
  ...{ at: '2026-06-01T08:00:00.000Z', now: '2026-06-01T08:00:00.000Z' },
  definition: salesProcess,
  calendar: defaultCalendar,
  allowance,
};

export const knowing = (command: AskedOfDeal, more: Partial<Known> = {}): InformedOpportunityCommand => ({
  ...command,
  known: {
    ...known,
    ...(command.type === 'AnswerQualification' && { form: builtInForms[command.data.framework] }),
    ...more,
    ...command.known,
  },
});

/** The decider of deals, given commands that say only what matters to the test. */
export const deal: Decider<Opportunity, AskedOfDeal, OpportunityEvent, OpportunityRefusal> = {
  ...opportunity,
  decide: (command, state) => opportunity.decide(knowing(command), state),
};
