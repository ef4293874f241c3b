import { Type, type Static } from '@sinclair/typebox';
import { closed, head, Named, RoleCode, Roles, Told, type DeepReadonly } from './fields.ts';
import { heldByNobody, repeatedCodes, type Fault, type Surroundings } from './fault.ts';

const Section = Type.Object(
  {
    code: Type.String({ minLength: 1, maxLength: 50 }),
    title: Named,
    text: Told,
    /** Lines of the company's paper that it stands for, first and last. */
    lines: Type.Optional(Type.Tuple([Type.Integer({ minimum: 1 }), Type.Integer({ minimum: 1 })])),
  },
  closed,
);

/** A policy as people read it (L83–L95, L196–L212): who issued it, whom it is for, what it says, what it takes the place of. */
export const policySchema = Type.Object(
  {
    ...head,
    /** The department that maintains and interprets it (L84, L190, L320). */
    publisher: RoleCode,
    /** Whom it is for (L86, L199); everybody of these roles, for every deal. */
    scope: Roles,
    sections: Type.Array(Section, { minItems: 1, maxItems: 200 }),
    /** What is no longer valid once it is in force (L192). */
    supersedes: Type.Array(Told, { maxItems: 50 }),
  },
  closed,
);
export type PolicyContents = DeepReadonly<Static<typeof policySchema>>;

export const policyFaults = ({ publisher, scope, sections }: PolicyContents, { heldRoles }: Surroundings): readonly Fault[] => [
  ...repeatedCodes('sections', sections),
  ...heldByNobody('publisher', [publisher], heldRoles),
  ...(scope.length === 0 ? [{ rule: 'ForNobody', at: 'scope' } as const] : []),
];
