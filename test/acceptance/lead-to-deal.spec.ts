import { randomUUID } from 'node:crypto';
import { verifyConsistency, verifyInclusion } from '#ledger';
import { accepted, refused } from '../support/attempted.ts';
import { runningApp, withStaff, type Answer, type RunningApp } from '../support/running-app.ts';

let running: RunningApp;
beforeAll(async () => {
  running = await withStaff(await runningApp());
}, 120_000);
afterAll(() => running?.stop());

const money = (minor: number) => ({ minor, currency: 'CNY' });
const yes = { met: true, answer: 'yes' };
const bant = { budget: yes, authority: yes, need: yes, timeline: yes };

/** Until the process that follows the ledger has opened it. */
const opened = async (opportunityId: string, position: string): Promise<void> => {
  for (;;) {
    const seen = await running.get(`/v1/opportunities/${opportunityId}`, { as: 'mona', headers: { 'dealtrail-after': position } });
    if (seen.status === 200) return;
    if (seen.status !== 404) throw new Error(seen.text);
  }
};

describe('a lead on its way to a won deal', () => {
  const lead = `lead-${randomUUID()}`;
  const deal = `deal-${randomUUID()}`;
  const onDeal = (path: string, body: object, as = 'rita', headers?: Record<string, string>) =>
    running.post(`/v1/opportunities/${deal}/${path}`, body, { as, ...(headers && { headers }) });

  it('is captured, taken up, contacted and qualified', async () => {
    const captured = accepted(
      await running.post(
        '/v1/leads',
        { leadId: lead, source: 'web', company: 'Acme', contactName: 'Ada Lovelace', email: 'ada@acme.example' },
        { as: 'sdr' },
      ),
    );
    expect(captured.status).toBe(201);
    expect(captured.headers.get('location')).toBe(`/v1/leads/${lead}`);
    expect(captured.headers.get('etag')).toBe('"0"');
    accepted(await running.post(`/v1/leads/${lead}/enrich`, { industry: 'manufacturing', companySize: 120 }, { as: 'sdr' }));
    accepted(await running.post(`/v1/leads/${lead}/assign`, { to: 'rita' }, { as: 'sdr' }));
    accepted(await running.post(`/v1/leads/${lead}/contacts`, { channel: 'call', direction: 'outbound', effective: true }, { as: 'rita' }));
    refused(await running.post(`/v1/leads/${lead}/qualify`, { as: 'SQL', bant: { budget: yes } }, { as: 'rita' }), 'BantUnanswered');
    for (const as of ['MQL', 'SQL', 'prospect']) accepted(await running.post(`/v1/leads/${lead}/qualify`, { as, bant }, { as: 'rita' }));
  });

  it('becomes a deal of the same case, opened by the process that follows', async () => {
    const body = { opportunityId: deal, name: 'Acme planning', expectedAmount: money(1_000_000), expectedSigningDate: '2027-03-31' };
    const converted = accepted(await running.post(`/v1/leads/${lead}/convert`, body, { as: 'rita' }));
    await opened(deal, converted.body.position);
    const seen = await running.get(`/v1/opportunities/${deal}`, { as: 'rita' });
    expect(seen.body).toMatchObject({ ownerId: 'rita', stage: 'S2', status: 'open' });
    expect(seen.body.caseId).toBe(converted.body.caseId);
  });

  it('skips no stage', async () => {
    const answer = refused(await onDeal('advance', { to: 'S5' }), 'StageSkipped');
    expect(answer.body).toMatchObject({ facts: { from: 'S2', to: 'S5' }, liftedBy: ['AdvanceOpportunity to S3'] });
    accepted(await onDeal('advance', { to: 'S3' }));
  });

  it('is not another representative’s, but their manager’s', async () => {
    expect(await onDeal('advance', { to: 'S4' }, 'rolf')).toMatchObject({ status: 403, body: { type: 'urn:dealtrail:problem:denied' } });
    expect(await onDeal('advance', { to: 'S4' }, 'sven')).toMatchObject({ status: 403 });
    accepted(await onDeal('advance', { to: 'S4' }, 'mona'));
  });

  it('answers a second wish for the same with no effect', async () => {
    const again = await onDeal('advance', { to: 'S4' });
    expect(again).toMatchObject({ status: 200, body: { outcome: 'noEffect', events: [] } });
  });

  it('is proposed, forecast, and changed only by who saw its present state', async () => {
    const proposal = accepted(await onDeal('proposals', { proposalId: 'p1', amount: money(950_000), priceFloor: money(900_000) }));
    const stale = await onDeal('forecast', { probability: 70 }, 'rita', { 'if-match': '"0"' });
    expect(stale).toMatchObject({ status: 412, body: { type: 'urn:dealtrail:problem:preconditionFailed' } });
    expect(stale.headers.get('etag')).toBe(proposal.headers.get('etag'));
    accepted(await onDeal('forecast', { probability: 70, category: 'commit' }, 'rita', { 'if-match': proposal.headers.get('etag') ?? '' }));
  });

  it('is won only once both parties have signed', async () => {
    const signature = (party: string) => ({
      contractId: 'c1',
      party,
      signedOn: '2026-11-01',
      amount: money(950_000),
      signatoryId: `${party}-signatory`,
    });
    accepted(await onDeal('advance', { to: 'S5' }));
    refused(await onDeal('win', {}), 'SignatureMissing');
    accepted(await onDeal('signatures', signature('customer'), 'contracts'));
    refused(await onDeal('win', {}), 'SignatureMissing');
    const signed = accepted(await onDeal('signatures', signature('company'), 'contracts'));
    expect(signed.body.events).toEqual(['ContractSignatureRecorded', 'ContractSigned']);
  });

  it('shows the whole story, refusals included, to who may see it', async () => {
    const stages = async () => (await running.get(`/v1/opportunities/${deal}`, { as: 'rita' })).body.stage as string;
    if ((await stages()) === 'S5') accepted(await onDeal('advance', { to: 'S6' }));
    const won = accepted(await onDeal('win', {}));
    const after = { 'dealtrail-after': won.body.position as string };
    const seen = await running.get(`/v1/opportunities/${deal}`, { as: 'rita', headers: after });
    expect(seen.body).toMatchObject({ status: 'won' });
    const history = await running.get(`/v1/deals/${deal}/history`, { as: 'compliance', headers: after });
    expect(history.status).toBe(200);
    expect(history.text).toContain('StageSkipped');
    expect(history.text).toContain('LeadCaptured');
    expect((await running.get(`/v1/deals/${deal}/history`, { as: 'rolf', headers: after })).status).toBe(403);
  });

  it('is provable to an outsider', async () => {
    const proof = await running.get(`/v1/ledger/proofs/inclusion?stream=lead-${lead}&revision=0`, { as: 'compliance' });
    expect(proof.status).toBe(200);
    expect(verifyInclusion(proof.body)).toBe(true);
    expect(verifyInclusion({ ...proof.body, index: proof.body.index + 1 })).toBe(false);
    const grown = await running.get('/v1/ledger/proofs/consistency?from=3', { as: 'compliance' });
    expect(verifyConsistency(grown.body)).toBe(true);
    expect((await running.get('/v1/ledger/proofs/consistency?from=3', { as: 'rita' })).status).toBe(403);
    expect((await running.get('/v1/ledger/proofs/consistency?from=99999999', { as: 'compliance' })).status).toBe(400);
    expect((await running.get('/v1/ledger/proofs/inclusion?stream=lead-x&revision=0', { as: 'compliance' })).status).toBe(404);
  });

  it('is verified, byte by byte, by a job that tells its progress', async () => {
    const started = await running.post('/v1/operations/verify', {}, { as: 'compliance' });
    expect(started.status).toBe(202);
    for (;;) {
      const job = await running.get(`/v1/operations/verify/${started.body.job}`, { as: 'compliance' });
      if (job.body.state === 'running') continue;
      expect(job.body).toMatchObject({ state: 'finished', result: { ok: true, findings: [] } });
      break;
    }
  });

  it('forgets a person whose key is destroyed, and proves all the same', async () => {
    const contact = (await running.app.keeping.store.read(`lead-${lead}`)).map(
      ({ data }) => JSON.parse(data.toString('utf8')) as { contactId?: string },
    )[0]?.contactId;
    const before = await running.get(`/v1/leads/${lead}`, { as: 'rita' });
    expect(before.text).toContain('Ada Lovelace');
    const erase = { legalBasis: 'request of the person' };
    expect((await running.post(`/v1/persons/${contact}/erase`, erase, { as: 'rita' })).status).toBe(403);
    accepted(await running.post(`/v1/persons/${contact}/erase`, erase, { as: 'compliance' }));
    expect((await running.get(`/v1/leads/${lead}`, { as: 'rita' })).text).not.toContain('Ada');
    const again = await running.post(`/v1/persons/${contact}/erase`, erase, { as: 'compliance' });
    expect(again.body.outcome).toBe('noEffect');
    const anew = await running.post('/v1/leads', { source: 'web', company: 'Acme', contactId: contact, contactName: 'Ada' }, { as: 'sdr' });
    expect(anew).toMatchObject({ status: 409, body: { type: 'urn:dealtrail:problem:conflict', reason: 'PersonErased' } });
  });
});

