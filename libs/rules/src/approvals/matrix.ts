import type { ApprovalMeasures, ApprovalStep } from '#event-contracts';
import type { Static } from '@sinclair/typebox';
import type { ApprovalMatrixContents, MatrixRoute, MatrixTier } from '../definitions/approval-matrix.ts';

/** The company's matrix goes by this id. */
export const approvalMatrixId = 'APPROVAL-MATRIX';

export type RouteStep = Static<typeof ApprovalStep>;
export type ApprovalType = MatrixRoute['type'];
type Discounts = Pick<ApprovalMeasures, 'lineDiscountBp' | 'documentDiscountBp' | 'dealDiscountBp'>;
type Limits = ApprovalMatrixContents['limits'];

/** The discount that somebody of these roles may give on their own; nothing where none of the roles has one. */
export const limitsOf = ({ limits }: Pick<ApprovalMatrixContents, 'limits'>, roles: readonly string[]): Limits =>
  limits.filter(({ role }) => roles.includes(role));

const atMost = (measure: number | undefined, bound: number): boolean => (measure ?? 0) <= bound;

/** Whether one of these limits covers all three measures: what one role allows of the line, another one does not make up for in the document. */
export const isWithin = (limits: Limits, { lineDiscountBp, documentDiscountBp, dealDiscountBp }: Discounts): boolean =>
  [...limits, { lineBp: 0, documentBp: 0, dealBp: 0 }].some(
    ({ lineBp, documentBp, dealBp }) =>
      atMost(lineDiscountBp, lineBp) && atMost(documentDiscountBp, documentBp) && atMost(dealDiscountBp, dealBp),
  );

type Amount = ApprovalMeasures['amount'];

/** Amounts of other currencies are told from one another by nobody here: the stricter way is taken. */
export const amountAbove = (amount: Amount, bound: Amount): boolean =>
  amount !== undefined && bound !== undefined && (amount.currency !== bound.currency || amount.minor > bound.minor);

const belongsTo = ({ above: { amount, ...bounds } }: MatrixTier, measures: ApprovalMeasures): boolean =>
  amountAbove(measures.amount, amount) ||
  Object.entries(bounds).some(([measure, bound]) => !atMost((measures as Readonly<Record<string, number>>)[measure], bound));

/** The tier of a request: the highest whose bounds it exceeds; nothing where the matrix has no route for the type. */
export const tierFor = (
  { routes }: Pick<ApprovalMatrixContents, 'routes'>,
  type: ApprovalType,
  measures: ApprovalMeasures,
): MatrixTier | undefined => {
  const tiers = routes.find((route) => route.type === type)?.tiers ?? [];
  return tiers.findLast((tier, place) => place === 0 || belongsTo(tier, measures));
};

/** Whether the matrix has a way for a type; for all but those that a company may leave to other ways, it has to. */
export const hasRoute = ({ routes }: Pick<ApprovalMatrixContents, 'routes'>, type: ApprovalType): boolean =>
  routes.some((route) => route.type === type);

/** A tier's steps, numbered: what an approval keeps, whatever becomes of the matrix. */
export const routeOf = ({ steps }: MatrixTier): readonly RouteStep[] =>
  steps.map(({ name, roles, decides, within, escalatesTo }, place) => ({
    ...{ step: place + 1, name, decides, within },
    ...{ roles: [...roles], escalatesTo: [...escalatesTo] },
  }));

/** Whether measures are covered by those that something was approved for: none is larger, nor in another currency. */
export const covers = (approved: ApprovalMeasures, now: ApprovalMeasures): boolean =>
  !amountAbove(now.amount, approved.amount) &&
  (['lineDiscountBp', 'documentDiscountBp', 'dealDiscountBp', 'paymentDays', 'deviations', 'personDays'] as const).every((measure) =>
    atMost(now[measure], approved[measure] ?? 0),
  );
