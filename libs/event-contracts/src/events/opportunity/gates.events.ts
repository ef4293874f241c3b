import { event } from '../../definition.ts';
import { Id, OneOf, open, Prose } from '../../fields.ts';
import { CriterionId, ProcessVersion, segments, Stage } from '../shared.ts';

/** The process a deal is under, and what was let pass at its gates. */
export const gates = {
  ProcessVariantPinned: event('ProcessVariantPinned', {
    aggregate: 'opportunity',
    description: 'A deal was pinned to the variant of the process that its customer’s segment has (L97).',
    fields: { opportunityId: open(Id), segment: open(OneOf(...segments)), process: open(ProcessVersion), from: open(ProcessVersion) },
  }),
  CriterionOverridden: event('CriterionOverridden', {
    aggregate: 'opportunity',
    description:
      'Someone who may let a deal pass the gate of a stage without a criterion, for a stated reason. It holds until the deal leaves the stage.',
    fields: {
      opportunityId: open(Id),
      stage: open(Stage),
      criterion: open(CriterionId),
      reason: open(Prose),
      /** The role that allowed it. */
      role: open(Id),
    },
  }),
};
