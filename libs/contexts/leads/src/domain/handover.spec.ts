import { specification } from '#eventsourcing/testing';
import type { LeadEvent } from '#event-contracts';
import { nameOfDefinition, standardAssignmentRules, type Candidate } from '#rules';
import { aLead, assigningBy, type AskedOfLead } from '../../../../../test/support/known-lead.ts';
import { leadEvents } from '../../../../../test/support/lead-events.ts';

const { given } = specification(aLead);
const leadId = 'l1';
const { captured, assigned, contacted, missed, nurtured, qualified, handedOver, accepted, scored } = leadEvents;
const tomorrow = '2026-06-02T08:00:00.000Z';
const inTwoWorkdays = '2026-06-03T08:00:00.000Z';

const name = { zh: '规则', en: 'rule' };
const assignmentRules = assigningBy({
  ...standardAssignmentRules,
  version: 2,
  rules: [
    { code: 'north', name, when: { territory: ['north'], segment: ['sme'] }, to: { teamId: 'north', by: 'load' } },
    { code: 'turn', name, when: { territory: ['south'] }, to: { teamId: 'south', by: 'roundRobin' } },
    { code: 'retail', name, when: { industry: ['retail'], source: ['web'] }, to: { userId: 'rep4' } },
  ],
  capacity: 10,
});
const rules = nameOfDefinition(assignmentRules);
const having = (...loads: readonly (readonly [userId: string, load: number, lastGivenAt?: string])[]): readonly Candidate[] =>
  loads.map(([userId, load, lastGivenAt]) => ({ userId, load, ...(lastGivenAt !== undefined && { lastGivenAt }) }));
const routing = (rule: string, candidates: readonly Candidate[]) => ({ rules, rule, candidates: [...candidates] });
const among = (candidates: readonly Candidate[]): NonNullable<AskedOfLead['known']> => ({ assignmentRules, candidates });

describe('assigning by rules, territory and load (L105)', () => {
  const assign = (candidates: readonly Candidate[]): AskedOfLead => ({
    type: 'AssignLeadByRules',
    data: { leadId },
    known: among(candidates),
  });
  const northern = captured({ territory: 'north', segment: 'sme', industry: 'retail' });
  const to = (userId: string, rule: string, candidates: readonly Candidate[]): LeadEvent => ({
    type: 'LeadAssigned',
    data: { leadId, from: null, to: userId, contactDueAt: tomorrow, routing: routing(rule, candidates) },
  });
  const three = having(['rep1', 3], ['rep2', 1], ['rep3', 2]);

  it('takes the first rule that fits, and whoever has the fewest open leads; both stand in the event', () =>
    given(northern)
      .when(assign(three))
      .then(to('rep2', 'north', three)));
  it('takes the first by name of equals, in whatever order they come', () => {
    const equals = having(['rep2', 1], ['rep1', 1]);
    given(northern)
      .when(assign(equals))
      .then(to('rep1', 'north', equals));
  });
  it('takes whose turn it is: who was never given one, then whoever waits longest', () => {
    const southern = given(captured({ territory: 'south' }));
    const fresh = having(['rep1', 0, '2026-05-01T00:00:00.000Z'], ['rep2', 9]);
    southern.when(assign(fresh)).then(to('rep2', 'turn', fresh));
    const all = having(['rep1', 0, '2026-05-02T00:00:00.000Z'], ['rep2', 9, '2026-05-01T00:00:00.000Z']);
    southern.when(assign(all)).then(to('rep2', 'turn', all));
  });
  it('gives nobody more than they may have', () => {
    const full = having(['rep1', 10], ['rep2', 11]);
    given(northern).when(assign(full)).thenRefused('NobodyToAssignTo', { rules, rule: 'north' });
  });
  it('gives a lead to whoever covers its territory, where a rule says so, and passes over a lead without one', () => {
    const covered = assigningBy({
      ...standardAssignmentRules,
      version: 2,
      rules: [
        { code: 'covered', name, when: {}, to: { covers: 'territory', by: 'roundRobin' } },
        { code: 'rest', name, when: {}, to: { userId: 'rep4' } },
      ],
    });
    const asked = (candidates: readonly Candidate[]): AskedOfLead => ({
      ...assign(candidates),
      known: { assignmentRules: covered, candidates },
    });
    const by = (userId: string, rule: string, candidates: readonly Candidate[]) => ({
      type: 'LeadAssigned' as const,
      data: {
        ...{ leadId, from: null, to: userId, contactDueAt: tomorrow },
        routing: { rules: nameOfDefinition(covered), rule, candidates: [...candidates] },
      },
    });
    const turn = having(['rep1', 0, '2026-05-02T00:00:00.000Z'], ['rep2', 9, '2026-05-01T00:00:00.000Z']);
    given(northern)
      .when(asked(turn))
      .then(by('rep2', 'covered', turn));
    given(northern)
      .when(asked([]))
      .thenRefused('NobodyToAssignTo', { rules: nameOfDefinition(covered), rule: 'covered' });
    const one = having(['rep4', 5]);
    given(captured())
      .when(asked(one))
      .then(by('rep4', 'rest', one));
  });
  it('goes by each condition of a rule', () => {
    const one = having(['rep4', 5]);
    given(captured({ territory: 'north', industry: 'retail' }))
      .when(assign(one))
      .then(to('rep4', 'retail', one));
  });
  it('refuses where no rule fits, or nobody is there', () => {
    given(captured()).when(assign(three)).thenRefused('NoRuleFits', { rules });
    given(northern).when(assign([])).thenRefused('NobodyToAssignTo', { rules, rule: 'north' });
  });
  it('leaves a lead with whom it was given to', () => given(northern, assigned('rep3')).when(assign(three)).thenNothing());
});

