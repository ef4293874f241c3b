import { Type, type Static } from '@sinclair/typebox';
import { approvalTypes, Money, OneOf, stepRules, type Role } from '#event-contracts';
import { distinct } from '../values.ts';
import { Code, closed, head, Named, RoleCode, Roles, type DeepReadonly } from './fields.ts';
import { heldByNobody, repeatedCodes, type Fault, type Surroundings } from './fault.ts';

const BasisPoints = Type.Integer({ minimum: 0, maximum: 10_000 });
const Count = Type.Integer({ minimum: 0, maximum: 1_000_000 });

/** What whoever has the role may give away on a deal of their own, without asking anybody; of a deal's owner, the widest of their roles counts. */
const Allowance = Type.Object({ role: RoleCode, lineBp: BasisPoints, documentBp: BasisPoints, dealBp: BasisPoints }, closed);

const Step = Type.Object(
  {
    name: Named,
    roles: Roles,
    /** One of the roles, or one person of each. */
    decides: OneOf(...stepRules),
    within: Type.Object({ workdays: Type.Integer({ minimum: 1, maximum: 1_000 }) }, closed),
    /** Who may decide too, once that time is over. */
    escalatesTo: Roles,
  },
  closed,
);

/** A measure that is larger than its bound brings a request into the tier; an amount in another currency always does. */
const Bounds = Type.Object(
  {
    amount: Type.Optional(Money),
    lineDiscountBp: Type.Optional(BasisPoints),
    documentDiscountBp: Type.Optional(BasisPoints),
    dealDiscountBp: Type.Optional(BasisPoints),
    paymentDays: Type.Optional(Count),
    deviations: Type.Optional(Count),
    personDays: Type.Optional(Count),
  },
  closed,
);

/** Its steps come one after the other. */
const Tier = Type.Object({ code: Code, above: Bounds, steps: Type.Array(Step, { maxItems: 20 }) }, closed);

/** From the lowest tier to the highest: the last one that a request comes into is its own. The first has no bounds. */
const Route = Type.Object({ type: OneOf(...approvalTypes), tiers: Type.Array(Tier, { maxItems: 20 }) }, closed);

/** Who may allow what (L127, L149, L154, L156, L188, L278). */
export const approvalMatrixSchema = Type.Object(
  {
    ...head,
    limits: Type.Array(Allowance, { maxItems: 50 }),
    /** The longest that a customer may take to pay without anybody being asked, in days. */
    standardPaymentDays: Count,
    /** What a deal takes in all without being asked about, in person-days; a proof of concept or another resource beyond that takes an approval (L188). */
    resourcePersonDays: Count,
    /** The same in money; where it is not said, every resource that costs something is asked about, and a proof of concept by its days alone. */
    resourceCost: Type.Optional(Money),
    /** Whether one person may decide more than one step of an approval; nobody may when absent. */
    samePersonMay: Type.Optional(Type.Boolean()),
    routes: Type.Array(Route, { maxItems: 20 }),
  },
  closed,
);
export type ApprovalMatrixContents = DeepReadonly<Static<typeof approvalMatrixSchema>>;
export type MatrixRoute = ApprovalMatrixContents['routes'][number];
export type MatrixTier = MatrixRoute['tiers'][number];
export type MatrixStep = MatrixTier['steps'][number];

/** Who has to be asked in every tier, whatever else the company decides: for contracts L154, for terms of payment L156, for solutions L127. */
const asked: Readonly<Partial<Record<MatrixRoute['type'], readonly Role[]>>> = {
  contract: ['SALES_DIRECTOR', 'LEGAL', 'FINANCE'],
  paymentTerms: ['FINANCE'],
  solutionReview: ['PRODUCT', 'RND'],
};

/** What goes by other ways where the matrix says nothing of it: solutions are reviewed by minutes (L127). */
const mayBeLeft: readonly MatrixRoute['type'][] = ['solutionReview'];

const named = (rule: Fault['rule'], at: string, names: readonly string[]): readonly Fault[] =>
  names.length === 0 ? [] : [{ rule, at, names }];

const repeated = (at: string, names: readonly string[]): readonly Fault[] =>
  repeatedCodes(
    at,
    names.map((code) => ({ code })),
  );

const stepFaults = ({ roles, escalatesTo }: MatrixStep, at: string, { heldRoles }: Surroundings): readonly Fault[] => [
  ...(roles.length === 0 ? [{ rule: 'NobodyNamed', at: `${at}.roles` } as const] : []),
  ...(escalatesTo.length === 0 ? [{ rule: 'NobodyNamed', at: `${at}.escalatesTo` } as const] : []),
  ...repeated(`${at}.roles`, roles),
  ...heldByNobody(at, [...roles, ...escalatesTo], heldRoles),
];

/** A role counts as asked only where the step does not do without it. */
const sureRoles = ({ steps }: MatrixTier): readonly Role[] =>
  steps.flatMap(({ roles, decides }) => (decides === 'all' || roles.length === 1 ? roles : []));

const tierFaults = (type: MatrixRoute['type'], tier: MatrixTier, around: Surroundings): readonly Fault[] => {
  const at = `routes.${type}.${tier.code}`;
  const unasked = (asked[type] ?? []).filter((role) => !sureRoles(tier).includes(role));
  return [
    ...(tier.steps.length === 0 ? [{ rule: 'NobodyNamed', at } as const] : []),
    ...tier.steps.flatMap((step, place) => stepFaults(step, `${at}.${place + 1}`, around)),
    ...named('PolicyRoleNotAsked', at, unasked),
  ];
};

const isBoundless = ({ above }: MatrixTier): boolean => Object.keys(above).length === 0;

const routeFaults = ({ type, tiers }: MatrixRoute, around: Surroundings): readonly Fault[] => {
  const [first, ...rest] = tiers;
  const at = `routes.${type}`;
  return [
    ...(first && isBoundless(first) ? [] : [{ rule: 'NotEveryCaseCovered', at } as const]),
    ...named('NeverReached', at, rest.some(isBoundless) ? tiers.slice(0, tiers.findLastIndex(isBoundless)).map(({ code }) => code) : []),
    ...repeatedCodes(at, tiers),
    ...tiers.flatMap((tier) => tierFaults(type, tier, around)),
  ];
};

/** Every type has one way, for every case, on which nobody is missing whom the policy asks; but what may be left to other ways. */
export const approvalMatrixFaults = ({ limits, routes }: ApprovalMatrixContents, around: Surroundings): readonly Fault[] => {
  const types = routes.map(({ type }) => type);
  return [
    ...repeated(
      'limits',
      limits.map(({ role }) => role),
    ),
    ...repeated('routes', types),
    ...named('NotEveryCaseCovered', 'routes', distinct(approvalTypes.filter((type) => !types.includes(type) && !mayBeLeft.includes(type)))),
    ...routes.flatMap((route) => routeFaults(route, around)),
  ];
};
