import { Type, type Static } from '@sinclair/typebox';
import { limitSchema } from '../calendar/limit.ts';
import { closed, head, type DeepReadonly } from './fields.ts';

/** Limits that hold for leads before there is a deal. */
export const leadRulesSchema = Type.Object(
  {
    ...head,
    /** From the assignment to the first contact; 24 hours is the policy's example (L232). */
    firstContactWithin: limitSchema,
    /** From the breach of that limit until the lead is taken back and given to another (L232). */
    reclaimAfter: limitSchema,
    /** How long a lead may rest among those that are nurtured before somebody looks at it again (L104). */
    nurtureWakeUpAfter: limitSchema,
    /** From being handed to sales until sales has accepted or returned it (L107, L236). */
    acceptWithin: limitSchema,
    /** A conversation of so many minutes counts as effective (L240). */
    effectiveMinutes: Type.Integer({ minimum: 0, maximum: 1_440 }),
  },
  closed,
);
export type LeadRulesContents = DeepReadonly<Static<typeof leadRulesSchema>>;