describe('a first contact that was missed (L232)', () => {
  const reassign = (to?: string, known: NonNullable<AskedOfLead['known']> = {}): AskedOfLead => ({
    type: 'ReassignLead',
    data: { leadId, ...(to !== undefined && { to }) },
    known,
  });
  const reclaim: AskedOfLead = { type: 'ReclaimLead', data: { leadId } };
  const missedDueAt = '2026-03-03T08:00:00.000Z';
  const late = given(captured({ industry: 'retail' }), assigned('rep4'), missed('rep4'));

  it('lets the lead be given to someone else, with a time of their own', () =>
    late.when(reassign('rep2')).then({
      type: 'LeadReassigned',
      data: { leadId, from: 'rep4', to: 'rep2', missedDueAt, contactDueAt: tomorrow },
    }));
  it('lets the rules choose, among the others', () => {
    late.when(reassign(undefined, among(having(['rep4', 0])))).thenRefused('NobodyToAssignTo', { rules, rule: 'retail' });
    given(captured({ territory: 'north', segment: 'sme' }), assigned('rep1'), missed('rep1'))
      .when(reassign(undefined, among(having(['rep1', 0], ['rep2', 7]))))
      .then({
        type: 'LeadReassigned',
        data: {
          ...{ leadId, from: 'rep1', to: 'rep2', missedDueAt, contactDueAt: tomorrow },
          routing: routing('north', having(['rep2', 7])),
        },
      });
  });
  it('goes neither to the same person nor to one who is not active', () => {
    late.when(reassign('rep4')).thenRefused('NobodyToAssignTo', { except: 'rep4' });
    late.when(reassign('rep2', { named: 'inactive' })).thenRefused('AssigneeNotActive', { userId: 'rep2', standing: 'inactive' });
  });
  it('takes the lead back to the pool', () =>
    late.when(reclaim).then({ type: 'LeadReclaimed', data: { leadId, from: 'rep4', missedDueAt } }));
  it('leaves nobody answerable then', () =>
    given(captured(), assigned(), missed(), { type: 'LeadReclaimed', data: { leadId, from: 'rep1', missedDueAt } })
      .when({ type: 'LogLeadContact', data: { leadId, channel: 'call', direction: 'outbound', effective: true } })
      .thenRefused('LeadUnassigned'));
  it.each([
    ['nothing was due yet', [assigned()]],
    ['the contact was made after all', [assigned(), missed(), contacted()]],
    ['it was missed by someone before', [assigned('rep1'), assigned('rep2'), missed('rep1')]],
  ])('takes a lead from nobody while %s', (_, history) => {
    given(captured(), ...history)
      .when(reclaim)
      .thenRefused('FirstContactNotMissed');
    given(captured(), ...history)
      .when(reassign('rep3'))
      .thenRefused('FirstContactNotMissed');
  });
});