describe('operating read models', () => {
  it('pauses, resumes and rebuilds them', async () => {
    const as = 'operator';
    const states = async () =>
      (await running.get('/v1/operations/projections', { as })).body.projections as {
        name: string;
        state: string;
        live: boolean;
        build: number;
      }[];
    expect((await running.post('/v1/operations/projections/funnel/pause', {}, { as })).status).toBe(200);
    expect((await states()).find(({ name }) => name === 'funnel')).toMatchObject({ state: 'paused' });
    const lead = accepted(await running.post('/v1/leads', { source: 'web', company: 'Late' }, { as: 'sdr' }));
    expect((await running.post('/v1/operations/projections/funnel/resume', {}, { as })).status).toBe(200);
    expect((await running.get('/v1/funnel', { as: 'analyst', headers: { 'dealtrail-after': lead.body.position } })).status).toBe(200);
    const rebuilt = await running.post('/v1/operations/projections/funnel/rebuild', {}, { as });
    expect(rebuilt).toMatchObject({ status: 202, body: { projection: 'funnel' } });
    while (!(await states()).some(({ name, live, build }) => name === 'funnel' && live && build === rebuilt.body.build));
    expect((await running.post('/v1/operations/projections/nonsense/rebuild', {}, { as })).status).toBe(404);
    expect((await running.get('/v1/operations/projections', { as: 'rita' })).status).toBe(403);
    expect((await running.get('/v1/operations/parked', { as })).body).toEqual({ parked: [] });
  });
});

