import { opportunities } from '#event-contracts';
import { bodyOf, optionalBut } from '#platform/nest';
import type { ActivityCommand } from '../domain/activities.ts';
import { dealController } from './deal-controller.ts';

const { ActivityLogged, ActivityCorrected, DealInsightShared, ReferenceCaseShared } = opportunities;

export const ActivitiesController = dealController<ActivityCommand['type']>('Activities', 'deals: activities', {
  LogActivity: {
    path: 'activities',
    summary: 'A call, meeting, visit, mail or the like with the customer (L29, L35, L112).',
    body: bodyOf(ActivityLogged.fields, 'opportunityId', 'activityId'),
    makes: { activityId: 'activity' },
  },
  CorrectActivity: {
    path: 'activity-corrections',
    summary: 'What was logged of an activity is corrected; what is left out stays (L35).',
    body: optionalBut(bodyOf(ActivityCorrected.fields, 'opportunityId'), 'activityId', 'reason'),
  },
  ShareDealInsight: {
    path: 'insights',
    summary: 'An insight was shared with the customer (L8, L22).',
    body: bodyOf(DealInsightShared.fields, 'opportunityId', 'insightId'),
    makes: { insightId: 'insight' },
  },
  ShareReferenceCase: {
    path: 'reference-cases',
    summary: 'The customer was shown how another one succeeded (L33).',
    body: bodyOf(ReferenceCaseShared.fields, 'opportunityId', 'sharingId'),
    makes: { sharingId: 'sharing' },
  },
});
