import { approvalStep } from './approvals.deadlines.ts';
import type { AnyDeadline } from './deadline.ts';
import { customerSignature } from './contracts.deadlines.ts';
import { stageLimit, stalledDeal } from './deals.deadlines.ts';
import { reviews } from './definitions.deadlines.ts';
import { forecastConfirmation } from './forecast.deadlines.ts';
import { acceptance, firstContact, nurtureWake, reclaim } from './leads.deadlines.ts';

/** Every deadline there is. */
export const deadlines: readonly AnyDeadline[] = [
  ...[firstContact, reclaim, nurtureWake, acceptance],
  ...[forecastConfirmation, stageLimit, stalledDeal],
  ...[approvalStep, customerSignature],
  ...reviews,
];

/** Versions of deadlines that were once here: when one is taken out, what it counted is added, so that the sum goes on rising. */
export const retired = 0;
