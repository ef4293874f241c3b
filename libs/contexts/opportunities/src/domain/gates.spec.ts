import type { OpportunityEvent } from '#event-contracts';
import { specification } from '#eventsourcing/testing';
import { defineProcess, salesProc003v1, type Requirement } from '#rules';
import { deal, type AskedOfDeal, type known } from '../../../../../test/support/known.ts';
import { fact, opened, opportunityId } from '../../../../../test/support/open-deal.ts';

const { given } = specification(deal);

const pains = 'painsAndObjectivesKnown/1';
const asked: Requirement = { all: [{ criterion: pains, override: ['SALES_MANAGER'] }] };

/** The standard process, in which S2 is not left before pains and objectives are known, and small deals may pass over S3. */
const definition = defineProcess({
  ...salesProc003v1,
  stages: salesProc003v1.stages.map((stage) => ({
    ...stage,
    ...(stage.code === 'S2' && { exit: asked }),
    ...(stage.code === 'S3' && { skip: { when: { criterion: pains }, by: ['SALES_MANAGER'] } }),
  })),
});

const manager = { userId: 'boss', roles: ['SALES_MANAGER'] };
const advance = (more: Partial<typeof known> = {}, to = 'S3', skipReason?: string): AskedOfDeal => ({
  type: 'AdvanceOpportunity',
  data: { opportunityId, to, skipReason },
  known: { definition, ...more },
});
const override = (more: Partial<typeof known> = {}): AskedOfDeal => ({
  type: 'OverrideCriterion',
  data: { opportunityId, criterion: pains, reason: 'a framework order' },
  known: { definition, ...more },
});

const pain = fact('PainPointRecorded', { painPointId: 'p1', description: 'x', scope: 'specific' });
const objective = fact('BusinessObjectiveRecorded', { objectiveId: 'b1', description: 'x' });
const found = (result: 'met' | 'overridden', ...evidence: string[]) => [{ criterion: pains, parameters: {}, result, evidence }];
const advanced = (more: object, to = 'S3', probabilityTo = 25): OpportunityEvent =>
  fact('OpportunityAdvanced', { from: 'S2', to, probabilityFrom: 10, probabilityTo, ...more });
const overridden = fact('CriterionOverridden', { stage: 'S2', criterion: pains, reason: 'a framework order', role: 'SALES_MANAGER' });

describe('leaving a stage that has a gate (L91, L202)', () => {
  it('is refused while there is nothing of what it asks for, naming what would supply it', () =>
    expect(given(opened).when(advance()).decision).toMatchObject({
      ...{ kind: 'refused', reason: 'GateNotPassed' },
      detail: { stage: 'S2', lacks: [{ criterion: pains, result: 'missing', overridableBy: ['SALES_MANAGER'] }] },
      liftedBy: ['RecordPainPoint', 'RecordBusinessObjective', 'OverrideCriterion'],
    }));
  it('is refused while there is only a part of it', () =>
    given(opened, pain)
      .when(advance())
      .thenRefused('GateNotPassed', { lacks: [expect.objectContaining({ criterion: pains, result: 'unmet' })] }));
  it('goes on when all is there, and keeps what the gate found', () =>
    given(opened, pain, objective)
      .when(advance())
      .then(advanced({ gate: found('met', 'e1', 'e2') })));
});

describe('winning at a stage that has a gate (L38, L45–L47)', () => {
  const signed = fact('ContractSigned', { contractId: 'c1', amount: { minor: 900, currency: 'EUR' }, signedOn: '2026-01-05' });
  const signing = defineProcess({ ...definition, signsAt: 'S2' });
  const win: AskedOfDeal = { type: 'WinOpportunity', data: { opportunityId }, known: { definition: signing } };
  it('is refused, with both signatures too, while the gate lacks something', () =>
    given(opened, signed).when(win).thenRefused('GateNotPassed', { stage: 'S2' }));
  it('is done once nothing is lacking', () => given(opened, signed, pain, objective).when(win).thenTypes('OpportunityWon'));
});

describe('letting a deal pass without a criterion', () => {
  it('is done by whom the process names, and is told at the gate', () => {
    given(opened).when(override(manager)).then(overridden);
    given(opened, overridden)
      .when(advance())
      .then(advanced({ gate: found('overridden', 'e1') }));
  });
  it('is nobody else’s', () =>
    given(opened)
      .when(override())
      .thenRefused('OverrideNotAllowed', { by: ['SALES_MANAGER'] }));
  it('is never for one’s own deal', () =>
    given(opened)
      .when(override({ ...manager, userId: 'rep1' }))
      .thenRefused('OwnDeal'));
  it('is refused of what the gate does not ask for', () =>
    given(opened)
      .when({ ...override(manager), data: { opportunityId, criterion: 'customerCommitted/1', reason: 'x' } } as AskedOfDeal)
      .thenRefused('CriterionNotAsked'));
});

describe('passing over a stage where the process says when (L97)', () => {
  const skipping = (more: Partial<typeof known>) => advance(more, 'S4', 'a standard product');
  it('is done by whom it names, for a reason, and keeps what was found', () =>
    given(opened, pain, objective)
      .when(skipping(manager))
      .then(
        advanced(
          {
            gate: found('met', 'e1', 'e2'),
            skipped: { stages: ['S3'], reason: 'a standard product', gate: found('met', 'e1', 'e2') },
          },
          ...(['S4', 50] as const),
        ),
      ));
  it('is refused to others', () =>
    given(opened, pain, objective)
      .when(skipping({}))
      .thenRefused('StageSkipped', { skipped: ['S3'] }));
  it('is never done on one’s own deal', () =>
    given(opened, pain, objective)
      .when(skipping({ ...manager, userId: 'rep1' }))
      .thenRefused('OwnDeal'));
});
