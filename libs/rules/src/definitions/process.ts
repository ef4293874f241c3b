import { Type, type Static } from '@sinclair/typebox';
import { limitSchema } from '../calendar/limit.ts';
import type { ProcessContents } from '../process/process-definition.ts';
import { closed, head, Named, Roles, Told, type DeepReadonly } from './fields.ts';

export const StageCode = Type.String({ pattern: '^[A-Z][A-Z0-9-]{0,15}$' });
const PolicyLine = Type.Integer({ minimum: 1, maximum: 100_000 });
const CriterionUse = {
  criterion: Type.String({ pattern: '^[a-z][A-Za-z0-9]*/[0-9]+$', maxLength: 100 }),
  parameters: Type.Optional(
    Type.Record(
      Type.String({ maxLength: 100 }),
      Type.Union([Type.String({ maxLength: 300 }), Type.Number(), Type.Boolean(), Type.Array(Type.String({ maxLength: 300 }))]),
    ),
  ),
};

/** What a gate asks for: criteria, combined as deep as need be. */
export const requirementSchema = Type.Recursive(
  (Requirement) =>
    Type.Union([
      Type.Object({ ...CriterionUse, override: Type.Optional(Roles) }, closed),
      Type.Object({ all: Type.Array(Requirement, { maxItems: 100 }) }, closed),
      Type.Object({ any: Type.Array(Requirement, { maxItems: 100 }) }, closed),
      Type.Object({ when: Type.Object(CriterionUse, closed), then: Requirement }, closed),
    ]),
  { $id: 'Requirement' },
);

const Activity = Type.Object({ code: Type.String({ minLength: 1, maxLength: 100 }), name: Named, policyLine: PolicyLine }, closed);
const Paper = Type.Object({ kind: Type.String({ minLength: 1, maxLength: 100 }), name: Named }, closed);
const Raci = Type.Object({ responsible: Roles, accountable: Roles, consulted: Roles, informed: Roles }, closed);
const Milestone = Type.Union(
  (['M1', 'M2', 'M3', 'M4', 'M5', 'M6', 'M7', 'M8', 'M9', 'M10'] as const).map((milestone) => Type.Literal(milestone)),
);
const Segment = Type.Union((['standard', 'strategic', 'sme', 'channel'] as const).map((segment) => Type.Literal(segment)));

const Stage = Type.Object(
  {
    code: StageCode,
    name: Named,
    objective: Told,
    milestones: Type.Array(Milestone, { maxItems: 10 }),
    policyLines: Type.Tuple([PolicyLine, PolicyLine]),
    defaultProbability: Type.Integer({ minimum: 0, maximum: 100 }),
    buyerStage: Type.Optional(Named),
    activities: Type.Optional(Type.Array(Activity, { maxItems: 200 })),
    roles: Type.Optional(Raci),
    tools: Type.Optional(Type.Array(Paper, { maxItems: 200 })),
    deliverables: Type.Optional(Type.Array(Paper, { maxItems: 200 })),
    kpis: Type.Optional(Type.Array(Type.String({ pattern: '^K[0-9]{2}$' }), { maxItems: 100 })),
    limit: Type.Optional(limitSchema),
    exit: Type.Optional(requirementSchema),
    skip: Type.Optional(Type.Object({ when: requirementSchema, by: Roles }, closed)),
  },
  closed,
);

/** A process as it is approved: stages, gates, who answers for what (L91–L92, L97, L214). */
export const processSchema = Type.Object(
  {
    ...head,
    variant: Type.Optional(Type.Object({ of: head.id, segment: Segment }, closed)),
    stages: Type.Array(Stage, { minItems: 1, maxItems: 50 }),
    opensAt: StageCode,
    signsAt: StageCode,
    closesAt: StageCode,
    signing: Type.Optional(Type.Literal('contract')),
    signatureWithin: Type.Optional(limitSchema),
    wonLabel: Type.Optional(Named),
    stalledAfter: Type.Optional(limitSchema),
    reopening: Type.Optional(
      Type.Object({ within: Type.Optional(Type.Object({ days: Type.Integer({ minimum: 1 }) }, closed)), by: Type.Optional(Roles) }, closed),
    ),
    forecastEvery: Type.Optional(Type.Array(Type.Union([Type.Literal('week'), Type.Literal('month')]), { maxItems: 2, uniqueItems: true })),
    regressing: Type.Optional(Type.Object({ by: Type.Optional(Roles) }, closed)),
  },
  closed,
);

type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;
type Must<T extends true> = T;

/** Does not compile when the schema and the type that the rules work with say different things. */
export type ProcessSchemaAgrees = Must<Same<DeepReadonly<Static<typeof processSchema>>, ProcessContents>>;
