import { hashOf, salesProc003v1, type ProcessContents } from '#rules';
import { accepted, refused } from '../support/attempted.ts';
import { withMembers } from '../support/members.ts';
import { approveDefinition, publishDefinition, rulemakers } from '../support/rulemaking.ts';
import { runningApp, withStaff, type Answer, type RunningApp } from '../support/running-app.ts';

let running: RunningApp;
beforeAll(async () => {
  const more = { both: ['SALES_OPS', 'MANAGEMENT'], dora: 'SALES_DIRECTOR' } as const;
  running = await withMembers(await withStaff(await runningApp({ gates: true })), { ...rulemakers, ...more });
}, 120_000);
afterAll(() => running?.stop());

const command = (path: string, body: object, as: string) => running.post(`/v1/definitions/${path}`, body, { as });
/** Once the read model has the effect of that answer. */
const seen = (path: string, { body }: Answer, as = 'rita') =>
  running.get(`/v1/definitions${path}`, { as, headers: { 'dealtrail-after': body.position } });

describe('the rules that come with the program', () => {
  it('are in force from the first start on, and say that the program approved them itself', async () => {
    const listed = await running.get('/v1/definitions?kind=leadRules', { as: 'rita' });
    expect(listed.body.items).toEqual([
      expect.objectContaining({ id: 'standard', version: 1, status: 'published', decidedAs: 'BOOTSTRAP' }),
    ]);
    const rules = await running.get('/v1/definitions/leadRules/standard/in-force', { as: 'analyst' });
    expect(rules.body).toMatchObject({ contents: { firstContactWithin: { hours: 24 } }, publishedBy: 'dealtrail-bootstrap' });
    expect(rules.body.sha256).toBe(hashOf(rules.body.contents));
    expect(await running.get('/v1/definitions/leadRules/standard/in-force?at=2020-01-01T00:00:00.000Z', { as: 'rita' })).toMatchObject({
      status: 404,
    });
  });
  it('are nobody’s to read without a role', async () => {
    expect(await running.get('/v1/definitions', { as: 'nobody' })).toMatchObject({ status: 403 });
  });
});

