import { opportunities } from '#event-contracts';
import { bodyOf } from '#platform/nest';
import type { CompetitionCommand } from '../domain/competition.ts';
import { dealController } from './deal-controller.ts';

const { CompetitorIdentified, CompetitorPositionAssessed, CounterStrategyRecorded } = opportunities;

export const CompetitionController = dealController<CompetitionCommand['type']>('Competition', 'deals: competition', {
  IdentifyCompetitor: {
    path: 'competitors',
    summary: 'Against whom the deal is to be won (L115).',
    body: bodyOf(CompetitorIdentified.fields, 'opportunityId', 'competitorId'),
    makes: { competitorId: 'competitor' },
  },
  AssessCompetitorPosition: {
    path: 'competitor-positions',
    summary: 'How a competitor stands (L44, L115).',
    body: bodyOf(CompetitorPositionAssessed.fields, 'opportunityId'),
  },
  RecordCounterStrategy: {
    path: 'counter-strategies',
    summary: 'How a competitor is to be met (L44).',
    body: bodyOf(CounterStrategyRecorded.fields, 'opportunityId'),
  },
});
