import { specification } from '#eventsourcing/testing';
import { nameOfDefinition, standardScoring } from '#rules';
import { aLead, scoringBy, type AskedOfLead } from '../../../../../test/support/known-lead.ts';
import { leadEvents } from '../../../../../test/support/lead-events.ts';

const { given } = specification(aLead);
const leadId = 'l1';
const { captured, assigned, did, nurtured, qualified, answered } = leadEvents;
const wakeAt = '2026-09-01T08:00:00.000Z';

describe('the nurture pool (L23, L104)', () => {
  const enter = (more: object = {}): AskedOfLead => ({ type: 'EnterNurture', data: { leadId, reason: 'notReady', ...more } });
  const touch: AskedOfLead = { type: 'TouchNurturedLead', data: { leadId, touchId: 't1', channel: 'webinarInvitation' } };
  const exit: AskedOfLead = { type: 'ExitNurture', data: { leadId, because: 'ready' } };
  const wake = (at = wakeAt): AskedOfLead => ({ type: 'WakeNurturedLead', data: { leadId, wakeAt: at } });

  it('takes a lead in until a time', () => given(captured()).when(enter({ wakeAt })).then(nurtured()));
  it('looks at it again after 90 days where nothing is said: default, not policy', () =>
    given(captured()).when(enter()).then(nurtured('2026-08-30T08:00:00.000Z')));
  it('does nothing when the lead is in it just so', () => given(captured(), nurtured()).when(enter()).thenNothing());
  it('refuses a time that is past', () =>
    given(captured())
      .when(enter({ wakeAt: '2026-05-01T08:00:00.000Z' }))
      .thenRefused('WakeNotAhead'));
  it('keeps in touch', () =>
    given(captured(), nurtured())
      .when(touch)
      .then({ type: 'LeadNurtureTouched', data: { leadId, touchId: 't1', channel: 'webinarInvitation' } }));
  it('touches nobody outside it', () => given(captured()).when(touch).thenRefused('LeadNotInNurture'));
  it('lets a lead out that is ready', () =>
    given(captured(), nurtured())
      .when(exit)
      .then({ type: 'LeadNurtureExited', data: { leadId, because: 'ready' } }));
  it('has nobody to let out twice', () => given(captured()).when(exit).thenNothing());
  it('wakes a lead when its time has come', () =>
    given(captured(), nurtured())
      .when(wake())
      .then({ type: 'LeadNurtureExited', data: { leadId, because: 'wakeUp' } }));
  it('wakes no lead that was put back until later, or taken out', () => {
    given(captured(), nurtured()).when(wake('2026-08-01T08:00:00.000Z')).thenNothing();
    given(captured()).when(wake()).thenNothing();
  });
});

describe('behaviour of a lead (L19, L20, L105)', () => {
  const record = (kind: 'download' | 'siteVisited', externalId = 'x1'): AskedOfLead => ({
    type: 'RecordLeadBehaviour',
    data: { leadId, externalId, kind },
  });
  it('is recorded', () => given(captured()).when(record('download')).then(did('download')));
  it('is recorded once, whichever system says it again', () => given(captured(), did('download')).when(record('download')).thenNothing());
  it('is refused under an id that says something else', () =>
    given(captured(), did('download')).when(record('siteVisited')).thenRefused('StatedOtherwise', { externalId: 'x1' }));
});

describe('what is said and shared (L21, L22, L233)', () => {
  it('keeps which insights a lead was given', () =>
    given(captured())
      .when({ type: 'ShareInsight', data: { leadId, insightId: 'i1', topic: 'stocks', channel: 'email' } })
      .then({ type: 'InsightShared', data: { leadId, insightId: 'i1', topic: 'stocks', channel: 'email' } }));
  it('keeps which pains it has', () =>
    given(captured())
      .when({ type: 'RecordLeadPainPoint', data: { leadId, painPointId: 'p1', description: 'late', scope: 'general' } })
      .then({ type: 'LeadPainPointRecorded', data: { leadId, painPointId: 'p1', description: 'late', scope: 'general' } }));
});