describe('a new version of the process', () => {
  const at = 'process/SALES-PROC-003';
  const contents: ProcessContents = {
    ...salesProc003v1,
    version: 3,
    regressing: { by: ['SALES_DIRECTOR'] },
    stages: salesProc003v1.stages.map((stage) =>
      stage.code === 'S2' ? { ...stage, exit: { criterion: 'painsAndObjectivesKnown/1', override: ['SALES_DIRECTOR'] } } : stage,
    ),
  };
  const sha256 = hashOf(contents);

  it('is drafted by sales operations only, and of the form that processes have', async () => {
    expect(await command(`${at}/draft`, { contents }, 'rita')).toMatchObject({ status: 403 });
    const malformed = await command(`${at}/draft`, { contents: { ...contents, stages: [{ code: 's1' }] } }, 'olga');
    expect(malformed.status).toBe(400);
    expect(malformed.body.errors).toContainEqual(expect.objectContaining({ field: 'contents.stages.0.code' }));
    refused(await command(`${at}/draft`, { contents: { ...contents, version: 4 } }, 'olga'), 'VersionNotNext');
    accepted(await command(`${at}/draft`, { contents }, 'olga'));
  });

  it('is approved by management, never by who wrote it, and only as it was read (L191)', async () => {
    refused(await command(`${at}/approve`, { sha256 }, 'max'), 'NotSubmitted');
    refused(await command(`${at}/publish`, {}, 'olga'), 'NotApproved');
    accepted(await command(`${at}/submit`, {}, 'olga'));
    expect(await command(`${at}/approve`, { sha256 }, 'olga')).toMatchObject({ status: 403 });
    refused(await command(`${at}/approve`, { sha256: '0'.repeat(64) }, 'max'), 'ContentsChanged');
    accepted(await command(`${at}/revise`, { contents: { ...contents, notes: [...contents.notes, 'reviewed'] } }, 'both'));
    accepted(await command(`${at}/revise`, { contents }, 'olga'));
    accepted(await command(`${at}/submit`, {}, 'olga'));
    refused(await command(`${at}/approve`, { sha256 }, 'both'), 'OwnDraft');
    accepted(await command(`${at}/approve`, { sha256 }, 'max'));
  });

  it('is in force from its publication on, and says who approved it and when (L85, L192)', async () => {
    refused(await command(`${at}/publish`, { effectiveFrom: '2026-01-01T00:00:00.000Z' }, 'olga'), 'EffectiveInThePast');
    const published = accepted(await command(`${at}/publish`, {}, 'olga'));
    const { body } = await seen('/process/SALES-PROC-003/in-force', published);
    expect(body).toMatchObject({ version: 3, sha256, contents, draftedBy: 'olga', decidedBy: 'max', decidedAs: 'MANAGEMENT' });
    expect(Date.parse(body.reviewDueAt) - Date.parse(body.effectiveFrom)).toBe(365 * 86_400_000);
    expect((await running.get('/v1/definitions/process/SALES-PROC-003/versions/3', { as: 'rita' })).body).toEqual(body);
    expect(await running.get('/v1/definitions/process/SALES-PROC-003/versions/9', { as: 'rita' })).toMatchObject({ status: 404 });
  });

  it('is not published when it names what nobody could work with, with every reason', async () => {
    const unworkable = {
      ...contents,
      version: 4,
      regressing: { by: ['LEGAL'] },
      stages: contents.stages.map((stage) => (stage.code === 'S3' ? { ...stage, exit: { criterion: 'happy/1' } } : stage)),
    };
    await approveDefinition(running, 'process', unworkable);
    const { body } = refused(await command(`${at}/publish`, {}, 'olga'), 'DefinitionInvalid');
    expect(body.facts.faults).toEqual([
      { rule: 'CriterionUnknown', at: 'stages.S3.exit', names: ['happy/1'] },
      { rule: 'RoleHeldByNobody', at: 'regressing.by', names: ['LEGAL'] },
    ]);
  });
});

describe('the standard process', () => {
  it('is the policy’s, and management’s to choose among those in force', async () => {
    const standard = () => running.get('/v1/definitions/standard-process', { as: 'rita' });
    expect((await standard()).body).toMatchObject({ id: 'SALES-PROC-003', version: 3 });
    expect(await command('standard-process', { processId: 'SALES-PROC-003' }, 'olga')).toMatchObject({ status: 403 });
    refused(await command('standard-process', { processId: 'NO-SUCH' }, 'max'), 'ProcessNotInForce');
    const own = { ...salesProc003v1, id: 'OUR-PROCESS' };
    await publishDefinition(running, 'process', own);
    accepted(await command('standard-process', { processId: 'OUR-PROCESS' }, 'max'));
    expect((await standard()).body).toMatchObject({ id: 'OUR-PROCESS', version: 1 });
  });
});

describe('a policy', () => {
  const at = 'policy/SALES-PROC-003';
  it('is interpreted by its department, and acknowledged by those whom it is for (L80, L190)', async () => {
    const question = { question: 'Is a channel deal a deal?', answer: 'It is.' };
    accepted(await command(`${at}/interpret`, question, 'olga'));
    expect(await command(`${at}/interpret`, question, 'max')).toMatchObject({ status: 403 });
    const acknowledged = accepted(await command(`${at}/acknowledge`, {}, 'rita'));
    const { body } = await seen('/policy/SALES-PROC-003/in-force', acknowledged);
    expect(body).toMatchObject({ interpretations: [{ ...question, by: 'olga' }], acknowledgedBy: ['rita'] });
  });
  it('is kept under review, at least yearly (L191, L321)', async () => {
    const reviewed = accepted(await command(`${at}/review`, { outcome: 'keep', note: 'Nothing has changed.' }, 'olga'));
    const { body } = await seen('/policy/SALES-PROC-003/in-force', reviewed);
    expect(body).toMatchObject({ reviewOutcome: 'keep', reviewNote: 'Nothing has changed.', reviewCalled: false });
  });
});
