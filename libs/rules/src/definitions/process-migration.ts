import { Type, type Static } from '@sinclair/typebox';
import { Id, Sha256 } from '#event-contracts';
import { closed, head, Told, type DeepReadonly } from './fields.ts';
import { StageCode } from './process.ts';

/** A published version of a process; where the hash is stated too, it has to be that version's. */
const Version = Type.Object({ id: Id, version: head.version, sha256: Type.Optional(Sha256) }, closed);

/** How running deals go from one version of a process to another (L95): as it is approved. */
export const processMigrationSchema = Type.Object(
  {
    ...head,
    /** Why deals do not stay with the version they began under. */
    reason: Told,
    from: Version,
    to: Version,
    /** Every stage at which a running deal may stand, in the order of the process it is under, and where it goes. */
    stages: Type.Array(Type.Object({ from: StageCode, to: StageCode }, closed), { minItems: 1, maxItems: 50 }),
    /** What counts of each gate that was passed, by the stage that it leads out of. A deal beyond one that is opened again goes to that stage. */
    gates: Type.Array(Type.Object({ stage: StageCode, is: Type.Union([Type.Literal('carried'), Type.Literal('reopened')]) }, closed), {
      maxItems: 50,
    }),
  },
  closed,
);
export type ProcessMigrationContents = DeepReadonly<Static<typeof processMigrationSchema>>;
