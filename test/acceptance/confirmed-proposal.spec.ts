import { randomBytes, randomUUID } from 'node:crypto';
import { accepted, refused } from '../support/attempted.ts';
import { runningApp, withStaff, type RunningApp } from '../support/running-app.ts';

let running: RunningApp;
beforeAll(async () => {
  running = await withStaff(await runningApp());
}, 120_000);
afterAll(() => running?.stop());

const money = (minor: number) => ({ minor, currency: 'CNY' });

const tomorrow = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
const today = new Date().toISOString().slice(0, 10);

describe('a deal on its way to the confirmed proposal (L135–L145, L258–L266)', () => {
  const deal = `deal-${randomUUID()}`;
  const on = (path: string, body: object, as = 'rita') => running.post(`/v1/opportunities/${deal}/${path}`, body, { as });
  const attached = async (documentId: string, kind: string) => {
    const sent = await running.send('/v1/documents', randomBytes(100), { as: 'rita', headers: { 'content-type': 'application/pdf' } });
    accepted(await on('documents', { documentId, kind, sha256: sent.body.sha256 }));
  };
  const line = (lineId: string, unitListPrice: object, more: object = {}) => ({
    lineId,
    description: lineId,
    quantity: '3',
    unitListPrice,
    ...more,
  });
  const quote = { quoteId: 'q1', currency: 'CNY', validUntil: tomorrow };
  const lines = [
    line('seats', money(33_333), { discountBp: 1_000 }),
    line('days', money(80_000), { quantity: '2.5', unitNetPrice: money(70_000) }),
  ];
  const sections = ['solution', 'implementationPlan', 'serviceSupport', 'roi'].map((section) => ({ section, text: 'as described' }));

  it('is opened, and those who decide are known', async () => {
    const opening = {
      opportunityId: deal,
      name: 'Acme planning',
      company: 'Acme',
      expectedAmount: money(300_000),
      expectedSigningDate: tomorrow,
    };
    accepted(await running.post('/v1/opportunities', opening, { as: 'rita' }));
    accepted(await on('stakeholders', { stakeholderId: 's1', contactId: 'c-s1', roles: ['decisionMaker'], influence: 5, name: 'Li Gong' }));
    for (const [documentId, kind] of [
      ['d-quote', 'quote'],
      ['d-proposal', 'solutionProposal'],
      ['d-minutes', 'meetingMinutes'],
      ['d-mail', 'customerConfirmation'],
    ] as const)
      await attached(documentId, kind);
  });

  it('is quoted: amounts are reckoned by the server, and costs told to nobody who may not know them', async () => {
    const mixed = [...lines, line('trip', { minor: 1, currency: 'EUR' })];
    refused(await on('quotes', { ...quote, lines: mixed }), 'QuoteLinesUnsound');
    const malformed = await on('quotes', { ...quote, lines: [line('seats', money(1), { quantity: '1e3' })] });
    expect(malformed).toMatchObject({ status: 400, body: { errors: [{ field: 'lines[0].quantity' }] } });
    const unitCosts = [
      { lineId: 'seats', unitCost: 11_111 },
      { lineId: 'days', unitCost: 44_444 },
    ];
    const drafted = accepted(await on('quotes', { ...quote, lines, unitCosts }));
    expect(drafted.body.events).toEqual(['QuoteDrafted']);
    const inTheClear = (await running.app.keeping.store.read(`opportunity-${deal}`)).map(({ data }) => data.toString('utf8')).join('\n');
    expect(inTheClear).toContain('"net":{"currency":"CNY","minor":264999}');
    expect(inTheClear).not.toMatch(/11111|44444|unitCost|margin/);
    const headers = { 'dealtrail-after': drafted.body.position as string };
    const history = (as: string) => running.get(`/v1/deals/${deal}/history?limit=100`, { as, headers });
    expect((await history('rita')).text).not.toContain('margin');
    expect((await history('mona')).text).toContain('"margin":');
  });

  it('is revised, issued as the latest version only, withdrawn and issued anew (L139, L262)', async () => {
    accepted(await on('quotes/revise', { ...quote, lines, paymentDays: 20, reason: 'asked for' }));
    refused(await on('quotes/issue', { quoteId: 'q1', version: 1 }), 'QuoteSuperseded');
    accepted(await on('quotes/issue', { quoteId: 'q1', version: 2, documentId: 'd-quote' }));
    accepted(await on('quotes/withdraw', { quoteId: 'q1', reason: 'the terms were wrong' }));
    accepted(await on('quotes/revise', { ...quote, lines, paymentDays: 30 }));
    accepted(await on('quotes/issue', { quoteId: 'q1', version: 3, documentId: 'd-quote' }));
    refused(await on('quotes/withdraw', { quoteId: 'q9', reason: 'none' }), 'QuoteNotIssued');
  });

  it('is proposed: drafted, revised, due, submitted with the amount of its quote, presented (L138, L258, L260, L262)', async () => {
    accepted(await on('proposals/draft', { proposalId: 'p1', sections: sections.slice(0, 2) }));
    accepted(await on('proposals/revise', { proposalId: 'p1', sections, reason: 'feedback' }));
    accepted(await on('proposals/due-date', { proposalId: 'p1', dueOn: tomorrow }));
    refused(await on('proposals', { proposalId: 'p1', quoteId: 'q1', amount: money(1) }), 'AmountsDiffer');
    const submitted = accepted(await on('proposals', { proposalId: 'p1', quoteId: 'q1', documentId: 'd-proposal', final: true }));
    expect(submitted.body.events).toEqual(['ProposalSubmitted', 'ProposalCompletenessChecked']);
    accepted(
      await on('proposals/presentations', { proposalId: 'p1', audience: ['decisionMakers'], stakeholderIds: ['s1'], presentedOn: today }),
    );
  });

  it('is argued for: managers meet, a workshop is held, objections are answered (L43, L140, L141, L261)', async () => {
    const meeting = { heldOn: today, stakeholderIds: ['s1'], ourUserIds: ['rita', 'mona'], minutesDocumentId: 'd-minutes' };
    refused(await on('executive-meetings', { ...meeting, ourUserIds: ['stranger'] }), 'NotOnFile');
    accepted(await on('executive-meetings', meeting));
    accepted(await on('workshops', meeting));
    accepted(await on('objections', { objectionId: 'o1', category: 'sla', description: 'four hours at most', stakeholderId: 's1' }));
    accepted(await on('objections/resolve', { objectionId: 'o1', how: 'a spare node' }));
  });

  it('is confirmed by the customer, and a second person bears it out (L142, L144)', async () => {
    const confirmation = {
      confirmationId: 'c1',
      scope: ['solution', 'quote'],
      form: 'writtenEmail',
      stakeholderId: 's1',
      confirmedOn: today,
    };
    accepted(await on('confirmations', { ...confirmation, proposalId: 'p1', quoteId: 'q1', documentId: 'd-mail' }));
    refused(await on('confirmations/witness', { confirmationId: 'c1' }), 'OwnDeal');
    accepted(await on('confirmations/witness', { confirmationId: 'c1', note: 'I was there' }, 'mona'));
  });

  it('has its forecast confirmed by its owner, and nobody else’s (L186)', async () => {
    expect(await on('forecast/confirm', { period: 'week' }, 'rolf')).toMatchObject({ status: 403 });
    const confirmed = accepted(await on('forecast/confirm', { period: 'week', probability: 60, reason: 'confirmed' }));
    expect(confirmed.body.events).toEqual(['ForecastRevised', 'OpportunityForecastConfirmed']);
    expect(await on('forecast/confirm', { period: 'week' })).toMatchObject({ status: 200, body: { outcome: 'noEffect' } });
    accepted(await on('forecast/confirm', { period: 'month' }));
  });

  it('is let go, taken up again, and lost with its lessons', async () => {
    accepted(await on('abandon', { reason: 'customerPostponed', resumeOn: tomorrow }));
    refused(await on('advance', { to: 'S3' }), 'OpportunityNotOpen');
    accepted(await on('reopen', { reason: 'the budget came back' }));
    const lost = accepted(await on('lose', { reason: 'competitor', competitor: 'Kestrel', lessons: 'ask earlier' }));
    const after = { 'dealtrail-after': lost.body.position as string };
    const seen = await running.get(`/v1/opportunities/${deal}`, { as: 'rita', headers: after });
    expect(seen.body).toMatchObject({ status: 'lost', abandonReason: null, proposals: [{ proposalId: 'p1', amount: money(264_999) }] });
    const history = await running.get(`/v1/deals/${deal}/history?limit=100`, { as: 'compliance', headers: after });
    for (const type of ['QuoteIssued', 'CustomerConfirmationWitnessed', 'OpportunityAbandoned', 'OpportunityReopened'])
      expect(history.text).toContain(type);
  });
});

