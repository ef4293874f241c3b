import { opportunities } from '#event-contracts';
import { bodyOf } from '#platform/nest';
import type { DiscoveryCommand } from '../domain/discovery.ts';
import { dealController } from './deal-controller.ts';

const { PainPointRecorded, BusinessObjectiveRecorded } = opportunities;

export const DiscoveryController = dealController<DiscoveryCommand['type']>('Discovery', 'deals: discovery', {
  RecordPainPoint: {
    path: 'pain-points',
    summary: 'A pain of the customer (L8, L21, L114, L233).',
    body: bodyOf(PainPointRecorded.fields, 'opportunityId', 'painPointId'),
    makes: { painPointId: 'pain-point' },
  },
  RecordBusinessObjective: {
    path: 'objectives',
    summary: 'What the customer wants to reach (L8, L114, L245).',
    body: bodyOf(BusinessObjectiveRecorded.fields, 'opportunityId', 'objectiveId'),
    makes: { objectiveId: 'objective' },
  },
});
