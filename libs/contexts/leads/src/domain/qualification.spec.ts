import { specification } from '#eventsourcing/testing';
import {
  builtInProcesses,
  defineProcess,
  nameOfDefinition,
  salesProc003v1,
  statedOf,
  type ProcessDefinition,
  type Requirement,
} from '#rules';
import { aLead, type AskedOfLead } from '../../../../../test/support/known-lead.ts';
import { bantWithSponsor, builtInForms } from '../../../../../test/support/forms.ts';
import { leadEvents } from '../../../../../test/support/lead-events.ts';

const { given } = specification(aLead);
const leadId = 'l1';
const { captured, answered, assessed, assigned, contacted, qualified, handedOver, accepted } = leadEvents;
const eur = (minor: number) => ({ minor, currency: 'EUR' });
const all = [answered('budget'), answered('authority'), answered('need'), answered('timeline')];
const bant = Object.fromEntries(['budget', 'authority', 'need', 'timeline'].map((each) => [each, { met: true, answer: 'as asked' }]));

describe('answers to BANT (L113, L230, L234)', () => {
  const answer = (met: boolean): AskedOfLead => ({ type: 'AnswerLeadBant', data: { leadId, question: 'budget', met, answer: 'as asked' } });
  it('are stated one by one', () => given(captured()).when(answer(true)).then(answered('budget')));
  it('may be given anew', () => given(captured(), answered('budget', false)).when(answer(true)).then(answered('budget')));
  it('are given once', () => given(captured(), answered('budget')).when(answer(true)).thenNothing());
  it('are what a lead is qualified on, where nothing else is said (L208)', () =>
    given(captured(), ...all)
      .when({ type: 'QualifyLead', data: { leadId, as: 'prospect' } })
      .then({ type: 'LeadQualified', data: { leadId, from: null, as: 'prospect', bant, form: nameOfDefinition(builtInForms.BANT) } }));
  it('are asked for, where some are missing', () =>
    given(captured(), answered('need'))
      .when({ type: 'QualifyLead', data: { leadId, as: 'prospect' } })
      .thenRefused('BantUnanswered', { as: 'prospect', unanswered: ['budget', 'authority', 'timeline'] }));
});

describe('the BANT form that a company published (L113, L208)', () => {
  const [form, lenient] = [bantWithSponsor(), bantWithSponsor(false)];
  const sponsor = (bantForm = form): AskedOfLead => ({
    ...{ type: 'AnswerLeadBant', data: { leadId, question: 'sponsor', met: true, answer: 'as asked' } },
    known: { bantForm },
  });
  const prospect = (bantForm = form): AskedOfLead => ({ type: 'QualifyLead', data: { leadId, as: 'prospect' }, known: { bantForm } });

  it('says what may be answered, and stands in the answer', () => {
    given(captured())
      .when(sponsor())
      .then(answered('sponsor', true, form));
    given(captured())
      .when(sponsor(builtInForms.BANT))
      .thenRefused('QuestionUnknown', { question: 'sponsor', ...statedOf(builtInForms.BANT) });
  });
  it('asks of whoever is qualified what it asks beside', () => {
    given(captured(), ...all)
      .when(prospect())
      .thenRefused('BantUnanswered', { unanswered: ['sponsor'] });
    given(captured(), ...all, answered('sponsor', false, form))
      .when(prospect())
      .thenRefused('BantUnmet', { unmet: ['sponsor'] });
  });
  it('says what need only be known', () => {
    const more = [{ question: 'sponsor', met: false, answer: 'as asked' }];
    given(captured(), ...all, answered('sponsor', false, lenient))
      .when(prospect(lenient))
      .then({ type: 'LeadQualified', data: { leadId, from: null, as: 'prospect', bant, more, form: nameOfDefinition(lenient) } });
  });
});

describe('purchase intent (L234)', () => {
  const assess = (more: object = {}): AskedOfLead => ({
    type: 'AssessPurchaseIntent',
    data: { leadId, intent: 'high', decisionChainKnown: true, decisionExpectedBy: '2026-09-30', budgetTo: eur(100), ...more },
  });
  it('is assessed with budget, decision chain and time table', () => given(captured()).when(assess()).then(assessed()));
  it('seals who decides', () =>
    given(captured())
      .when(assess({ decisionChain: 'Li Lei' }))
      .then(assessed({ decisionChain: 'Li Lei' })));
  it('is assessed once, and anew when it changes', () => {
    given(captured(), assessed()).when(assess()).thenNothing();
    given(captured(), assessed())
      .when(assess({ intent: 'low' }))
      .then(assessed({ intent: 'low' }));
  });
});

