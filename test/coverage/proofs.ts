import { provedIn } from './row.ts';

export const stages = provedIn('libs/rules/src/process/built-in/contents.spec.ts');
export const roles = provedIn('libs/rules/src/policy-roles.spec.ts');
export const documentKinds = provedIn('libs/event-contracts/src/document-kinds.spec.ts');

const deals = 'libs/contexts/opportunities/src/domain';
export const deal = provedIn(`${deals}/opportunity.decider.spec.ts`);
export const documents = provedIn(`${deals}/documents.spec.ts`);
