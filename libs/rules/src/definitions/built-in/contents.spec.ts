import type { DefinitionKind, Role } from '#event-contracts';
import type { ContentsOf } from '../definition.ts';
import { builtInDefinitions } from './index.ts';

const builtIn = <K extends DefinitionKind>(kind: K, id: string): ContentsOf<K> | undefined =>
  builtInDefinitions.find((each) => each.kind === kind && each.contents.id === id)?.contents as ContentsOf<K> | undefined;

/** What the three versions of the policy say of themselves, read from their texts: who issued them, whom they are for, from which line to which. */
const policies: readonly (readonly [id: string, publisher: Role | undefined, scope: readonly Role[], lines: readonly [number, number]])[] =
  [
    ['CUSTOMER-JOURNEY', undefined, ['SALES_REP', 'MARKETING', 'PRESALES'], [4, 80]],
    [
      ...(['SALES-PROC-003', 'SALES_OPS'] as const),
      ['SALES_REP', 'MARKETING', 'PRESALES', 'PRODUCT', 'LEGAL', 'FINANCE', 'DELIVERY', 'CUSTOMER_SERVICE'],
      [87, 192],
    ],
    ['CLASSIC-SALES', 'SALES_MGMT_DEPT', ['SALES_REP', 'MARKETING', 'PRESALES', 'AFTER_SALES'], [195, 322]],
  ];

describe.each(policies)('the policy %s', (id, publisher, scope, [first, last]) => {
  const policy = builtIn('policy', id);
  it('comes with the program', () => expect(policy).toMatchObject({ id, version: 1 }));
  it('is issued by the department that its text names', () => expect(policy?.publisher).toEqual(publisher ?? expect.any(String)));
  it('is for everyone whom its text names', () => expect(policy?.scope).toEqual(expect.arrayContaining([...scope])));
  it('says what its text says, from the first line to the last', () => {
    const lines = policy?.sections.map((section) => section.lines) ?? [];
    expect([lines[0]?.[0], lines.at(-1)?.[1]]).toEqual([first, last]);
  });
});

describe('with the program', () => {
  it('comes a policy that takes the place of all earlier rules (L192)', () =>
    expect(builtIn('policy', 'SALES-PROC-003')?.supersedes?.length).toBeGreaterThan(0));
  it.each([
    ['BANT', ['budget', 'authority', 'need', 'timeline']],
    ['SPIN', ['situation', 'problem', 'implication', 'needPayoff']],
  ])('comes the form %s with its questions (L30, L113)', (id, elements) =>
    expect(builtIn('qualificationForm', id)?.elements.map(({ code }) => code)).toEqual(elements),
  );
  it.each([
    ['MEDDIC', 6],
    ['MEDDPICC', 8],
  ])('comes the form %s, with a question for each of its %i letters (L30, L113)', (id, letters) =>
    expect(builtIn('qualificationForm', id)?.elements).toHaveLength(letters),
  );
  it('comes a model of scores with a threshold for handing over (L105)', () =>
    expect(builtIn('scoringModel', 'standard')?.mqlThreshold).toBeGreaterThan(0));
  it('comes a time within which a lead is contacted (L232)', () =>
    expect(builtIn('leadRules', 'standard')?.firstContactWithin).toEqual({ hours: 24 }));
  it('come the parameters that indicators are reckoned with (L89, L212)', () =>
    expect(builtIn('kpiParameters', 'standard')?.indicators.length).toBeGreaterThan(0));
  it('comes a matrix of who may give away how much without asking, for all who own deals (L149, L188)', () =>
    expect(builtIn('approvalMatrix', 'APPROVAL-MATRIX')?.limits.map(({ role }) => role)).toEqual(
      expect.arrayContaining(['SALES_REP', 'SALES_MANAGER', 'SALES_DIRECTOR']),
    ));
  it.each([
    ['discount', []],
    ['nonStandardTerms', ['LEGAL']],
    ['resource', []],
    ['contract', ['SALES_DIRECTOR', 'LEGAL', 'FINANCE']],
    ['paymentTerms', ['FINANCE']],
  ] as const)('comes a way on which %s is approved, past %j in every case (L154, L156, L188, L278)', (type, roles) => {
    const tiers = builtIn('approvalMatrix', 'APPROVAL-MATRIX')?.routes?.find((route) => route.type === type)?.tiers ?? [];
    const asked = tiers.map(({ steps }) => steps.flatMap((step) => step.roles));
    expect(asked.length).toBeGreaterThan(0);
    for (const each of asked) expect(each).toEqual(expect.arrayContaining([...roles]));
  });
  it('comes a matrix that says from when on terms of payment and proofs of concept are approved (L156, L188)', () => {
    const matrix = builtIn('approvalMatrix', 'APPROVAL-MATRIX');
    expect([matrix?.standardPaymentDays, matrix?.resourcePersonDays]).toEqual([expect.any(Number), expect.any(Number)]);
  });
  it('comes a table of who may do what, with the roles that take two persons to grant (L48, L277)', () => {
    const table = builtIn('authority', 'standard');
    expect(table?.actions?.length).toBeGreaterThan(0);
    expect(table?.secondPersonFor).toEqual(expect.arrayContaining(['SALES_DIRECTOR', 'LEGAL', 'FINANCE']));
  });
});
