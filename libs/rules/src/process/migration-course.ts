import type { ProcessMigrationContents } from '../definitions/process-migration.ts';

/** Where a running deal goes, and what each gate that it has passed counts for then. */
export interface MigrationCourse {
  readonly stage: string;
  readonly gates: { stage: string; is: 'carried' | 'reopened' }[];
}

/**
 * Where a deal goes that stands at a stage of the process that it is to leave; nothing for a stage that no running deal stands at. It goes no
 * further than the first of its gates that is opened again, and passes that one and all after it anew.
 */
export const courseOf = (
  { stages, gates }: Pick<ProcessMigrationContents, 'stages' | 'gates'>,
  stage: string,
): MigrationCourse | undefined => {
  const at = stages.findIndex(({ from }) => from === stage);
  if (at < 0) return undefined;
  const passed = stages.slice(0, at).map(({ from }) => from);
  const reopened = passed.findIndex((code) => gates.some((gate) => gate.stage === code && gate.is === 'reopened'));
  const ahead = reopened < 0 ? passed.length : reopened;
  return {
    stage: stages[reopened < 0 ? at : reopened]!.to,
    gates: passed.map((code, place) => ({ stage: code, is: place < ahead ? 'carried' : 'reopened' })),
  };
};
