import type { Command } from '#eventsourcing';
import type { ContractApprovalCommand } from './approvals.ts';
import type { Data, Known } from './contract.state.ts';
import type { DraftingCommand } from './drafting.ts';
import type { ReviewCommand } from './reviews.ts';
import type { SendingCommand } from './sending.ts';
import type { SigningCommand } from './signing.ts';

export type * from './approvals.ts';
export type * from './drafting.ts';
export type * from './reviews.ts';
export type * from './sending.ts';
export type * from './signing.ts';

/** L155, L273. Given by the process that reads the deal. */
export type OpenContract = Command<'OpenContract', Data<'ContractOpened'>>;
/** Given by the process that reads the deal: it has another owner. */
export type ReassignContract = Command<'ReassignContract', Data<'ContractReassigned'>>;

/** What may be asked of a contract that was opened. */
export type ContractWork = ReassignContract | DraftingCommand | ReviewCommand | ContractApprovalCommand | SendingCommand | SigningCommand;
export type ContractCommand = OpenContract | ContractWork;

/** The same with what the decider is to know. */
export type InformedContractCommand = ContractCommand & { readonly known: Known };
