import { Type } from '@sinclair/typebox';
import { OneOf } from '../fields.ts';

/** Stage codes are data of the process definition; their form alone is fixed. */
export const Stage = Type.String({ pattern: '^[A-Z][A-Z0-9-]{0,15}$' });
/** `id@version#sha256` of a process. */
export const ProcessVersion = Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9._-]*@[0-9]+#[0-9a-f]{64}$', maxLength: 300 });
/** Whom a process is for (L97). */
export const segments = ['standard', 'strategic', 'sme', 'channel'] as const;
/** `name/version` of a criterion. */
export const CriterionId = Type.String({ pattern: '^[a-z][A-Za-z0-9]*/[0-9]+$', maxLength: 100 });

/** What became of a gate's criteria, copied from the evaluation: what was asked with which parameters, what it found, on which events. */
export const GateRecord = Type.Array(
  Type.Object(
    {
      criterion: CriterionId,
      parameters: Type.Record(Type.String(), Type.Union([Type.String(), Type.Number(), Type.Boolean(), Type.Array(Type.String())])),
      result: OneOf('met', 'unmet', 'missing', 'notApplicable', 'overridden'),
      evidence: Type.Array(Type.String()),
    },
    { additionalProperties: false },
  ),
);