describe('scoring a lead (L25, L105)', () => {
  const named = { zh: '规则', en: 'rule' };
  const rule = { name: named, points: 10 };
  const contents = {
    ...standardScoring,
    behaviour: [
      { ...rule, code: 'd', signal: 'download', atMost: 25 },
      { ...rule, code: 'a', signal: 'attendance', points: 15 },
      { ...rule, code: 'v', signal: 'visit', halfLifeDays: 10 },
      { ...rule, code: 'r', signal: 'reply', points: 20 },
    ],
    completeness: [
      { code: 'c', name: named, field: 'company', points: 5 },
      { code: 'e', name: named, field: 'email', points: 10 },
      { code: 'n', name: named, field: 'need', points: 15 },
    ],
    mqlThreshold: 60,
    scale: 100,
  };
  const model = scoringBy(contents);
  const score = (known: AskedOfLead['known'] = {}): AskedOfLead => ({
    type: 'ScoreLead',
    data: { leadId },
    known: { scoringModel: model, ...known },
  });
  const points = (behaviour: number, completeness: number, more: object = {}) => ({
    type: 'LeadScored' as const,
    data: {
      ...{ leadId, model: nameOfDefinition(model), behaviour, completeness, total: behaviour + completeness },
      ...{ threshold: 60, reachedMql: behaviour + completeness >= 60, ...more },
    },
  });
  const known = captured({ contactDetails: ['email'] });
  const busy = [did('download', 'x1'), did('webinarAttended', 'x2'), did('eventAttended', 'x3')];

  it('reckons behaviour and completeness by the model in force', () => {
    given(known, did('download')).when(score()).then(points(10, 30));
    given(captured()).when(score()).then(points(0, 20));
  });
  it('counts no more of one kind than the model says, and nothing for an invitation', () =>
    given(known, ...['a', 'b', 'c', 'd'].map((id) => did('download', id)), did('eventInvited', 'e'))
      .when(score())
      .then(points(25, 30)));
  it('lets what is longer ago count for less: a half after ten days, a quarter after twenty', () => {
    const visited = given(captured(), { ...did('siteVisited'), occurredAt: '2026-05-02T08:00:00.000Z' });
    visited.when(score({ at: '2026-05-12T08:00:00.000Z' })).then(points(5, 20));
    visited.when(score({ at: '2026-05-22T08:00:00.000Z' })).then(points(3, 20));
    visited.when(score({ at: '2026-05-01T08:00:00.000Z' })).then(points(0, 20));
  });
  it('counts that the customer got in touch', () =>
    given(captured(), assigned(), {
      type: 'LeadContacted',
      data: { leadId, channel: 'call', direction: 'inbound', effective: true, first: true, contactId: 'p1' },
    })
      .when(score())
      .then(points(20, 20)));
  it('never shows more than the model’s scale', () =>
    given(known, ...['a', 'b', 'c', 'd', 'e'].map((id) => did('eventAttended', id)), qualified('MQL'))
      .when(score())
      .then(points(75, 30, { total: 100 })));
  it('makes a lead at the threshold an MQL, with what was answered so far', () =>
    given(known, answered('need'), ...busy)
      .when(score())
      .then(points(40, 30), {
        type: 'LeadQualified',
        data: { leadId, from: null, as: 'MQL', bant: { need: { met: true, answer: 'as asked' } } },
      }));
  it('takes it out of the nurture pool then', () =>
    given(known, nurtured(), ...busy)
      .when(score())
      .then(points(40, 30), qualified('MQL'), { type: 'LeadNurtureExited', data: { leadId, because: 'mql' } }));
  it('qualifies nobody twice', () =>
    given(known, ...busy, qualified('MQL'))
      .when(score())
      .then(points(40, 30)));
  it('does nothing when nothing has changed', () => given(known, points(0, 30)).when(score()).thenNothing());
  it('tells under which model, so that another one scores anew', () => {
    const other = scoringBy({ ...contents, version: 2, mqlThreshold: 10 });
    given(known, points(0, 30))
      .when(score({ scoringModel: other }))
      .then(points(0, 30, { model: nameOfDefinition(other), threshold: 10, reachedMql: true }), qualified('MQL'));
  });
});
