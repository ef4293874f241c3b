import { approvalTypes } from '#event-contracts';
import { covers, isWithin, limitsOf, routeOf, tierFor } from '../approvals/matrix.ts';
import { approvalMatrixFaults, type ApprovalMatrixContents, type MatrixRoute } from './approval-matrix.ts';
import { standardApprovalMatrix } from './built-in/approval-matrix.ts';
import { faultsOf, malformations } from './definition.ts';
import { definitionVocabularies } from './vocabularies.ts';

const around = { vocabularies: definitionVocabularies, isProcess: () => true, publishedProcess: () => undefined };
const faults = (contents: ApprovalMatrixContents, heldRoles?: ReadonlySet<string>) =>
  approvalMatrixFaults(contents, { ...around, ...(heldRoles && { heldRoles }) }).map(({ rule, at, names }) => [rule, at, ...(names ?? [])]);

/** The standard matrix with one of its routes another. */
const withRoute = (type: MatrixRoute['type'], change: (route: MatrixRoute) => MatrixRoute): ApprovalMatrixContents => ({
  ...standardApprovalMatrix,
  routes: standardApprovalMatrix.routes.map((route) => (route.type === type ? change(route) : route)),
});
const firstTier = (type: MatrixRoute['type'], change: (tier: MatrixRoute['tiers'][number]) => MatrixRoute['tiers'][number]) =>
  withRoute(type, (route) => ({ ...route, tiers: route.tiers.map((tier, place) => (place === 0 ? change(tier) : tier)) }));

describe('the matrix that comes with the program', () => {
  it('is sound', () => {
    expect(malformations('approvalMatrix', standardApprovalMatrix)).toEqual([]);
    expect(faultsOf('approvalMatrix', standardApprovalMatrix, around)).toEqual([]);
  });
  it('says of its numbers that they are none of the policy’s', () =>
    expect(standardApprovalMatrix.notes.join(' ')).toContain('default, not policy'));
  it.each(approvalTypes.filter((type) => type !== 'solutionReview'))('gives %s a way for every case', (type) =>
    expect(tierFor(standardApprovalMatrix, type, {})?.steps.length).toBeGreaterThan(0),
  );
});

describe('a matrix is not published', () => {
  it('without a way for something that may be asked for', () =>
    expect(faults({ ...standardApprovalMatrix, routes: standardApprovalMatrix.routes.slice(1) })).toContainEqual([
      'NotEveryCaseCovered',
      'routes',
      'discount',
    ]));
  it('with two ways for one', () =>
    expect(
      faults({ ...standardApprovalMatrix, routes: [...standardApprovalMatrix.routes, ...standardApprovalMatrix.routes.slice(0, 1)] }),
    ).toContainEqual(['CodeRepeated', 'routes', 'discount']));
  it('with a limit of a role stated twice', () =>
    expect(
      faults({ ...standardApprovalMatrix, limits: [...standardApprovalMatrix.limits, ...standardApprovalMatrix.limits.slice(0, 1)] }),
    ).toContainEqual(['CodeRepeated', 'limits', 'SALES_REP']));
  it('whose lowest tier does not take every case', () =>
    expect(faults(firstTier('resource', (tier) => ({ ...tier, above: { personDays: 5 } })))).toContainEqual([
      'NotEveryCaseCovered',
      'routes.resource',
    ]));
  it('with a tier that is never reached', () =>
    expect(
      faults(withRoute('resource', (route) => ({ ...route, tiers: [...route.tiers, { ...route.tiers[0]!, code: 'again' }] }))),
    ).toContainEqual(['NeverReached', 'routes.resource', 'director', 'management']));
  it('with a step at which nobody is asked', () => {
    const nobody = firstTier('discount', (tier) => ({ ...tier, steps: [{ ...tier.steps[0]!, roles: [], escalatesTo: [] }] }));
    expect(faults(nobody)).toEqual(
      expect.arrayContaining([
        ['NobodyNamed', 'routes.discount.manager.1.roles'],
        ['NobodyNamed', 'routes.discount.manager.1.escalatesTo'],
      ]),
    );
    expect(faults(firstTier('discount', (tier) => ({ ...tier, steps: [] })))).toContainEqual(['NobodyNamed', 'routes.discount.manager']);
  });
  it('that leaves out whom the policy asks about contracts (L154), or lets one of them do for all', () => {
    const withoutLegal = firstTier('contract', (tier) => ({
      ...tier,
      steps: tier.steps.map((step) => ({ ...step, roles: ['SALES_DIRECTOR', 'FINANCE'] })),
    }));
    expect(faults(withoutLegal)).toContainEqual(['PolicyRoleNotAsked', 'routes.contract.review', 'LEGAL']);
    const any = firstTier('contract', (tier) => ({ ...tier, steps: tier.steps.map((step) => ({ ...step, decides: 'any' })) }));
    expect(faults(any)).toContainEqual(['PolicyRoleNotAsked', 'routes.contract.review', 'SALES_DIRECTOR', 'LEGAL', 'FINANCE']);
  });
  it('that does not ask finance about terms of payment (L156)', () =>
    expect(faults(firstTier('paymentTerms', (tier) => ({ ...tier, steps: tier.steps.slice(0, 1) })))).toContainEqual([
      'PolicyRoleNotAsked',
      'routes.paymentTerms.finance',
      'FINANCE',
    ]));
  it('that has solutions reviewed without product or research (L127); it may leave the review to other ways', () => {
    const [contract] = standardApprovalMatrix.routes.filter(({ type }) => type === 'contract');
    if (!contract) throw new Error('no route for contracts');
    const reviewing: MatrixRoute = { ...contract, type: 'solutionReview', tiers: contract.tiers.slice(0, 1) };
    expect(faults({ ...standardApprovalMatrix, routes: [...standardApprovalMatrix.routes, reviewing] })).toEqual([
      ['PolicyRoleNotAsked', 'routes.solutionReview.review', 'PRODUCT', 'RND'],
    ]);
    expect(faults(standardApprovalMatrix)).toEqual([]);
  });
  it('that asks a role which nobody holds', () =>
    expect(faults(standardApprovalMatrix, new Set(['SALES_MANAGER', 'SALES_DIRECTOR', 'LEGAL', 'FINANCE', 'MANAGEMENT']))).toContainEqual([
      'RoleHeldByNobody',
      'routes.resource.director.1',
      'PRESALES',
    ]));
});