describe('importing in batches', () => {
  const provenance = { source: 'crm', sourceFileHash: 'a'.repeat(64), row: 1 };
  const claim = { ...provenance, opportunityId: 'imp-1', externalId: 'X1', claimedStage: 'Won', businessTime: 'unknown' };
  const outcome = { ...provenance, opportunityId: 'imp-1', claimed: 'won', value: money(5), businessTime: 'unknown' };
  const items = [
    { key: 'k1', type: 'ImportOpportunity', data: claim },
    { key: 'k2', type: 'ImportOutcome', data: outcome },
    { key: 'k3', type: 'ImportAccount', data: { ...provenance, accountId: 'acc-1', name: 'Acme' } },
    { key: 'k4', type: 'ImportAccount', data: { ...provenance, accountId: 'bad id', name: 'Acme', extra: 1 } },
  ];

  it('answers each item by itself, in order, and the same again', async () => {
    const first = await running.post('/v1/imports/batch', { items }, { as: 'operator' });
    expect(first.status).toBe(200);
    expect(first.body.answers.map(({ status }: { status: number }) => status)).toEqual([200, 200, 200, 400]);
    expect(first.body.answers[3].problem.errors.map(({ field }: { field: string }) => field)).toEqual(
      expect.arrayContaining(['data.accountId', 'data.extra']),
    );
    const second = await running.post('/v1/imports/batch', { items }, { as: 'operator' });
    const bare = (answer: Answer) => answer.body.answers.slice(0, 3).map(({ repeated, ...rest }: { repeated: boolean }) => rest);
    expect(bare(second)).toEqual(bare(first));
    expect(second.body.answers.slice(0, 3).every(({ repeated }: { repeated: boolean }) => repeated)).toBe(true);
  });

  it('is not for representatives', async () => {
    const answer = await running.post('/v1/imports/batch', { items: items.slice(0, 1) }, { as: 'rita' });
    expect(answer.body.answers[0]).toMatchObject({ status: 403 });
  });
});
