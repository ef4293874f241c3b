import type { Instant } from '#eventsourcing';
import type { NoteDealStalled, NoteStageLimitExceeded } from '#opportunities';
import { deadline, type Due } from './deadline.ts';

const limitOf = (
  opportunityId: string,
  stage: string,
  since: Instant,
  dueAt: Instant | undefined,
): Due<NoteStageLimitExceeded> | undefined =>
  dueAt === undefined
    ? undefined
    : { subject: opportunityId, dueAt, command: { type: 'NoteStageLimitExceeded', data: { opportunityId, stage, since, dueAt } } };

const ends = ['OpportunityWon', 'OpportunityLost', 'OpportunityAbandoned'] as const;

/** L203: a deal leaves a stage within the time that its process gives it; the next stage has a time of its own, also after the win. */
export const stageLimit = deadline({
  name: 'stage-limit',
  version: 1,
  of: 'opportunity',
  starts: {
    OpportunityOpened: ({ occurredAt, data }) => limitOf(data.opportunityId, data.stage, occurredAt, data.stageDueAt),
    OpportunityAdopted: ({ occurredAt, data }) => limitOf(data.opportunityId, data.stage, occurredAt, data.stageDueAt),
    OpportunityReopened: ({ occurredAt, data }) => limitOf(data.opportunityId, data.stage, occurredAt, data.stageDueAt),
    OpportunityAdvanced: ({ occurredAt, data }) => limitOf(data.opportunityId, data.to, occurredAt, data.stageDueAt),
    OpportunityRegressed: ({ occurredAt, data }) => limitOf(data.opportunityId, data.to, occurredAt, data.stageDueAt),
    ProcessMigrated: ({ occurredAt, data }) => limitOf(data.opportunityId, data.stageTo, occurredAt, data.stageDueAt),
  },
  ends: [...ends, 'OpportunityAdvanced', 'OpportunityRegressed', 'ProcessMigrated'],
  effects: ['StageLimitExceeded'],
});

const silence = (opportunityId: string, dueAt: Instant | undefined): Due<NoteDealStalled> | undefined =>
  dueAt === undefined ? undefined : { subject: opportunityId, dueAt, command: { type: 'NoteDealStalled', data: { opportunityId, dueAt } } };

/**
 * L203: something happens in an open deal within the time that its process lets it rest. What happens does not set it anew: whoever looks when it is
 * due says when to look again, counted from what happened last, so that no silence is told late and no activity costs anything.
 */
export const stalledDeal = deadline({
  name: 'stalled-deal',
  version: 1,
  of: 'opportunity',
  starts: {
    OpportunityOpened: ({ data }) => silence(data.opportunityId, data.stallsAt),
    OpportunityAdopted: ({ data }) => silence(data.opportunityId, data.stallsAt),
    OpportunityReopened: ({ data }) => silence(data.opportunityId, data.stallsAt),
    ProcessMigrated: ({ data }) => silence(data.opportunityId, data.stallsAt),
    DealStalled: ({ data }) => silence(data.opportunityId, data.nextDueAt),
    DealSilenceChecked: ({ data }) => silence(data.opportunityId, data.nextDueAt),
  },
  ends,
  effects: ['DealStalled', 'DealSilenceChecked'],
});