describe('sales takes a lead over before it is more than marketing qualified (L107)', () => {
  const yes = { met: true, answer: 'yes' };
  const builtIn = (name: string): ProcessDefinition =>
    defineProcess([salesProc003v1, ...builtInProcesses].find(({ id, version }) => `${id}@${version}` === name)!);
  const as = (level: 'MQL' | 'SQL' | 'prospect', process = 'SALES-PROC-003@2'): AskedOfLead => ({
    type: 'QualifyLead',
    data: { leadId, as: level, bant: { budget: yes, authority: yes, need: yes, timeline: yes } },
    known: { definition: builtIn(process) },
  });
  const refused = (to: string | null, ...liftedBy: readonly string[]) => ({ reason: 'HandOverNotAccepted', detail: { to }, liftedBy });
  const lead = [captured(), assigned()];

  it('refuses to call it an SQL or a prospect while nobody has handed it over', () => {
    for (const level of ['SQL', 'prospect'] as const) {
      expect(given(...lead, qualified('MQL')).when(as(level)).decision).toMatchObject(refused(null, 'HandOverLead'));
      expect(given(...lead).when(as(level)).decision).toMatchObject(refused(null, 'QualifyLead as MQL'));
    }
    given(...lead)
      .when(as('MQL'))
      .thenTypes('LeadQualified');
  });
  it('refuses it while it is handed over, and not answered', () =>
    expect(given(...lead, qualified('MQL'), handedOver()).when(as('SQL')).decision).toMatchObject(
      refused('rep1', 'AcceptLead', 'RejectLead'),
    ));
  it('makes it a prospect once it is accepted', () =>
    given(captured(), qualified('MQL'), handedOver(), assigned(), accepted(), qualified('SQL', 'MQL'))
      .when(as('prospect'))
      .thenTypes('LeadQualified'));
  it('has it returned and handed over again when another one has it by now', () => {
    const passedOn = [captured(), qualified('MQL'), handedOver(), assigned(), accepted(), qualified('SQL', 'MQL'), assigned('rep2')];
    expect(given(...passedOn).when(as('prospect')).decision).toMatchObject(refused(null, 'ReturnLead'));
  });
  it('asks for it in every variant, and nowhere where the policy has sales judge for itself (L236)', () => {
    for (const process of ['SALES-PROC-003-STRATEGIC@1', 'SALES-PROC-003-SME@1', 'SALES-PROC-003-CHANNEL@1'])
      given(...lead, qualified('MQL'))
        .when(as('SQL', process))
        .thenRefused('HandOverNotAccepted');
    for (const process of ['SALES-PROC-003@1', 'CLASSIC-SALES@1', 'CUSTOMER-JOURNEY@1'])
      given(...lead, qualified('MQL'))
        .when(as('SQL', process))
        .thenTypes('LeadQualified');
  });
});

describe('converting a lead through the gates of its stages (L107, L118)', () => {
  const under = (exit: Requirement): ProcessDefinition =>
    defineProcess({
      ...salesProc003v1,
      version: 9,
      stages: salesProc003v1.stages.map((each) => (each.code === 'S1' ? { ...each, exit } : each)),
    });
  const definition = under({ all: [{ criterion: 'leadComplete/1' }, { criterion: 'salesAccepted/1' }] });
  const convert = (more: object = {}, known: NonNullable<AskedOfLead['known']> = { definition }): AskedOfLead => ({
    type: 'ConvertLead',
    data: { leadId, opportunityId: 'o1', name: 'n', expectedAmount: eur(1), expectedSigningDate: '2026-09-30', ...more },
    known,
  });
  const conversion = {
    ...{ leadId, opportunityId: 'o1', name: 'n', company: 'Acme', contactId: 'p1', ownerId: 'rep1' },
    ...{ expectedAmount: eur(1), expectedSigningDate: '2026-09-30', process: definition.processVersion },
  };

  it('refuses what does not meet them, says what is missing and what supplies it', () =>
    given(captured(), assigned(), qualified('SQL'))
      .when(convert())
      .thenRefused('GateNotPassed', {
        stage: 'S1',
        lacks: [
          {
            ...{ criterion: 'salesAccepted/1', parameters: {}, result: 'missing' },
            ...{ suppliedBy: ['HandOverLead', 'AcceptLead'], overridableBy: [] },
          },
        ],
      }));
  it('records what they found, on which events', () =>
    given(captured(), qualified('MQL'), handedOver(), assigned(), accepted(), qualified('SQL', 'MQL'))
      .when(convert())
      .then({
        type: 'LeadConverted',
        data: {
          ...conversion,
          gate: [
            { criterion: 'leadComplete/1', parameters: {}, result: 'met', evidence: ['e0'] },
            { criterion: 'salesAccepted/1', parameters: {}, result: 'met', evidence: ['e2', 'e4'] },
          ],
        },
      }));
  it('hands the lead’s segment on, or the one that is named (L97)', () => {
    const plain = under({ all: [] });
    const sme = given(captured({ segment: 'sme' }), assigned(), contacted(), qualified('SQL'));
    const converted = { ...conversion, process: plain.processVersion };
    sme.when(convert({}, { definition: plain })).then({ type: 'LeadConverted', data: { ...converted, segment: 'sme' } });
    sme
      .when(convert({ segment: 'strategic' }, { definition: plain }))
      .then({ type: 'LeadConverted', data: { ...converted, segment: 'strategic' } });
  });
  it('does nothing when it was converted just so', () =>
    given(captured(), assigned(), qualified('SQL'), { type: 'LeadConverted', data: { ...conversion, gate: [] } })
      .when(convert())
      .thenNothing());
});
