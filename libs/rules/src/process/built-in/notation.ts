import type { Role } from '#event-contracts';
import type { Bilingual } from '../../bilingual.ts';
import type { Asked, CriterionId, Parameters } from '../../gates/requirement.ts';
import type { Activity, Paper } from '../process-definition.ts';

/** Chinese, then English. */
export const text = (zh: string, en: string): Bilingual => ({ zh, en });

/** An activity, with the line of the policy that asks for it. */
export const activity = (policyLine: number, code: string, zh: string, en: string): Activity => ({ code, name: { zh, en }, policyLine });

export const paper = (kind: string, zh: string, en: string): Paper => ({ kind, name: { zh, en } });

/** A criterion that nobody may override. */
export const asks = (criterion: CriterionId, parameters?: Parameters): Asked => ({ criterion, ...(parameters && { parameters }) });

/** A criterion that some may override: a default, not policy. */
export const asksUnless = (override: readonly Role[], criterion: CriterionId, parameters?: Parameters): Asked => ({
  ...asks(criterion, parameters),
  override,
});

/** What the policy asks for and gives no figure of. */
export const defaults: readonly string[] = [
  'defaultProbability: default, not policy (the policy asks for a win probability, L144 and L186, and states no figure)',
  'limit, stalledAfter: default, not policy (the policy asks that the process be watched, L203, and states no time)',
  'override, skip, regressing, reopening: default, not policy (the policy has no rule for passing over, going back or taking up again)',
  'roles: responsible are those that the policy names; accountable, consulted and informed are default, not policy, where it names none',
];
