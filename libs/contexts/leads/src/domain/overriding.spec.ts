import type { LeadEvent } from '#event-contracts';
import { specification } from '#eventsourcing/testing';
import { defineProcess, present, salesProc003v1, type Requirement } from '#rules';
import { aLead, type AskedOfLead } from '../../../../../test/support/known-lead.ts';
import { leadEvents } from '../../../../../test/support/lead-events.ts';

const { given } = specification(aLead);
const leadId = 'l1';
const { captured, assigned, qualified, handedOver, accepted, screened, overridden } = leadEvents;

const [screening, bant] = ['leadScreened/1', 'bantAnswered/1'];
const exits: Readonly<Record<string, Requirement>> = {
  S1: { all: [{ criterion: screening, override: ['SALES_MANAGER'] }, { criterion: 'leadComplete/1' }] },
  S2: { all: [{ criterion: screening, override: ['SALES_MANAGER'] }, { criterion: bant }] },
};
/** The standard process with two gates before a deal is opened, which both ask for the screening. */
const definition = defineProcess({
  ...salesProc003v1,
  version: 9,
  stages: salesProc003v1.stages.map((stage) => ({ ...stage, ...present({ exit: exits[stage.code] }) })),
  opensAt: 'S3',
});

const boss = { userId: 'boss', roles: ['SALES_MANAGER'] };
const override = (criterion = screening, known: AskedOfLead['known'] = boss, reason = 'a customer of the group'): AskedOfLead => ({
  type: 'OverrideLeadCriterion',
  data: { leadId, criterion: criterion, reason },
  known: { definition, ...known },
});
const convert: AskedOfLead = {
  type: 'ConvertLead',
  data: {
    ...{ leadId, opportunityId: 'o1', name: 'n' },
    ...{ expectedAmount: { minor: 1, currency: 'EUR' }, expectedSigningDate: '2026-09-30' },
  },
  known: { definition },
};
const answered = (['budget', 'authority', 'need', 'timeline'] as const).map((question) => leadEvents.answered(question));
const ready = [captured(), assigned(), qualified('SQL'), ...answered];
const [atS1, atS2] = [overridden(screening), overridden(screening, 'S2')];

describe('letting a lead pass a gate without a criterion', () => {
  it('is done by whom the process names, at the gate before which the lead stands', () => {
    given(...ready)
      .when(override())
      .then(atS1);
    given(...ready, atS1)
      .when(override(screening, boss, 'again'))
      .then(overridden(screening, 'S2', 'again'));
  });
  it('is named by the gate, beside what would supply the criterion', () =>
    expect(given(...ready).when(convert).decision).toMatchObject({
      ...{ kind: 'refused', reason: 'GateNotPassed' },
      detail: { stage: 'S1', lacks: [{ criterion: screening, result: 'missing', overridableBy: ['SALES_MANAGER'] }] },
      liftedBy: ['ScreenLead', 'OverrideLeadCriterion'],
    }));
  it('counts at the gate where it was given, and at no other', () =>
    given(...ready, atS1)
      .when(convert)
      .thenRefused('GateNotPassed', { stage: 'S2' }));
  it('stands in the record of the conversion, with who allowed what', () =>
    expect(given(...ready, atS1, atS2).when(convert).decision).toMatchObject({
      events: [
        {
          data: {
            gate: [
              { criterion: screening, result: 'overridden', evidence: ['e7'] },
              { criterion: 'leadComplete/1', result: 'met' },
              { criterion: screening, result: 'overridden', evidence: ['e8'] },
              { criterion: bant, result: 'met' },
            ],
          },
        },
      ],
    }));
  it('is done once', () =>
    given(...ready, atS1, atS2)
      .when(override())
      .thenNothing());
  it('is nobody else’s', () =>
    given(...ready)
      .when(override(screening, { roles: ['SALES_REP'], userId: 'rep2' }))
      .thenRefused('OverrideNotAllowed', { criterion: screening, by: ['SALES_MANAGER'] }));
  it('is never for a lead that one is answerable for', () =>
    given(...ready)
      .when(override(screening, { ...boss, userId: 'rep1' }))
      .thenRefused('OwnLead', { ownerId: 'rep1' }));
  it('is nobody’s where the process names nobody', () =>
    given(captured({ contactKeys: [] }), assigned())
      .when(override('leadComplete/1'))
      .thenRefused('OverrideNotAllowed', { by: [] }));
  it('is refused of what the gate does not ask for', () =>
    given(...ready)
      .when(override('purchaseIntentAssessed/1'))
      .thenRefused('CriterionNotAsked', { stage: 'S1', asked: [screening, 'leadComplete/1'] }));
  it('is refused of what is met, and where every gate is passed', () => {
    given(...ready)
      .when(override('leadComplete/1'))
      .thenRefused('CriterionNotOpen', { stage: 'S1', criterion: 'leadComplete/1' });
    given(...ready, screened('passed'))
      .when(override())
      .thenRefused('CriterionNotOpen', { criterion: screening });
  });

  const back: readonly LeadEvent[] = [
    {
      type: 'LeadReturnedToMarketing',
      data: { leadId, from: 'rep1', reason: 'notReady', levelFrom: 'SQL', levelTo: 'MQL', contactId: 'p1' },
    },
    { type: 'LeadSalesRejected', data: { leadId, by: 'rep1', reason: 'incomplete', contactId: 'p1' } },
    { type: 'LeadReopened', data: { leadId, from: 'archived', reason: 'new budget' } },
  ];
  it.each(back)('is over once the lead went back: $type (L236)', (event) =>
    given(...ready, atS1, event, assigned(), qualified('SQL', 'MQL'), handedOver(), accepted())
      .when(convert)
      .thenRefused('GateNotPassed', { stage: 'S1' }),
  );
  it('holds on when someone else takes the lead over', () =>
    given(...ready, atS1, assigned('rep2'))
      .when(convert)
      .thenRefused('GateNotPassed', { stage: 'S2' }));
});
