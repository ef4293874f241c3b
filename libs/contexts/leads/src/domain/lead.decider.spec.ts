import fc from 'fast-check';
import type { LeadEvent } from '#event-contracts';
import { specification, type Happened } from '#eventsourcing/testing';
import { deciderProperties, type Move } from '../../../../../test/support/decider-properties.ts';
import { nameOfDefinition, salesProcess, type UserStanding } from '#rules';
import type { BantAnswers, DataFor, QualificationLevel } from './lead-command.ts';
import type { Lead } from './lead.state.ts';
import { builtInForms } from '../../../../../test/support/forms.ts';
import { aLead, type AskedOfLead } from '../../../../../test/support/known-lead.ts';

const { given } = specification(aLead);

const leadId = 'l1';
const eur = (minor: number) => ({ minor, currency: 'EUR' });
const met = (answer = 'confirmed') => ({ met: true, answer });
const unmet = { met: false, answer: 'not yet' };
const allMet: BantAnswers = { budget: met(), authority: met(), need: met(), timeline: met() };

type Data<T extends LeadEvent['type']> = Extract<LeadEvent, { type: T }>['data'];

const captured: LeadEvent = {
  type: 'LeadCaptured',
  data: { leadId, source: 'web', company: 'Acme', industry: 'retail', contactId: 'p1' },
};
const assigned: LeadEvent = {
  type: 'LeadAssigned',
  data: { leadId, from: null, to: 'rep1', contactDueAt: '2026-03-03T08:00:00.000Z' },
};
/** As it was before first contacts were due. */
const assignedOnce: LeadEvent = { type: 'LeadAssigned', data: { leadId, from: null, to: 'rep1' } };
const qualified = (as: QualificationLevel, from: Data<'LeadQualified'>['from'] = null, bant = allMet): LeadEvent => ({
  type: 'LeadQualified',
  data: { leadId, from, as, bant, ...(as !== 'MQL' && { form: nameOfDefinition(builtInForms.BANT) }) },
});
const disqualified: LeadEvent = { type: 'LeadDisqualified', data: { leadId, reason: 'noBudget', contactId: 'p1' } };
const converted: LeadEvent = {
  type: 'LeadConverted',
  data: {
    leadId,
    opportunityId: 'o1',
    name: 'Acme: planning',
    company: 'Acme',
    contactId: 'p1',
    ownerId: 'rep1',
    expectedAmount: eur(100),
    expectedSigningDate: '2026-06-30',
    process: salesProcess.processVersion,
  },
};

const capture = (more: Partial<DataFor<'CaptureLead'>> = {}): AskedOfLead => ({
  type: 'CaptureLead',
  data: { leadId, source: 'web', company: 'Acme', industry: 'retail', contactId: 'p1', ...more },
});
const enrich = (more: Partial<DataFor<'EnrichLead'>>): AskedOfLead => ({ type: 'EnrichLead', data: { leadId, ...more } });
const contactDueAt = '2026-03-03T08:00:00.000Z';
/** A day before the first contact is due. */
const at = '2026-03-02T08:00:00.000Z';
const assign = (to: string, named: UserStanding = 'active'): AskedOfLead => ({
  type: 'AssignLead',
  data: { leadId, to },
  known: { named, at },
});
const assignedTo = (to: string, due = contactDueAt, from: string | null = null): LeadEvent => ({
  type: 'LeadAssigned',
  data: { leadId, from, to, contactDueAt: due },
});
const breach = (assigneeId = 'rep1', dueAt = contactDueAt): AskedOfLead => ({
  type: 'BreachFirstContact',
  data: { leadId, assigneeId, dueAt },
});
/** It goes back to the pool a day after. */
const breached = (assigneeId = 'rep1', dueAt = contactDueAt): LeadEvent => ({
  type: 'FirstContactSlaBreached',
  data: { leadId, assigneeId, dueAt, reclaimAt: new Date(Date.parse(dueAt) + 86_400_000).toISOString() },
});
const call: AskedOfLead = { type: 'LogLeadContact', data: { leadId, channel: 'call', direction: 'outbound', effective: true } };
const qualify = (as: QualificationLevel, bant: BantAnswers = allMet): AskedOfLead => ({
  type: 'QualifyLead',
  data: { leadId, as, bant },
});
const disqualify = (reason: DataFor<'DisqualifyLead'>['reason']): AskedOfLead => ({
  type: 'DisqualifyLead',
  data: { leadId, reason },
});
const convert = (more: Partial<DataFor<'ConvertLead'>> = {}): AskedOfLead => ({
  type: 'ConvertLead',
  data: {
    leadId,
    opportunityId: 'o1',
    name: 'Acme: planning',
    expectedAmount: eur(100),
    expectedSigningDate: '2026-06-30',
    ...more,
  },
});

