import type { Command } from '#eventsourcing';
import type { Given } from '#rules';
import { onFile, stating, type Chapter } from './chapter.ts';
import type { Data, OpenDeal } from './opportunity.state.ts';

/** L115. */
export type IdentifyCompetitor = Command<'IdentifyCompetitor', Given<Data<'CompetitorIdentified'>>>;
/** L44, L115. */
export type AssessCompetitorPosition = Command<'AssessCompetitorPosition', Given<Data<'CompetitorPositionAssessed'>>>;
/** L44. */
export type RecordCounterStrategy = Command<'RecordCounterStrategy', Given<Data<'CounterStrategyRecorded'>>>;

export type CompetitionCommand = IdentifyCompetitor | AssessCompetitorPosition | RecordCounterStrategy;

const knownCompetitor = ({ competitorId }: { readonly competitorId: string }, { facts }: OpenDeal) =>
  onFile('competitors', facts.competitors, [competitorId], 'IdentifyCompetitor');

/** Against whom a deal is to be won. */
export const competition: Chapter<CompetitionCommand> = {
  IdentifyCompetitor: stating('CompetitorIdentified', { among: ({ facts }) => facts.competitors, id: 'competitorId', revisable: true }),
  AssessCompetitorPosition: stating('CompetitorPositionAssessed', {
    among: ({ facts }) => facts.competitorPositions,
    ...{ id: 'competitorId', revisable: true, check: knownCompetitor },
  }),
  RecordCounterStrategy: stating('CounterStrategyRecorded', {
    among: ({ facts }) => facts.counterStrategies,
    ...{ id: 'competitorId', revisable: true, check: knownCompetitor },
  }),
};
