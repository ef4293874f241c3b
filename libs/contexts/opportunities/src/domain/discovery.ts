import type { Command } from '#eventsourcing';
import type { Given } from '#rules';
import { stating, type Chapter } from './chapter.ts';
import type { Data } from './opportunity.state.ts';

/** L114, L233. */
export type RecordPainPoint = Command<'RecordPainPoint', Given<Data<'PainPointRecorded'>>>;
/** L114, L245. */
export type RecordBusinessObjective = Command<'RecordBusinessObjective', Given<Data<'BusinessObjectiveRecorded'>>>;

export type DiscoveryCommand = RecordPainPoint | RecordBusinessObjective;

/** What is found out about the customer (L112–L117, L244–L248). */
export const discovery: Chapter<DiscoveryCommand> = {
  RecordPainPoint: stating('PainPointRecorded', { among: ({ facts }) => facts.painPoints, id: 'painPointId', revisable: true }),
  RecordBusinessObjective: stating('BusinessObjectiveRecorded', {
    among: ({ facts }) => facts.businessObjectives,
    id: 'objectiveId',
    revisable: true,
  }),
};
