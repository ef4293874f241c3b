import { randomUUID } from 'node:crypto';
import { accepted, refused } from '../support/attempted.ts';
import { withMembers } from '../support/members.ts';
import { runningApp, withStaff, type Answer, type RunningApp } from '../support/running-app.ts';

let running: RunningApp;
beforeAll(async () => {
  running = await withMembers(await withStaff(await runningApp()), { mia: 'MARKETING' });
}, 120_000);
afterAll(() => running?.stop());

const changedNothing = (answer: Answer) => expect(answer).toMatchObject({ status: 200, body: { outcome: 'noEffect', events: [] } });
const money = (minor: number) => ({ minor, currency: 'CNY' });

/** Until it is so. */
const eventually = async (path: string, as: string, so: (body: Answer['body']) => boolean): Promise<Answer['body']> => {
  for (;;) {
    const { body, text, status } = await running.get(path, { as });
    if (status !== 200 && status !== 404) throw new Error(text);
    if (status === 200 && so(body)) return body;
  }
};

describe('a campaign’s lead on its way to a deal (L18–L25, L98–L118, L215–L240)', () => {
  const [campaign, lead, twin, deal] = ['campaign', 'lead', 'twin', 'deal'].map((kind) => `${kind}-${randomUUID()}`);
  const onCampaign = async (path: string, body: object = {}): Promise<readonly string[]> =>
    accepted(await running.post(`/v1/campaigns/${campaign}/${path}`, body, { as: 'mia' })).body.events;
  const onLead = (path: string, body: object, as: string, id = lead) => running.post(`/v1/leads/${id}/${path}`, body, { as });
  const leadSeen = (so: (body: Answer['body']) => boolean) => eventually(`/v1/leads/${lead}`, 'mia', so);

  it('begins with a campaign, its content and its costs', async () => {
    const plan = { name: 'Spring', channel: 'online', from: '2026-01-01', to: '2026-12-31' };
    expect(await onCampaign('plan', plan)).toEqual(['CampaignPlanned']);
    expect(await onCampaign('launch')).toEqual(['CampaignLaunched']);
    expect(await onCampaign('contents', { contentId: 'paper', kind: 'whitePaper', title: 'Stocks' })).toEqual(['ContentPublished']);
    await onCampaign('costs', { amount: money(5_000), kind: 'media', incurredOn: '2026-03-01' });
    await onCampaign('downloads', { contentId: 'paper', day: '2026-03-06', count: 40, byLeads: 1 });
    expect(await onCampaign('reports', { reportId: 'r1', summary: 'well read' })).toEqual(['CampaignReportPublished']);
    const traffic = { day: '2026-03-06', source: 'search', visits: 900, visitors: 700 };
    const site = (body: object) => running.post('/v1/websites/www/traffic', body, { as: 'mia' });
    accepted(await site(traffic), 'WebTrafficImported');
    changedNothing(await site(traffic));
    accepted(await running.post('/v1/partners/partner-1/register', { name: 'Example Consulting', kind: 'referral' }, { as: 'mia' }));
  });

  it('goes on with a lead, who is screened, and found again under another name', async () => {
    const known = { source: 'campaign', campaignId: campaign, company: 'Acme Ltd.', email: 'Ada@Acme.example', phone: '+49 30 12345678' };
    accepted(await running.post('/v1/leads', { leadId: lead, need: 'planning', contactName: 'Ada', ...known }, { as: 'mia' }));
    accepted(await onLead('classify', { awareness: 'problemAware', segment: 'standard', territory: 'north' }, 'mia'));
    accepted(await onLead('screen', { sourceValid: true, industryMatch: true, sizeMatch: true }, 'mia'), 'LeadScreened');
    refused(await onLead('invalidate', { reason: 'fabricated' }, 'mia'), 'ScreeningPassed');

    const again = { source: 'web', company: 'Other', email: ' ada@acme.example ' };
    accepted(await running.post('/v1/leads', { leadId: twin, ...again }, { as: 'mia' }));
    const duplicates = await eventually(`/v1/leads/${lead}/duplicates`, 'mia', ({ items }) => items.length > 0);
    expect(duplicates.items).toMatchObject([{ leadId: twin, matchedBy: ['contact'] }]);
    expect(JSON.stringify(duplicates)).not.toContain('acme.example');
    accepted(await onLead('merge', { into: lead }, 'mia', twin), 'LeadMergedInto');
    refused(await onLead('enrich', { need: 'x' }, 'mia', twin), 'LeadMerged');
    expect((await eventually(`/v1/leads/${lead}/duplicates`, 'mia', ({ items }) => items.length === 0)).items).toEqual([]);
  });

  it('is nurtured, and an MQL as soon as what it does and what is known of it reach the threshold', async () => {
    accepted(await onLead('nurture', { reason: 'notReady' }, 'mia'));
    accepted(await onLead('nurture/touches', { channel: 'webinarInvitation' }, 'mia'));
    refused(await onLead('hand-over', { to: 'rita', brief: 'planning' }, 'mia'), 'LeadNotMql');
    accepted(await onLead('enrich', { industry: 'retail', companySize: 40 }, 'mia'));
    const behaves = (externalId: string, kind: string) => onLead('behaviours', { externalId, kind }, 'mia');
    accepted(await behaves('d1', 'download'));
    accepted(await behaves('w1', 'webinarAttended'));
    changedNothing(await behaves('w1', 'webinarAttended'));
    const seen = await leadSeen(({ level }) => level === 'MQL');
    expect(seen).toMatchObject({ level: 'MQL', nurturedSince: null, screening: 'passed' });
    expect(seen.score).toBeGreaterThanOrEqual(seen.scoreThreshold);
  });

  it('is handed over to sales, refused, handed over again and accepted', async () => {
    accepted(await onLead('hand-over', { to: 'rita', brief: 'planning' }, 'mia'), 'LeadHandedOver', 'LeadAssigned');
    accepted(await onLead('reject', { reason: 'incomplete', note: 'Ada does not answer' }, 'rita'), 'LeadSalesRejected');
    accepted(await onLead('hand-over', { to: 'rita', brief: 'planning, by autumn' }, 'mia'));
    expect((await onLead('accept', {}, 'mia')).status).toBe(403);
    accepted(await onLead('accept', {}, 'rita'), 'LeadSalesAccepted', 'LeadQualified');
    const seen = await leadSeen(({ level }) => level === 'SQL');
    expect(seen).toMatchObject({
      ownerId: 'rita',
      handedOverTo: 'rita',
      salesAcceptedAt: expect.any(String),
      contactDueAt: expect.any(String),
    });
  });

  it('is contacted in time, answers BANT one by one, and is a prospect when all are met', async () => {
    accepted(await onLead('contacts', { channel: 'call', direction: 'outbound', effective: true }, 'rita'));
    for (const question of ['budget', 'authority', 'need']) accepted(await onLead('bant', { question, met: true, answer: 'yes' }, 'rita'));
    accepted(await onLead('bant', { question: 'timeline', met: false, answer: 'not yet' }, 'rita'));
    refused(await onLead('qualify', { as: 'prospect' }, 'rita'), 'BantUnmet');
    accepted(await onLead('bant', { question: 'timeline', met: true, answer: 'by autumn' }, 'rita'));
    accepted(await onLead('purchase-intent', { intent: 'high', decisionChainKnown: true, decisionExpectedBy: '2027-09-30' }, 'rita'));
    accepted(await onLead('qualify', { as: 'prospect' }, 'rita'), 'LeadQualified');
  });

  it('becomes a deal of its segment', async () => {
    const body = { opportunityId: deal, name: 'Acme planning', expectedAmount: money(1_000_000), expectedSigningDate: '2027-09-30' };
    accepted(await onLead('convert', body, 'rita'), 'LeadConverted');
    expect(await eventually(`/v1/opportunities/${deal}`, 'rita', () => true)).toMatchObject({ ownerId: 'rita', status: 'open' });
    const history = await running.get(`/v1/deals/${deal}/history`, { as: 'compliance' });
    for (const type of ['LeadBehaviourRecorded', 'LeadScored', 'LeadSalesRejected', 'LeadSalesAccepted', 'LeadsMerged'])
      expect(history.text).toContain(type);
  });
});
