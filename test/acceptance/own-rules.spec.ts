import { randomUUID } from 'node:crypto';
import { hashOf, salesProc003v1, type ProcessContents } from '#rules';
import { bantWithSponsor } from '../support/forms.ts';
import { accepted, refused } from '../support/attempted.ts';
import { withMembers } from '../support/members.ts';
import { publishDefinition, rulemakers } from '../support/rulemaking.ts';
import { runningApp, withStaff, type Answer, type RunningApp } from '../support/running-app.ts';

let running: RunningApp;
beforeAll(async () => {
  running = await withMembers(await withStaff(await runningApp()), { ...rulemakers, mia: 'MARKETING' });
}, 120_000);
afterAll(() => running?.stop());

const publish = (kind: string, contents: { readonly id: string }) => publishDefinition(running, kind, contents);

/** Until it is there. */
const eventually = async (path: string, as: string): Promise<Answer> => {
  for (;;) {
    const answer = await running.get(path, { as });
    if (answer.status === 200) return answer;
    if (answer.status !== 404) throw new Error(answer.text);
  }
};

const expected = { name: 'Acme planning', expectedAmount: { minor: 1_000_000, currency: 'CNY' }, expectedSigningDate: '2027-03-31' };

describe('a process of the company’s own that says who may let a lead pass', () => {
  const exit = { criterion: 'leadScreened/1', override: ['SALES_MANAGER' as const] };
  const own: ProcessContents = {
    ...{ ...salesProc003v1, id: 'OWN', version: 1 },
    stages: salesProc003v1.stages.map((stage) => (stage.code === 'S1' ? { ...stage, exit } : stage)),
  };
  const lead = `lead-${randomUUID()}`;
  const onLead = (path: string, body: object, as: string) => running.post(`/v1/leads/${lead}/${path}`, body, { as });
  const pass = { criterion: 'leadScreened/1', reason: 'A customer of the group, screened there last year.' };
  const deal = `deal-${randomUUID()}`;
  const convert = () => onLead('convert', { ...expected, opportunityId: deal }, 'rita');

  it('lets whom it names, on a lead of their team’s, and keeps it in the record of the conversion', async () => {
    await publish('process', own);
    accepted(
      await running.post(
        '/v1/leads',
        { leadId: lead, source: 'web', company: 'Acme', email: 'a@acme.example', process: 'OWN' },
        { as: 'mia' },
      ),
    );
    accepted(await onLead('qualify', { as: 'MQL' }, 'mia'));
    accepted(await onLead('hand-over', { to: 'rita', brief: 'Planning' }, 'mia'));
    const { body } = accepted(await onLead('accept', {}, 'rita'));
    expect(refused(await convert(), 'GateNotPassed').body.liftedBy).toEqual(['ScreenLead', 'OverrideLeadCriterion']);
    const worklist = await running.get('/v1/worklists/leads', { as: 'rita', headers: { 'dealtrail-after': body.position } });
    expect(worklist.body.items).toMatchObject([{ needs: [{ criterion: 'leadScreened/1', overridableBy: { roles: [] } }] }]);

    for (const as of ['rita', 'sven', 'sdr']) expect(await onLead('overrides', pass, as)).toMatchObject({ status: 403 });
    refused(await onLead('overrides', { ...pass, criterion: 'bantMet/1' }, 'mona'), 'CriterionNotAsked');
    expect(await onLead('overrides', { criterion: pass.criterion }, 'mona')).toMatchObject({ status: 400 });
    expect(accepted(await onLead('overrides', pass, 'mona')).body.events).toEqual(['LeadCriterionOverridden']);
    accepted(await convert());
    const history = await eventually(`/v1/deals/${deal}/history`, 'compliance');
    expect(history.text).toContain('"result":"overridden"');
    expect(history.text).toContain(pass.reason);
  });
});

describe('a form of the company’s own that asks more than its method (L113, L208)', () => {
  const [lead, deal] = [`lead-${randomUUID()}`, `deal-${randomUUID()}`];
  const { contents } = bantWithSponsor();
  const name = `BANT@2#${hashOf(contents)}`;
  const asks = contents.elements.map(({ code }) => code);
  const four = asks.slice(0, 4);
  const onLead = (path: string, body: object, as = 'rita') => running.post(`/v1/leads/${lead}/${path}`, body, { as });
  const onDeal = (path: string, body: object) => running.post(`/v1/opportunities/${deal}/${path}`, body, { as: 'rita' });
  const leadAnswer = (question: string) => onLead('bant', { question, met: true, answer: 'They told us.' });
  const dealAnswer = (element: string) =>
    onDeal('qualification-answers', { framework: 'BANT', element, met: true, answer: 'They told us.' });

  beforeAll(async () => {
    accepted(await running.post('/v1/leads', { leadId: lead, source: 'web', company: 'Globex', email: 'g@globex.example' }, { as: 'mia' }));
    accepted(await onLead('assign', { to: 'rita' }, 'sdr'));
    const body = { ...expected, opportunityId: deal, company: 'Initech' };
    accepted(await running.post('/v1/opportunities', body, { as: 'rita' }));
  });

  it('is not asked before it is published', async () => {
    expect(refused(await leadAnswer('sponsor'), 'QuestionUnknown').body.facts).toMatchObject({ question: 'sponsor', asks: four });
    expect(refused(await dealAnswer('sponsor'), 'QuestionUnknown').body.facts).toMatchObject({ element: 'sponsor', asks: four });
  });

  it('is asked of leads and deals from its publication on', async () => {
    for (const question of four.slice(1)) accepted(await leadAnswer(question));
    await publish('qualificationForm', contents);
    accepted(await leadAnswer('budget'));
    expect(refused(await onLead('qualify', { as: 'SQL' }), 'BantUnanswered').body.facts).toMatchObject({ unanswered: ['sponsor'] });
    accepted(await leadAnswer('sponsor'));
    accepted(await onLead('qualify', { as: 'SQL' }));
    expect(refused(await dealAnswer('champion'), 'QuestionUnknown').body.facts).toMatchObject({ form: name, asks });
    const { body } = accepted(await dealAnswer('sponsor'));
    const history = await running.get(`/v1/deals/${deal}/history`, { as: 'compliance', headers: { 'dealtrail-after': body.position } });
    expect(history.body.items).toContainEqual(
      expect.objectContaining({ type: 'QualificationAssessed', data: expect.objectContaining({ form: name, questions: 5, answered: 1 }) }),
    );
  });
});