describe('capturing a lead (L101, L102)', () => {
  it('records what is known of it, details of the person included', () =>
    given()
      .when(capture({ contactName: 'Li Lei', need: undefined }))
      .then({ type: 'LeadCaptured', data: { ...captured.data, contactDetails: ['contactName'], contactName: 'Li Lei' } }));
  it('does nothing when it was captured just so', () => given(captured).when(capture()).thenNothing());
  it('still does nothing after the lead was enriched', () =>
    given(captured, {
      type: 'LeadEnriched',
      data: { leadId, changes: [{ field: 'company', from: 'Acme', to: 'Acme AG' }], contactId: 'p1' },
    })
      .when(capture())
      .thenNothing());
  it('refuses another capture under the same id', () =>
    given(captured)
      .when(capture({ company: 'Other' }))
      .thenRefused('LeadAlreadyCaptured', { leadId }));
});

describe('enriching a lead (L102, L235)', () => {
  it('records each change from what to what', () =>
    given(captured)
      .when(enrich({ industry: 'wholesale', companySize: 40, company: 'Acme' }))
      .then({
        type: 'LeadEnriched',
        data: {
          leadId,
          contactId: 'p1',
          changes: [
            { field: 'industry', from: 'retail', to: 'wholesale' },
            { field: 'companySize', from: null, to: 40 },
          ],
        },
      }));
  it('takes details of the person, which it cannot compare', () =>
    given(captured)
      .when(enrich({ phone: '+49 30 1' }))
      .then({ type: 'LeadEnriched', data: { leadId, contactId: 'p1', changes: [], contactDetails: ['phone'], phone: '+49 30 1' } }));
  it('takes another person to talk to', () =>
    given(captured)
      .when(enrich({ contactId: 'p2' }))
      .then({ type: 'LeadEnriched', data: { leadId, contactId: 'p2', changes: [] } }));
  it('does nothing when all is so already', () =>
    given(captured)
      .when(enrich({ industry: 'retail' }))
      .thenNothing());
  it('refuses on a lead that is not pursued', () =>
    given(captured, disqualified)
      .when(enrich({ industry: 'x' }))
      .thenRefused('LeadDisqualified', { reason: 'noBudget' }));
});

describe('assigning a lead', () => {
  it('makes someone answerable', () => given(captured).when(assign('rep1')).then(assigned));
  it('names the one before', () =>
    given(captured, assigned)
      .when(assign('rep2'))
      .then({ type: 'LeadAssigned', data: { leadId, from: 'rep1', to: 'rep2', contactDueAt } }));
  it('does nothing when it is theirs', () => given(captured, assigned).when(assign('rep1')).thenNothing());
  it('is done for another one only while it is theirs', () => {
    const handOver = (from: string): AskedOfLead => ({ type: 'AssignLead', data: { leadId, to: 'rep2', from } });
    given(captured, assigned).when(handOver('rep1')).thenTypes('LeadAssigned');
    given(captured, assigned).when(handOver('rep3')).thenNothing();
    given(captured).when(handOver('rep1')).thenNothing();
  });
  it.each(['inactive', 'unknown'] as const)('refuses an assignee who is %s', (standing) =>
    given(captured).when(assign('rep1', standing)).thenRefused('AssigneeNotActive', { userId: 'rep1', standing }),
  );
});

describe('logging a contact (L232, L233)', () => {
  const contacted = (first: boolean): LeadEvent => ({
    type: 'LeadContacted',
    data: { leadId, channel: 'call', direction: 'outbound', effective: true, first, contactId: 'p1' },
  });
  it('tells the first one since the assignment apart', () => given(captured, assigned).when(call).then(contacted(true)));
  it('records every later one too', () => given(captured, assigned, contacted(true)).when(call).then(contacted(false)));
  it('begins anew with the next assignee', () =>
    given(captured, assigned, contacted(true), { type: 'LeadAssigned', data: { leadId, from: 'rep1', to: 'rep2' } })
      .when(call)
      .then(contacted(true)));
  it('refuses while nobody is answerable', () => given(captured).when(call).thenRefused('LeadUnassigned'));
});

