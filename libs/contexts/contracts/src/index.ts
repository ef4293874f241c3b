export * from './application/contract.commands.ts';
export * from './domain/contract-command.ts';
export * from './domain/contract.decider.ts';
export type { Contract, ContractRefusal, ContractState, Known as KnownOfContract } from './domain/contract.state.ts';
