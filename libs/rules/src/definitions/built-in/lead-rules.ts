import type { AssignmentRulesContents } from '../assignment-rules.ts';
import type { LeadRulesContents } from '../lead-rules.ts';

/** How long things may take while there is only a lead. */
export const standardLeadRules: LeadRulesContents = {
  id: 'standard',
  version: 1,
  title: { zh: '线索时限规则', en: 'Time limits for leads' },
  notes: [
    'firstContactWithin: the policy’s example of 24 hours (L232)',
    'reclaimAfter, nurtureWakeUpAfter, acceptWithin, effectiveMinutes: default, not policy',
  ],
  firstContactWithin: { hours: 24 },
  reclaimAfter: { hours: 24 },
  nurtureWakeUpAfter: { days: 90 },
  acceptWithin: { workdays: 2 },
  effectiveMinutes: 3,
};

/** Leads are given out by hand until the company publishes rules of its own: the program knows neither its teams nor its territories. */
export const standardAssignmentRules: AssignmentRulesContents = {
  id: 'standard',
  version: 1,
  title: { zh: '线索分配规则', en: 'Rules for giving out leads' },
  notes: ['no rules: default, not policy (the policy says who receives leads, L106, and not by which rule)'],
  rules: [],
};