describe('a first contact that was due (L232)', () => {
  const contacted: LeadEvent = {
    type: 'LeadContacted',
    data: { leadId, channel: 'call', direction: 'outbound', effective: true, first: true, contactId: 'p1' },
  };
  const happened = (event: LeadEvent, occurredAt: string): Happened<LeadEvent> => ({ ...event, occurredAt });
  const [inTime, justInTime, late] = ['2026-03-03T07:00:00.000Z', contactDueAt, '2026-03-03T08:00:00.001Z'];

  it('is set when the lead is assigned', () => given(captured).when(assign('rep1')).then(assignedTo('rep1')));
  it('was missed when nobody was in touch', () => given(captured, assignedTo('rep1')).when(breach()).then(breached()));
  it('was missed when the contact came late', () =>
    given(captured, assignedTo('rep1'), happened(contacted, late)).when(breach()).then(breached()));
  it('is missed once', () => given(captured, assignedTo('rep1'), breached()).when(breach()).thenNothing());
  it.each([inTime, justInTime])('was not missed when the contact happened at %s, whenever it was recorded', (occurredAt) =>
    given(captured, assignedTo('rep1'), happened(contacted, late), happened(contacted, occurredAt)).when(breach()).thenNothing(),
  );
  it.each([disqualified, converted, assignedTo('rep2', '2026-03-09T08:00:00.000Z', 'rep1')])('lapses with $type before', (event) =>
    given(captured, assignedTo('rep1'), happened(event, inTime)).when(breach()).thenNothing(),
  );
  it.each([disqualified, converted, assignedTo('rep2', '2026-03-09T08:00:00.000Z', 'rep1')])('stays missed after a later $type', (event) =>
    given(captured, assignedTo('rep1'), happened(event, late)).when(breach()).then(breached()),
  );
  it('is each assignee’s own', () =>
    given(captured, assignedTo('rep1'), happened(assignedTo('rep2', '2026-03-09T08:00:00.000Z', 'rep1'), late))
      .when(breach('rep2', '2026-03-09T08:00:00.000Z'))
      .then(breached('rep2', '2026-03-09T08:00:00.000Z')));
  it('was not set when no time was given', () => given(captured, assignedOnce).when(breach()).thenNothing());
});

describe('qualifying a lead', () => {
  it('takes it as MQL on whatever was answered (L105)', () =>
    given(captured)
      .when(qualify('MQL', { need: met(), budget: undefined } as unknown as BantAnswers))
      .then(qualified('MQL', null, { need: met() })));
  it('takes it as SQL when all four questions are answered, met or not (L107, L113)', () => {
    const bant = { ...allMet, budget: unmet };
    return given(captured, qualified('MQL'))
      .when(qualify('SQL', bant))
      .then(qualified('SQL', 'MQL', bant));
  });
  it('refuses an SQL with open questions, naming them', () =>
    given(captured)
      .when(qualify('SQL', { need: met(), timeline: unmet }))
      .thenRefused('BantUnanswered', { as: 'SQL', unanswered: ['budget', 'authority'] }));
  it('refuses a prospect with open questions', () =>
    given(captured)
      .when(qualify('prospect', { need: met() }))
      .thenRefused('BantUnanswered', { as: 'prospect', unanswered: ['budget', 'authority', 'timeline'] }));
  it('refuses a prospect without budget (L208)', () =>
    given(captured)
      .when(qualify('prospect', { ...allMet, budget: unmet }))
      .thenRefused('BantUnmet', { as: 'prospect', unmet: ['budget'] }));
  it('takes a prospect that meets all four (L208)', () =>
    given(captured, qualified('SQL')).when(qualify('prospect')).then(qualified('prospect', 'SQL')));
  it('refuses to go down', () =>
    given(captured, qualified('prospect')).when(qualify('SQL')).thenRefused('QualificationNotAscending', { from: 'prospect', as: 'SQL' }));
  it('refuses the same level on other answers', () =>
    given(captured, qualified('SQL'))
      .when(qualify('SQL', { ...allMet, need: met('since changed') }))
      .thenRefused('QualificationNotAscending'));
  it('does nothing when it is qualified just so', () => given(captured, qualified('SQL')).when(qualify('SQL')).thenNothing());
});

describe('disqualifying a lead (L236)', () => {
  it('records the reason', () => given(captured).when(disqualify('noBudget')).then(disqualified));
  it('does nothing when it was for that reason already', () => given(captured, disqualified).when(disqualify('noBudget')).thenNothing());
  it('refuses another reason afterwards', () =>
    given(captured, disqualified).when(disqualify('noNeed')).thenRefused('LeadDisqualified', { reason: 'noBudget' }));
  it('refuses after the conversion', () =>
    given(captured, assigned, converted).when(disqualify('noNeed')).thenRefused('LeadAlreadyConverted', { opportunityId: 'o1' }));
});

