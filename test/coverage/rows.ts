import { classicClosing } from './classic-closing.coverage.ts';
import { classicDeals, classicProvisions } from './classic-deals.coverage.ts';
import { classicLeads } from './classic-leads.coverage.ts';
import { journey } from './journey.coverage.ts';
import type { Row } from './row.ts';
import { standardClosing } from './standard-closing.coverage.ts';
import { standardPrinciples, standardProvisions } from './standard-general.coverage.ts';
import { standardLeads } from './standard-leads.coverage.ts';
import { standardSolution } from './standard-solution.coverage.ts';

/** Everything that covers the policy, in its order. */
export const rows: readonly Row[] = [
  ...journey,
  ...standardPrinciples,
  ...standardLeads,
  ...standardSolution,
  ...standardClosing,
  ...standardProvisions,
  ...classicLeads,
  ...classicDeals,
  ...classicClosing,
  ...classicProvisions,
];
