import { Type, type Static } from '@sinclair/typebox';
import { Id, Line } from '#event-contracts';
import { Code, closed, head, Named, type DeepReadonly } from './fields.ts';
import { repeatedCodes, type Fault } from './fault.ts';

const Values = Type.Array(Line, { minItems: 1, maxItems: 500 });

/** Each member that is there has to hold one of its values; a lead that meets all of them is the rule's. */
const Condition = Type.Object(
  {
    territory: Type.Optional(Values),
    industry: Type.Optional(Values),
    source: Type.Optional(Values),
    segment: Type.Optional(Values),
  },
  closed,
);

/** Who has the least to do, or whose turn it is. */
const By = Type.Union([Type.Literal('load'), Type.Literal('roundRobin')]);

const Assignee = Type.Union([
  Type.Object({ userId: Id }, closed),
  /** One of the team: of those who have territories of their own, only who covers the lead's. */
  Type.Object({ teamId: Id, by: By }, closed),
  /** One of those who cover the lead's territory, as the organisation says; such a rule passes over a lead without a territory. */
  Type.Object({ covers: Type.Literal('territory'), by: By }, closed),
]);

const Rule = Type.Object({ code: Code, name: Named, when: Condition, to: Assignee }, closed);

/** Whom leads are given to (L105–L106): the first rule that fits; by hand where none does. */
export const assignmentRulesSchema = Type.Object(
  {
    ...head,
    rules: Type.Array(Rule, { maxItems: 500 }),
    /** Nobody is given more open leads than that by rule; without bound when absent. */
    capacity: Type.Optional(Type.Integer({ minimum: 1, maximum: 100_000 })),
  },
  closed,
);
export type AssignmentRulesContents = DeepReadonly<Static<typeof assignmentRulesSchema>>;

/** A rule after one that takes every lead is never reached. */
export const assignmentRulesFaults = ({ rules }: AssignmentRulesContents): readonly Fault[] => {
  const first = rules.findIndex(({ when, to }) => Object.keys(when).length === 0 && !('covers' in to));
  const names = first < 0 ? [] : rules.slice(first + 1).map(({ code }) => code);
  return [...repeatedCodes('rules', rules), ...(names.length > 0 ? [{ rule: 'NeverReached', at: 'rules', names } as const] : [])];
};
