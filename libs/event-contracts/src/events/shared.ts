import { Type } from '@sinclair/typebox';
import { OneOf } from '../fields.ts';

/** Stage codes are data of the process definition; their form alone is fixed. */
export const Stage = Type.String({ pattern: '^[A-Z][A-Z0-9-]{0,15}$' });
/** `id@version#sha256` of a process. */
export const ProcessVersion = Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9._-]*@[0-9]+#[0-9a-f]{64}$', maxLength: 300 });
/** `id@version#sha256` of a form; the hash is absent where the form came with the program, before forms were kept. */
export const FormVersion = Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9._-]*@[0-9]+(#[0-9a-f]{64})?$', maxLength: 300 });
/** The code of a form’s question. */
export const FormQuestion = Type.String({ pattern: '^[a-z][A-Za-z0-9]*$', maxLength: 64 });
/** All that a form asks, by its codes. */
export const FormQuestions = Type.Array(FormQuestion, { maxItems: 100 });
/** `id@version#sha256` of a definition of any kind. */
export const DefinitionName = ProcessVersion;
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
