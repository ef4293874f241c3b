import { Type } from '@sinclair/typebox';
import { Id, open, opportunities } from '#event-contracts';
import { bodyOf } from '#platform/nest';
import type { DemonstrationCommand } from '../domain/demonstration.ts';
import { dealController } from './deal-controller.ts';

const { DemoScheduled, DemoDelivered, DemoOutcomeRecorded } = opportunities;
const { PocRequested, PocStarted, PocConcluded, PocCancelled } = opportunities;

export const DemonstrationController = dealController<DemonstrationCommand['type']>('Demonstration', 'deals: demonstration', {
  ScheduleDemo: {
    path: 'scheduled-demos',
    summary: 'A demonstration is arranged; under the same id, put off (L32, L129).',
    body: bodyOf(DemoScheduled.fields, 'opportunityId', 'demoId'),
    makes: { demoId: 'demo' },
  },
  RecordDemo: {
    path: 'demos',
    summary: 'What was shown, for which pains, to whom (L32, L129, L260).',
    body: { ...bodyOf(DemoDelivered.fields, 'opportunityId', 'demoId', 'audience'), stakeholderIds: open(Type.Array(Id)) },
    makes: { demoId: 'demo' },
  },
  RecordDemoOutcome: {
    path: 'demo-outcomes',
    summary: 'How a demonstration went, as we or as the customer rates it (L37, L134).',
    body: bodyOf(DemoOutcomeRecorded.fields, 'opportunityId'),
  },
  RequestPoc: {
    path: 'pocs',
    summary: 'A proof of concept: what it is to show, and what it takes (L129, L188).',
    body: bodyOf(PocRequested.fields, 'opportunityId', 'pocId'),
    makes: { pocId: 'poc' },
  },
  StartPoc: {
    path: 'start-poc',
    summary: 'A proof of concept begins (L129).',
    body: bodyOf(PocStarted.fields, 'opportunityId', 'authority'),
  },
  ConcludePoc: {
    path: 'conclude-poc',
    summary: 'What a proof of concept showed; it succeeded only if all its criteria were met (L129, L134).',
    body: bodyOf(PocConcluded.fields, 'opportunityId'),
  },
  CancelPoc: {
    path: 'cancel-poc',
    summary: 'A proof of concept is given up before its end.',
    body: bodyOf(PocCancelled.fields, 'opportunityId'),
  },
});