describe('converting a lead (L118)', () => {
  it('makes an SQL an opportunity of its assignee', () => given(captured, assigned, qualified('SQL')).when(convert()).then(converted));
  it('makes a prospect one', () => given(captured, assigned, qualified('prospect')).when(convert()).then(converted));
  it('takes the company as it is known by then', () =>
    given(captured, assigned, qualified('SQL'), {
      type: 'LeadEnriched',
      data: { leadId, changes: [{ field: 'company', from: 'Acme', to: 'Acme AG' }], contactId: 'p2' },
    })
      .when(convert())
      .then({ type: 'LeadConverted', data: { ...converted.data, company: 'Acme AG', contactId: 'p2' } }));
  it('refuses an MQL', () => given(captured, assigned, qualified('MQL')).when(convert()).thenRefused('LeadNotQualified', { level: 'MQL' }));
  it('refuses what was not qualified', () => given(captured, assigned).when(convert()).thenRefused('LeadNotQualified', { level: null }));
  it('refuses while nobody is answerable', () => given(captured, qualified('SQL')).when(convert()).thenRefused('LeadUnassigned'));
  it('does nothing when it was converted just so', () =>
    given(captured, assigned, qualified('SQL'), converted).when(convert()).thenNothing());
  it('refuses a second opportunity', () =>
    given(captured, assigned, qualified('SQL'), converted)
      .when(convert({ opportunityId: 'o2' }))
      .thenRefused('LeadAlreadyConverted', { opportunityId: 'o1' }));
  it.each([call, assign('rep2'), qualify('prospect'), enrich({ need: 'x' })])('leaves nothing else to do on the lead: $type', (command) =>
    given(captured, assigned, qualified('SQL'), converted).when(command).thenRefused('LeadAlreadyConverted'),
  );
});

describe('a lead that was never captured', () => {
  it.each([call, breach(), assign('rep1'), qualify('MQL'), disqualify('noNeed'), convert(), enrich({})])('refuses $type', (command) =>
    given().when(command).thenRefused('LeadUnknown'),
  );
});

describe('any lead', () => {
  const answer = fc.option(fc.record({ met: fc.boolean(), answer: fc.constantFrom('yes', '还没有') }), { nil: undefined });
  const bant = fc.oneof(
    fc.constant(allMet),
    fc.record({ budget: answer, authority: answer, need: answer, timeline: answer }) as fc.Arbitrary<BantAnswers>,
  );
  const word = fc.constantFrom('a', 'b');
  const sometimes = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
  const commands: fc.Arbitrary<AskedOfLead> = fc.oneof(
    fc.record({ company: word, contactId: word, need: sometimes(word), contactName: sometimes(word) }).map(capture),
    fc
      .record({ company: sometimes(word), companySize: sometimes(fc.nat(3)), contactId: sometimes(word), email: sometimes(word) })
      .map(enrich),
    fc
      .tuple(fc.constantFrom('rep1', 'rep2'), fc.constantFrom('active', 'inactive', 'unknown'))
      .map(([to, standing]) => assign(to, standing)),
    fc.constant(call),
    fc.constantFrom('rep1', 'rep2').map((rep) => breach(rep)),
    fc.tuple(fc.constantFrom('MQL', 'SQL', 'prospect'), bant).map(([as, answers]) => qualify(as, answers)),
    fc.constantFrom('noNeed', 'other').map(disqualify),
    fc.record({ opportunityId: word }).map(convert),
  );
  const moves = commands.map(
    (command): Move<Lead, AskedOfLead> =>
      () =>
        command,
  );
  deciderProperties(aLead, moves, {
    newEachTime: ({ type, data }) => type === 'LogLeadContact' || (type === 'EnrichLead' && data.email !== undefined),
    reached: [
      ...['LeadCaptured', 'LeadEnriched', 'LeadAssigned', 'LeadContacted', 'FirstContactSlaBreached', 'LeadQualified', 'LeadConverted'],
      ...['LeadUnknown', 'LeadAlreadyCaptured', 'LeadAlreadyConverted', 'LeadUnassigned', 'AssigneeNotActive'],
      ...['QualificationNotAscending', 'BantUnanswered', 'BantUnmet', 'LeadNotQualified'],
      // The event and the refusal that follows from it have one name.
      'LeadDisqualified',
    ],
  });
});