describe('an imported deal that is still open', () => {
  const deal = `imp-${randomUUID()}`;
  const provenance = { source: 'crm', sourceFileHash: 'a'.repeat(64), row: 1, opportunityId: deal };
  const claim = { ...provenance, externalId: 'X1', claimedStage: 'Engaging', account: 'Kestrel', businessTime: 'unknown' };
  const adoption = { name: 'Kestrel: planning', company: 'Kestrel', expectedAmount: money(100), expectedSigningDate: tomorrow };
  const adopt = (body: object, as: string) => running.post(`/v1/opportunities/${deal}/adopt`, body, { as });

  it('is adopted by those who may, for someone who works on it from the first stage on', async () => {
    const batch = { items: [{ key: 'k1', type: 'ImportOpportunity', data: claim }] };
    expect((await running.post('/v1/imports/batch', batch, { as: 'operator' })).body.answers).toMatchObject([{ status: 200 }]);
    const answer = refused(await running.post(`/v1/opportunities/${deal}/advance`, { to: 'S3' }, { as: 'rita' }), 'ImportedNotAdopted');
    expect(answer.body.liftedBy).toEqual(['AdoptImportedOpportunity']);
    expect(await adopt({ ...adoption, ownerId: 'rita' }, 'rita')).toMatchObject({ status: 403 });
    expect(await adopt({ ...adoption, ownerId: 'rita' }, 'sven')).toMatchObject({ status: 403 });
    refused(await adopt({ ...adoption, ownerId: 'rita', process: 'NONE' }, 'mona'), 'ProcessNotInForce');
    const adopted = accepted(await adopt({ ...adoption, ownerId: 'rita' }, 'mona'));
    const headers = { 'dealtrail-after': adopted.body.position as string };
    const seen = await running.get(`/v1/opportunities/${deal}`, { as: 'rita', headers });
    expect(seen.body).toMatchObject({
      ...{ origin: 'governed', status: 'open', stage: 'S2', ownerId: 'rita', company: 'Kestrel' },
      claims: { stage: 'Engaging', account: 'Kestrel' },
    });
    accepted(await running.post(`/v1/opportunities/${deal}/advance`, { to: 'S3' }, { as: 'rita' }));
  });
});