describe('handing over (L105, L107)', () => {
  const handOver = (to = 'rep1', known: NonNullable<AskedOfLead['known']> = { userId: 'mia' }): AskedOfLead => ({
    type: 'HandOverLead',
    data: { leadId, to, brief: 'planning' },
    known,
  });
  const accept = (userId = 'rep1'): AskedOfLead => ({ type: 'AcceptLead', data: { leadId }, known: { userId } });
  const reject = (userId = 'rep1'): AskedOfLead => ({ type: 'RejectLead', data: { leadId, reason: 'incomplete' }, known: { userId } });
  const giveBack: AskedOfLead = { type: 'ReturnLead', data: { leadId, reason: 'notReady', note: 'call in autumn' } };
  const mql = [captured(), qualified('MQL')];
  const handed = given(...mql, scored(65), handedOver(), assigned());
  const taken = [...mql, handedOver(), assigned(), accepted(), qualified('SQL', 'MQL')];

  it('makes the one who receives an MQL answerable for it', () =>
    given(...mql)
      .when(handOver())
      .then(handedOver('rep1', 'mia', inTwoWorkdays), assigned('rep1', tomorrow)));
  it('only says so to someone who is answerable already', () =>
    given(...mql, assigned())
      .when(handOver())
      .then(handedOver('rep1', 'mia', inTwoWorkdays)));
  it('hands over once', () => handed.when(handOver()).thenNothing());
  it.each([
    [[captured()], null],
    [[captured(), qualified('SQL')], 'SQL'],
  ] as const)('hands over MQLs only: %#', (history, level) =>
    given(...history)
      .when(handOver())
      .thenRefused('LeadNotMql', { level }),
  );
  it('hands over nothing that is being nurtured, and nothing to who is not there', () => {
    given(...mql, nurtured())
      .when(handOver())
      .thenRefused('LeadInNurture');
    given(...mql)
      .when(handOver('rep1', { named: 'unknown' }))
      .thenRefused('AssigneeNotActive');
  });

  it('is accepted with need, contacts and score; only then the lead is an SQL (L107)', () =>
    handed
      .when(accept())
      .then(
        { type: 'LeadSalesAccepted', data: { leadId, by: 'rep1', brief: 'planning', contacts: ['p1'], score: 65 } },
        { type: 'LeadQualified', data: { leadId, from: 'MQL', as: 'SQL', bant: {} } },
      ));
  it('makes nothing an SQL before', () =>
    handed.when({ type: 'QualifyLead', data: { leadId, as: 'SQL', bant: {} } }).thenRefused('HandOverNotAccepted', { to: 'rep1' }));
  it('is answered by the one to whom it was made', () => {
    handed.when(accept('rep2')).thenRefused('NotHandedToYou', { to: 'rep1' });
    handed.when(reject('rep2')).thenRefused('NotHandedToYou', { to: 'rep1' });
    given(...mql)
      .when(accept())
      .thenRefused('NothingHandedOver');
  });
  it('is not accepted without a way to reach anybody', () =>
    given(captured({ contactKeys: [] }), qualified('MQL'), handedOver(), assigned())
      .when(accept())
      .thenRefused('ContactUnknown', { contactId: 'p1' }));
  it('is accepted once', () =>
    given(...taken)
      .when(accept())
      .thenNothing());
  it('is rejected for a stated reason, and belongs to marketing again (L236)', () => {
    handed.when(reject()).then({ type: 'LeadSalesRejected', data: { leadId, by: 'rep1', reason: 'incomplete', contactId: 'p1' } });
    given(...mql, handedOver(), assigned(), {
      type: 'LeadSalesRejected',
      data: { leadId, by: 'rep1', reason: 'incomplete', contactId: 'p1' },
    })
      .when(handOver('rep2'))
      .then(handedOver('rep2', 'mia', inTwoWorkdays), assigned('rep2', tomorrow));
  });
  it('is not rejected after it was accepted', () =>
    given(...taken)
      .when(reject())
      .thenRefused('HandOverAccepted', { by: 'rep1' }));
  it('is given back for a stated reason, as an MQL (L236)', () =>
    given(...taken)
      .when(giveBack)
      .then({
        type: 'LeadReturnedToMarketing',
        data: {
          ...{ leadId, from: 'rep1', reason: 'notReady', levelFrom: 'SQL', levelTo: 'MQL' },
          ...{ contactId: 'p1', note: 'call in autumn' },
        },
      }));
  it('is given back only by who has it, and not instead of an answer', () => {
    given(captured()).when(giveBack).thenRefused('LeadUnassigned');
    handed.when(giveBack).thenRefused('HandOverNotAccepted');
  });
  it('does not outlast its going to someone else', () =>
    given(...taken, assigned('rep2'))
      .when(accept('rep1'))
      .thenRefused('NothingHandedOver'));
});
