import { provedIn } from './row.ts';

const rules = 'libs/rules/src';
export const stages = provedIn(`${rules}/process/built-in/contents.spec.ts`);
export const policies = provedIn(`${rules}/definitions/built-in/contents.spec.ts`);
export const roles = provedIn(`${rules}/authority/policy-roles.spec.ts`);
export const documentKinds = provedIn('libs/event-contracts/src/document-kinds.spec.ts');

const definitions = 'libs/contexts/definitions/src/domain';
export const definition = provedIn(`${definitions}/definition.decider.spec.ts`);
export const reviews = provedIn('libs/processes/src/deadlines/definitions.deadlines.spec.ts');
export const forecastTime = provedIn('libs/processes/src/deadlines/forecast.deadlines.spec.ts');
export const dealDeadlines = provedIn('libs/processes/src/deadlines/deals.deadlines.spec.ts');
export const deadlines = provedIn('libs/processes/src/deadlines/deadlines.spec.ts');

const leads = 'libs/contexts/leads/src/domain';
export const lead = provedIn(`${leads}/lead.decider.spec.ts`);
export const intake = provedIn(`${leads}/intake.spec.ts`);
export const nurture = provedIn(`${leads}/nurture.spec.ts`);
export const leadQualification = provedIn(`${leads}/qualification.spec.ts`);
export const handover = provedIn(`${leads}/handover.spec.ts`);
export const leadOverrides = provedIn(`${leads}/overriding.spec.ts`);
export const acceptance = provedIn(`${leads}/acceptance.spec.ts`);
export const leadGates = provedIn(`${rules}/gates/criteria/lead.criteria.spec.ts`);
export const account = provedIn('libs/contexts/accounts/src/domain/account.decider.spec.ts');
export const campaign = provedIn('libs/contexts/campaigns/src/domain/marketing.decider.spec.ts');

const deals = 'libs/contexts/opportunities/src/domain';
export const deal = provedIn(`${deals}/opportunity.decider.spec.ts`);
export const migration = provedIn(`${deals}/migration.spec.ts`);
export const adoption = provedIn(`${deals}/adoption.spec.ts`);
export const documents = provedIn(`${deals}/documents.spec.ts`);
export const gates = provedIn(`${deals}/gates.spec.ts`);
export const activities = provedIn(`${deals}/activities.spec.ts`);
export const commitments = provedIn(`${deals}/commitments.spec.ts`);
export const dealTeam = provedIn(`${deals}/deal-team.spec.ts`);
export const discovery = provedIn(`${deals}/discovery.spec.ts`);
export const qualification = provedIn(`${deals}/qualification.spec.ts`);
export const stakeholders = provedIn(`${deals}/stakeholders.spec.ts`);
export const needs = provedIn(`${deals}/needs.spec.ts`);
export const solution = provedIn(`${deals}/solution.spec.ts`);
export const demonstration = provedIn(`${deals}/demonstration.spec.ts`);
export const value = provedIn(`${deals}/value.spec.ts`);
export const proposals = provedIn(`${deals}/proposals.spec.ts`);
export const quotes = provedIn(`${deals}/quotes.spec.ts`);
export const persuasion = provedIn(`${deals}/persuasion.spec.ts`);
export const timeLimits = provedIn(`${deals}/time-limits.spec.ts`);
export const forecast = provedIn(`${deals}/forecast.spec.ts`);

export const dealNegotiation = provedIn(`${deals}/negotiation.spec.ts`);
export const dealApprovals = provedIn(`${deals}/approvals.spec.ts`);
export const dealTerms = provedIn(`${deals}/terms.spec.ts`);
export const dealResources = provedIn(`${deals}/resources.spec.ts`);
export const solutionReviews = provedIn(`${deals}/solution-review.spec.ts`);
export const contracting = provedIn(`${deals}/contracting.spec.ts`);

export const negotiation = provedIn('libs/contexts/negotiations/src/domain/negotiation.decider.spec.ts');
export const approvalSteps = provedIn('libs/contexts/approvals/src/domain/approval.decider.spec.ts');
export const contract = provedIn('libs/contexts/contracts/src/domain/contract.decider.spec.ts');
export const negotiationCourse = provedIn('libs/processes/src/negotiations.process.spec.ts');
export const approvalCourse = provedIn('libs/processes/src/approvals.process.spec.ts');
export const contractCourse = provedIn('libs/processes/src/contracts.process.spec.ts');
export const standingIn = provedIn('libs/contexts/organisation/src/domain/standing-in.spec.ts');
export const organisation = provedIn('libs/contexts/organisation/src/domain/organisation.deciders.spec.ts');
export const granting = provedIn('libs/contexts/organisation/src/domain/granting.spec.ts');

const criteria = (chapter: string) => provedIn(`${rules}/gates/criteria/${chapter}.criteria.spec.ts`);
export const commitmentGates = criteria('commitments-and-conditions');
export const discoveryGates = criteria('discovery');
export const peopleGates = criteria('people-and-competition');
export const qualificationGates = criteria('qualification');
export const needsGates = criteria('needs');
export const solutionGates = criteria('solution');
export const demonstrationGates = criteria('demonstration');
export const valueGates = criteria('value');
export const proposalGates = criteria('proposal');
export const persuasionGates = criteria('persuasion');
export const negotiationGates = criteria('negotiation');
export const approvalGates = criteria('approvals');
export const contractGates = criteria('contract');

export const funnel = provedIn('libs/read-models/funnel/src/funnel.spec.ts');
export const forecasts = provedIn('libs/read-models/forecast/src/forecast.spec.ts');
export const leadList = provedIn('libs/read-models/lead-list/src/lead-list.spec.ts');
export const audit = provedIn('libs/read-models/audit/src/audit.spec.ts');
