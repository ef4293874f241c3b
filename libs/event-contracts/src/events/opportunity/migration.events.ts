import { Type } from '@sinclair/typebox';
import { event } from '../../definition.ts';
import { Id, Instant, OneOf, open, openOptional, Sha256 } from '../../fields.ts';
import { CriterionId, ProcessVersion, Stage } from '../shared.ts';
import { ForecastDue, Probability } from './lifecycle.events.ts';

/** A published version of a migration, under the hash of what was approved. */
const MigrationUsed = Type.Object(
  { id: Id, version: Type.Integer({ minimum: 1, maximum: 1_000_000 }), sha256: Sha256 },
  { additionalProperties: false },
);

/** A running deal goes from one version of its process to another. */
export const migration = {
  ProcessMigrated: event('ProcessMigrated', {
    aggregate: 'opportunity',
    description:
      'A running deal was moved to another version of its process (L95), by an approved migration. What is asked of it, and what its limits are, follows that version from here on; what was decided before stays judged by the one it was under then, which this event’s own envelope names for the last time.',
    fields: {
      opportunityId: open(Id),
      from: open(ProcessVersion),
      to: open(ProcessVersion),
      migration: open(MigrationUsed),
      stageFrom: open(Stage),
      stageTo: open(Stage),
      /** Gates that it had passed, by the stage that each leads out of, in the order of the process it was under: what each counts for now. */
      gates: open(Type.Array(Type.Object({ stage: Stage, is: OneOf('carried', 'reopened') }, { additionalProperties: false }))),
      /** What had been let pass at the gate where it stood: that gate is gone, and so is what was allowed there. */
      overridesEnded: openOptional(Type.Array(CriterionId)),
      probabilityFrom: open(Probability),
      probabilityTo: open(Probability),
      /** For the rhythms in which its forecast was not to be confirmed before (L186). */
      forecastDue: openOptional(ForecastDue),
      /** When the stage is to be left, by the limit of the new version (L203). */
      stageDueAt: openOptional(Instant),
      /** When it has stalled if nothing happens, by the new version (L203). */
      stallsAt: openOptional(Instant),
    },
  }),
};