describe('a limit', () => {
  const rep = limitsOf(standardApprovalMatrix, ['SALES_REP']);
  it.each([
    ['everything within', { lineDiscountBp: 1_500, documentDiscountBp: 1_200, dealDiscountBp: 1_200 }, true],
    ['a line beyond', { lineDiscountBp: 1_501 }, false],
    ['a document beyond', { documentDiscountBp: 1_201 }, false],
    ['a deal beyond', { dealDiscountBp: 1_201 }, false],
  ])('covers %s: %j', (_, measures, within) => expect(isWithin(rep, measures)).toBe(within));
  it('is zero for whoever has none', () => {
    expect(isWithin([], {})).toBe(true);
    expect(isWithin([], { lineDiscountBp: 1 })).toBe(false);
  });
  it('is one role’s as a whole: two roles do not add up', () => {
    const apart = [
      { role: 'SDR', lineBp: 10, documentBp: 0, dealBp: 0 } as const,
      { role: 'SERVICE', lineBp: 0, documentBp: 10, dealBp: 10 } as const,
    ];
    expect(isWithin(apart, { lineDiscountBp: 10, documentDiscountBp: 10 })).toBe(false);
  });
});

describe('a route', () => {
  it('numbers its steps from one', () => {
    const tier = tierFor(standardApprovalMatrix, 'discount', { documentDiscountBp: 2_000 });
    expect(tier && routeOf(tier).map(({ step, roles }) => [step, ...roles])).toEqual([
      [1, 'SALES_MANAGER'],
      [2, 'SALES_DIRECTOR'],
    ]);
  });
  it('is the highest that a measure reaches, be it only one of them', () =>
    expect(tierFor(standardApprovalMatrix, 'contract', { amount: { minor: 1, currency: 'CNY' }, deviations: 4 })?.code).toBe('management'));
});

describe('what was approved covers', () => {
  const approved = { amount: { minor: 100, currency: 'CNY' }, dealDiscountBp: 2_000 };
  it.each([
    ['the same', approved, true],
    ['less', { amount: { minor: 99, currency: 'CNY' }, dealDiscountBp: 100 }, true],
    ['no larger discount', { ...approved, dealDiscountBp: 2_001 }, false],
    ['no larger amount', { amount: { minor: 101, currency: 'CNY' } }, false],
    ['no other currency', { amount: { minor: 1, currency: 'EUR' } }, false],
    ['nothing that was not measured then', { personDays: 1 }, false],
  ])('%s', (_, now, covered) => expect(covers(approved, now)).toBe(covered));
});
