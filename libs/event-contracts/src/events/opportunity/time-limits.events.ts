import { event } from '../../definition.ts';
import { Id, Instant, open, openOptional } from '../../fields.ts';
import { Stage } from '../shared.ts';

/** How long a deal may stay at a stage, and how long nothing may happen in it (L203: the process is watched). */
export const timeLimits = {
  StageLimitExceeded: event('StageLimitExceeded', {
    aggregate: 'opportunity',
    description: 'A deal was still at a stage when it was to have left it (L203).',
    fields: {
      opportunityId: open(Id),
      stage: open(Stage),
      /** Since when it was there, that time. */
      since: open(Instant),
      dueAt: open(Instant),
    },
  }),
  DealStalled: event('DealStalled', {
    aggregate: 'opportunity',
    description: 'Nothing had happened in a deal for as long as its process lets it rest (L203). Told once for each silence.',
    fields: {
      opportunityId: open(Id),
      lastActivityAt: open(Instant),
      dueAt: open(Instant),
      /** When to look again; absent where the deal is pursued no longer. */
      nextDueAt: openOptional(Instant),
    },
  }),
  DealSilenceChecked: event('DealSilenceChecked', {
    aggregate: 'opportunity',
    description: 'It was looked whether a deal had stalled: something had happened in it, or it had been told already (L203).',
    fields: { opportunityId: open(Id), lastActivityAt: open(Instant), dueAt: open(Instant), nextDueAt: open(Instant) },
  }),
};
