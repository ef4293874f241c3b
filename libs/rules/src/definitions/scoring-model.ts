import { Type, type Static } from '@sinclair/typebox';
import { Code, closed, head, Named, type DeepReadonly } from './fields.ts';
import { repeatedCodes, type Fault } from './fault.ts';

const points = Type.Integer({ minimum: -1_000, maximum: 1_000 });

/** What a lead does: each time it does it, fading with the time since. */
const Behaviour = Type.Object(
  {
    code: Code,
    name: Named,
    /** What is counted, for example `touch`, `download`, `attendance`, `visit`. */
    signal: Code,
    points,
    /** Together never more than so many points. */
    atMost: Type.Optional(Type.Integer({ minimum: 1, maximum: 10_000 })),
    /** After so many days it counts half, after twice as many a quarter; never less than whole when absent. */
    halfLifeDays: Type.Optional(Type.Integer({ minimum: 1, maximum: 3_650 })),
  },
  closed,
);

/** What is known of a lead: once, as long as it is known. */
const Completeness = Type.Object({ code: Code, name: Named, /** A field of the lead. */ field: Code, points }, closed);

/** How leads are scored, and from how many points on one is marketing-qualified (L105). */
export const scoringModelSchema = Type.Object(
  {
    ...head,
    behaviour: Type.Array(Behaviour, { maxItems: 200 }),
    completeness: Type.Array(Completeness, { maxItems: 200 }),
    /** Never shown as more. */
    scale: Type.Integer({ minimum: 1, maximum: 100_000 }),
    mqlThreshold: Type.Integer({ minimum: 1, maximum: 100_000 }),
  },
  closed,
);
export type ScoringModelContents = DeepReadonly<Static<typeof scoringModelSchema>>;

/** A threshold that no lead can ever reach would qualify nobody. */
const mostPoints = ({ behaviour, completeness, scale }: ScoringModelContents): number => {
  const byBehaviour = behaviour.filter((rule) => rule.points > 0).map(({ atMost = Number.POSITIVE_INFINITY }) => atMost);
  const byKnowing = completeness.map((rule) => Math.max(rule.points, 0));
  return Math.min(
    scale,
    [...byBehaviour, ...byKnowing].reduce((sum, most) => sum + most, 0),
  );
};

export const scoringModelFaults = (model: ScoringModelContents): readonly Fault[] => [
  ...repeatedCodes('behaviour', model.behaviour),
  ...repeatedCodes('completeness', model.completeness),
  ...(mostPoints(model) < model.mqlThreshold ? [{ rule: 'ThresholdOutOfReach', at: 'mqlThreshold' } as const] : []),
];
