import { Type } from '@sinclair/typebox';
import { event } from '../../definition.ts';
import { Id, Instant, Line, OneOf, open, openOptional, Prose } from '../../fields.ts';
import { ProcessVersion } from '../shared.ts';
import { behaviourKinds, contactChannels, nurtureChannels } from './codes.ts';

/** A model may take points off. */
const Points = Type.Integer({ minimum: -1_000_000, maximum: 1_000_000 });
const Total = Type.Integer({ minimum: 0, maximum: 1_000_000 });

/** What keeps a lead in touch until its time has come, and what tells that it has. */
export const leadNurture = {
  LeadNurtureEntered: event('LeadNurtureEntered', {
    aggregate: 'lead',
    description: 'A lead came into the nurture pool: not complete, or not ready yet (L23, L104).',
    fields: {
      leadId: open(Id),
      reason: open(OneOf('incomplete', 'notReady', 'returned')),
      /** When it is to be looked at again, at the latest. */
      wakeAt: openOptional(Instant),
    },
  }),
  LeadNurtureTouched: event('LeadNurtureTouched', {
    aggregate: 'lead',
    description: 'A lead in the nurture pool was sent something (L104).',
    fields: {
      leadId: open(Id),
      touchId: open(Id),
      channel: open(OneOf(...nurtureChannels)),
      campaignId: openOptional(Id),
      contentId: openOptional(Id),
      marketingEventId: openOptional(Id),
    },
  }),
  LeadNurtureExited: event('LeadNurtureExited', {
    aggregate: 'lead',
    description: 'A lead left the nurture pool (L104).',
    fields: { leadId: open(Id), because: open(OneOf('ready', 'mql', 'wakeUp', 'exhausted')) },
  }),
  LeadBehaviourRecorded: event('LeadBehaviourRecorded', {
    aggregate: 'lead',
    description: 'A lead did something with what it was offered: downloaded, attended, visited, opened (L19, L20, L105).',
    fields: {
      leadId: open(Id),
      /** Of the system that saw it: the same one is recorded once. */
      externalId: open(Id),
      kind: open(OneOf(...behaviourKinds)),
      campaignId: openOptional(Id),
      contentId: openOptional(Id),
      marketingEventId: openOptional(Id),
    },
  }),
  LeadScored: event('LeadScored', {
    aggregate: 'lead',
    description: 'A lead’s behaviour and completeness were scored under the scoring model in force (L25, L105).',
    fields: {
      leadId: open(Id),
      /** `id@version#sha256`. */
      model: open(ProcessVersion),
      behaviour: open(Points),
      completeness: open(Points),
      total: open(Total),
      threshold: open(Total),
      reachedMql: open(Type.Boolean()),
    },
  }),
  InsightShared: event('InsightShared', {
    aggregate: 'lead',
    description: 'An insight into the customer’s industry was shared with a lead (L22).',
    fields: { leadId: open(Id), insightId: open(Id), topic: open(Line), channel: open(OneOf(...contactChannels)) },
  }),
  LeadPainPointRecorded: event('LeadPainPointRecorded', {
    aggregate: 'lead',
    description: 'A pain that a lead has, or that its industry has, became known (L21, L233).',
    fields: { leadId: open(Id), painPointId: open(Id), description: open(Prose), scope: open(OneOf('general', 'specific')) },
  }),
};
