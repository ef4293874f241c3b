import { builtInAuthority, defaultCalendar, defineProcess, present, salesProc003v1, type UserFacts } from '#rules';
import { gatedProcess } from '../../../../test/support/gated-process.ts';
import { commandsOf, dealOf, rowsOf, salesLedger, type DealCommand } from '../../../../test/support/sales-ledger.ts';
import { crewOf, dealGateOf, dealWorklistProjection, dealWorkOf, isWork, type Crew, type DealWorkRow } from './index.ts';

const { open, advance, regress, expect: expectLikely, sign, win, lose, abandon, reopen } = commandsOf('a');
const opportunityId = 'a';

const users: Readonly<Record<string, UserFacts>> = Object.fromEntries(
  (
    [
      ['rep-1', 'SALES_REP', 'north', true],
      ['boss', 'SALES_MANAGER', null, true],
      ['gone', 'SALES_DIRECTOR', null, false],
    ] as const
  ).map(([userId, role, teamId, active]) => [userId, { userId, roles: [role], teamId, active, userRevision: 1 }]),
);
const authority = async () => builtInAuthority;
const directory = { user: async (userId: string) => users[userId], managersOf: async () => ['boss', 'gone'], authority };

const story = async (...commands: readonly DealCommand[]): Promise<DealWorkRow> => {
  const ledger = salesLedger();
  const deal = dealOf(ledger, 'a');
  for (const command of commands) await deal(command);
  return rowsOf(dealWorklistProjection, ledger.events())[0]!;
};

let crew: Crew;
beforeAll(async () => {
  crew = await crewOf(directory, 'rep-1');
});

/** Opened on 5 January 2026, at 16:00 in Shanghai. */
const lookedAt = (row: DealWorkRow, now: string) => dealWorkOf(row, { process: gatedProcess, calendar: defaultCalendar, crew, now });
const soon = '2026-01-06T08:00:00.000Z';

const pain: DealCommand = {
  type: 'RecordPainPoint',
  data: { opportunityId, painPointId: 'p1', description: 'stock runs out', scope: 'specific', impact: undefined },
};
const objective: DealCommand = {
  type: 'RecordBusinessObjective',
  data: { opportunityId, objectiveId: 'o1', description: 'half the stock', measure: undefined },
};

describe('a deal that is won', () => {
  it('is called what its process calls it, and is not before (L165, L276)', async () => {
    const label = { zh: '已赢单', en: 'Closed won' };
    const labelled = (row: DealWorkRow) =>
      dealWorkOf(row, { process: { ...gatedProcess, wonLabel: label }, calendar: defaultCalendar, crew, now: soon }).wonLabel;
    const steps = [open(), advance('S3'), advance('S4'), advance('S5'), advance('S6'), sign('customer'), sign('company')];
    const won = await story(...steps, win());
    expect([labelled(await story(...steps)), labelled(won), lookedAt(won, soon).wonLabel]).toEqual([null, label, null]);
  });
});

describe('what the gate of a deal still needs', () => {
  it('is told with the commands that supply it, and who may give them', async () => {
    const { needs, gatePassed } = lookedAt(await story(open()), soon);
    expect(gatePassed).toBe(false);
    const supply = { people: ['rep-1', 'boss'], roles: [], rolesOnTeam: expect.arrayContaining(['SALES_REP', 'PRESALES']) as string[] };
    expect(needs).toEqual([
      {
        criterion: 'painsAndObjectivesKnown/1',
        title: { zh: '已识别核心痛点与业务目标', en: 'Core pains and business objectives are identified' },
        policyLines: [114],
        parameters: {},
        result: 'missing',
        spared: false,
        because: null,
        detail: null,
        evidence: [],
        suppliedBy: [
          { command: 'RecordPainPoint', ...supply },
          { command: 'RecordBusinessObjective', ...supply },
        ],
        overridableBy: { people: ['boss'], roles: ['SALES_DIRECTOR'], rolesOnTeam: [] },
      },
    ]);
  });

  it('says why what is there does not suffice', async () => {
    const { needs } = lookedAt(await story(open(), pain), soon);
    expect(needs).toMatchObject([{ result: 'unmet', because: 'noBusinessObjective', evidence: ['event-1'] }]);
  });

  it('can be supplied by whoever is on the deal’s team', async () => {
    const known = { ...directory, user: async (userId: string) => users[userId] ?? { ...users['rep-1']!, userId, roles: ['PRESALES'] } };
    const team = await crewOf(known, 'rep-1', ['pia']);
    const { needs } = dealWorkOf(await story(open()), { process: gatedProcess, calendar: defaultCalendar, crew: team, now: soon });
    expect(needs[0]?.suppliedBy[0]?.people).toEqual(['rep-1', 'pia', 'boss']);
  });

  it('is nothing once it is supplied; the gate tells what it rests on', async () => {
    const row = await story(open(), pain, objective);
    expect(lookedAt(row, soon)).toMatchObject({ gatePassed: true, needs: [] });
    expect(dealGateOf(row, { process: gatedProcess, calendar: defaultCalendar, crew, now: soon })).toMatchObject({
      ...{ stage: 'S2', passed: true, judgedAt: soon, next: { code: 'S3' } },
      criteria: [
        { result: 'met', evidence: ['event-1', 'event-2'], suppliedBy: [], overridableBy: { people: [], roles: [], rolesOnTeam: [] } },
      ],
    });
  });

  it('is nothing of another way than the one that was taken, and the gate tells so', async () => {
    const exit = { any: [{ criterion: 'painsAndObjectivesKnown/1' }, { criterion: 'competitionKnown/1' }] } as const;
    const stages = gatedProcess.stages.map((stage) => (stage.code === 'S2' ? { ...stage, exit } : stage));
    const looking = { process: { ...gatedProcess, stages }, calendar: defaultCalendar, crew, now: soon };
    const row = await story(open(), pain, objective);
    expect(dealWorkOf(row, looking)).toMatchObject({ gatePassed: true, needs: [] });
    expect(dealGateOf(row, looking)).toMatchObject({
      criteria: [
        { result: 'met', spared: false },
        { result: 'missing', spared: true },
      ],
    });
    expect(dealGateOf(await story(open()), looking)).toMatchObject({ passed: false, criteria: [{ spared: false }, { spared: false }] });
  });

  it('names nobody who let it pass on a deal of their own', async () => {
    const bosses = await crewOf({ ...directory, managersOf: async () => [] }, 'boss');
    const { needs } = dealWorkOf(await story(open('boss')), { process: gatedProcess, calendar: defaultCalendar, crew: bosses, now: soon });
    expect(needs[0]?.overridableBy).toEqual({ people: [], roles: ['SALES_DIRECTOR'], rolesOnTeam: [] });
  });

  it('is not known where the process is not', async () => {
    const work = dealWorkOf(await story(open()), { process: undefined, calendar: defaultCalendar, crew, now: soon });
    expect(work).toMatchObject({ gatePassed: null, needs: [], stageName: null, stageDueAt: null });
  });
});

describe('what is due of a deal', () => {
  const until = (validUntil: string): DealCommand => ({
    type: 'SubmitProposal',
    data: {
      opportunityId,
      proposalId: 'p1',
      amount: { minor: 1, currency: 'CNY' },
      validUntil,
      claimedDocumentHash: undefined,
      priceFloor: undefined,
    },
  });

  it('is to leave its stage within the limit of the process (L203)', async () => {
    const row = await story(open());
    const dueAt = '2026-02-04T08:00:00.000Z';
    expect(lookedAt(row, dueAt)).toMatchObject({ stageDueAt: dueAt, dueAt, due: [{ what: 'stageLimit', id: null, dueAt }], overdue: [] });
    expect(lookedAt(row, '2026-02-04T08:00:00.001Z')).toMatchObject({ overdue: ['stageLimit'] });
  });

  describe('its stage, by what was said when it came there (L203)', () => {
    /** Asked at an instant, under a process that gives its first stage 30 days. */
    const at = (instant: string, command: DealCommand, definition = gatedProcess) =>
      [{ ...command, known: { definition, at: instant, roles: ['SALES_MANAGER'] } }, { occurredAt: instant }] as const;
    const course = async (...steps: readonly ReturnType<typeof at>[]): Promise<DealWorkRow> => {
      const ledger = salesLedger();
      const deal = dealOf(ledger, 'a');
      for (const [command, circumstances] of steps) await deal(command, circumstances);
      return rowsOf(dealWorklistProjection, ledger.events())[0]!;
    };
    const begun = [at('2026-01-05T08:00:00.000Z', open()), at('2026-01-05T08:30:00.000Z', pain), at('2026-01-05T09:00:00.000Z', objective)];
    const [back, due] = ['2026-03-02T08:00:00.000Z', '2026-04-01T08:00:00.000Z'];

    it('begins anew with a reopening, as its deadline does', async () => {
      const row = await course(...begun, at('2026-01-20T08:00:00.000Z', lose()), at(back, reopen()));
      expect(lookedAt(row, due)).toMatchObject({ status: 'open', stage: 'S2', stageSince: back, stageDueAt: due, overdue: [] });
      expect(lookedAt(row, back).atRisk).toEqual([]);
    });

    it('begins anew when the deal goes back to it, and ends when it leaves it', async () => {
      const left = [...begun, at('2026-01-20T08:00:00.000Z', advance('S3'))];
      expect(lookedAt(await course(...left), soon)).toMatchObject({ stage: 'S3', stageDueAt: null });
      expect(lookedAt(await course(...left, at(back, regress('S2'))), due)).toMatchObject({
        stage: 'S2',
        stageSince: back,
        stageDueAt: due,
      });
    });

    it.each([
      ['lost', lose()],
      ['abandoned', abandon()],
    ] as const)('ends when the deal is %s, and is said anew with its reopening', async (status, command) => {
      const over = await course(...begun, at('2026-01-20T08:00:00.000Z', command));
      expect(over).toMatchObject({ status, stageDueAt: null, stageSince: '2026-01-05T08:00:00.000Z' });
      expect(lookedAt(over, due)).toMatchObject({ stageDueAt: null, dueAt: null, due: [], overdue: [] });
      expect(await course(...begun, at('2026-01-20T08:00:00.000Z', command), at(back, reopen()))).toMatchObject({ stageDueAt: due });
    });

    it('ends with the win, as its deadline does; what comes after the win has a time of its own', async () => {
      const limits: Readonly<Record<string, { readonly days: number }>> = { S5: { days: 20 }, S6: { days: 10 }, S7: { days: 10 } };
      const limited = defineProcess({
        ...salesProc003v1,
        ...{ id: 'LIMITED', signsAt: 'S5' },
        stages: salesProc003v1.stages.map((stage) => ({ ...stage, ...present({ limit: limits[stage.code] }) })),
      });
      const looked = (row: DealWorkRow) => dealWorkOf(row, { process: limited, calendar: defaultCalendar, crew, now: back });
      const steps = [open(), advance('S3'), advance('S4'), advance('S5'), sign('customer'), sign('company')];
      const signed = steps.map((command) => at('2026-01-05T08:00:00.000Z', command, limited));
      const won = [...signed, at('2026-01-06T08:00:00.000Z', win(), limited)];
      expect(looked(await course(...signed))).toMatchObject({ stageDueAt: '2026-01-25T08:00:00.000Z', overdue: ['stageLimit'] });
      const row = await course(...won);
      expect([row.stageDueAt, looked(row)]).toMatchObject([null, { status: 'won', stage: 'S5', stageDueAt: null, due: [], overdue: [] }]);
      const after = [...won, at('2026-01-07T08:00:00.000Z', advance('S6'), limited)];
      expect(looked(await course(...after))).toMatchObject({
        ...{ status: 'won', stage: 'S6', stageDueAt: '2026-01-17T08:00:00.000Z', overdue: ['stageLimit'] },
      });
      expect(looked(await course(...after, at('2026-01-08T08:00:00.000Z', advance('S7'), limited)))).toMatchObject({
        ...{ status: 'won', stage: 'S7', stageDueAt: null, due: [] },
      });
    });

    it('stays what was said, whatever calendar or process is looked at with', async () => {
      const slower = { ...gatedProcess, stages: gatedProcess.stages.map((stage) => ({ ...stage, limit: { days: 300 } })) };
      const row = await course(...begun, at('2026-01-20T08:00:00.000Z', lose()), at(back, reopen()));
      const { stageDueAt, overdue } = dealWorkOf(row, {
        process: slower,
        calendar: defaultCalendar,
        crew,
        now: '2026-04-01T08:00:00.001Z',
      });
      expect({ stageDueAt, overdue }).toEqual({ stageDueAt: due, overdue: expect.arrayContaining(['stageLimit']) });
    });

    it('is reckoned by the process where nothing was said, from the reopening too, and not of a deal that is over', async () => {
      const ledger = salesLedger();
      const deal = dealOf(ledger, 'a');
      for (const command of [open(), lose()]) await deal(command);
      await deal(reopen(), { occurredAt: back });
      const row = rowsOf(dealWorklistProjection, ledger.events())[0]!;
      expect(row.stageDueAt).toBeNull();
      expect(lookedAt(row, back).stageDueAt).toBe(due);
      expect(lookedAt(await story(open(), lose()), back)).toMatchObject({ stageDueAt: null, due: [] });
    });
  });

  it('is to have an offer accepted while it is good, to the end of its last day (L139)', async () => {
    const row = await story(open(), until('2026-01-20'));
    expect(lookedAt(row, soon).due.map(({ what, dueAt }) => [what, dueAt])).toEqual([
      ['quoteValidity', '2026-01-20T23:59:59.999Z'],
      ['stageLimit', '2026-02-04T08:00:00.000Z'],
    ]);
    expect(lookedAt(row, '2026-01-21T00:00:00.000Z')).toMatchObject({ overdue: ['quoteValidity'], dueAt: '2026-01-20T23:59:59.999Z' });
  });

  it('is to submit a proposal by its day (L145)', async () => {
    const set: DealCommand = {
      type: 'SetProposalDueDate',
      data: { opportunityId, proposalId: 'p1', dueOn: '2026-01-20', reason: undefined },
    };
    const proposals = async (...more: readonly DealCommand[]) =>
      lookedAt(await story(open(), set, ...more), soon).due.filter(({ what }) => what === 'proposal');
    expect(await proposals()).toEqual([{ what: 'proposal', id: 'p1', dueAt: '2026-01-20T23:59:59.999Z' }]);
    expect(await proposals(until('2026-02-20'))).toEqual([]);
  });

  it('is to keep what was promised to the customer, until it is kept, broken or agreed on anew (L10)', async () => {
    const promise = (commitmentId: string, dueAt: string, insteadOf?: string): DealCommand => ({
      type: 'MakeCommitment',
      data: { opportunityId, commitmentId, what: 'a reference call', dueAt, stakeholderId: undefined, insteadOf },
    });
    const [tenth, twelfth] = ['2026-06-10T08:00:00.000Z', '2026-06-12T08:00:00.000Z'];
    const made = [open(), promise('c1', tenth), promise('c2', twelfth)];
    const promised = ({ due }: ReturnType<typeof lookedAt>) => due.filter(({ what }) => what === 'commitment').map(({ id }) => id);
    expect(promised(lookedAt(await story(...made), soon))).toEqual(['c1', 'c2']);
    expect(lookedAt(await story(...made), '2026-06-11T08:00:00.000Z').overdue).toEqual(['stageLimit', 'commitment']);
    const kept: DealCommand = { type: 'FulfillCommitment', data: { opportunityId, commitmentId: 'c1', evidence: undefined } };
    expect(promised(lookedAt(await story(...made, kept), soon))).toEqual(['c2']);
    const broken: DealCommand = { type: 'BreakCommitment', data: { opportunityId, commitmentId: 'c2', reason: 'the reference left' } };
    expect(promised(lookedAt(await story(...made, broken), soon))).toEqual(['c1']);
    expect(promised(lookedAt(await story(...made, promise('c3', twelfth, 'c1')), soon))).toEqual(['c2', 'c3']);
  });

  it('is to have a department take on what it was asked for (L11)', async () => {
    const asked: DealCommand = {
      type: 'RequestCollaboration',
      data: { opportunityId, requestId: 'r1', role: 'PRESALES', need: 'a feasibility study', neededBy: '2026-06-10T08:00:00.000Z' },
    };
    const answered = (response: 'accepted' | 'declined'): DealCommand => ({
      type: 'RespondToCollaboration',
      data: { opportunityId, requestId: 'r1', response, note: undefined },
      known: { userId: 'pia', roles: ['PRESALES'] },
    });
    const open1 = [{ what: 'collaboration', id: 'r1', dueAt: '2026-06-10T08:00:00.000Z' }];
    const asking = async (...more: readonly DealCommand[]) =>
      lookedAt(await story(open(), asked, ...more), soon).due.filter(({ what }) => what === 'collaboration');
    expect(await asking()).toEqual(open1);
    expect(await asking(answered('declined'))).toEqual(open1);
    expect(await asking(answered('accepted'))).toEqual([]);
  });

  it('ends with the deal, but for the stages that a won one has before it', async () => {
    const toSigning = [
      open(),
      until('2026-01-20'),
      advance('S3'),
      advance('S4'),
      advance('S5'),
      advance('S6'),
      sign('customer'),
      sign('company'),
      win(),
    ];
    const won = await story(...toSigning);
    expect(lookedAt(won, '2027-01-01T00:00:00.000Z')).toMatchObject({ due: [], atRisk: [] });
    expect(isWork(won, gatedProcess)).toBe(true);
    expect(isWork(await story(...toSigning, advance('S7')), gatedProcess)).toBe(false);
    expect(isWork(await story(open(), lose()), gatedProcess)).toBe(false);
  });
});

describe('a deal at risk', () => {
  const later = '2026-12-01T08:00:00.000Z';
  const risksAt = (row: DealWorkRow, now: string) => lookedAt(row, now).atRisk.map(({ risk }) => risk);
  const since = (row: DealWorkRow, now = later) => Object.fromEntries(lookedAt(row, now).atRisk.map((each) => [each.risk, each.since]));
  const person = (stakeholderId: string, role: 'decisionMaker' | 'economicBuyer' | 'user'): DealCommand => ({
    type: 'IdentifyStakeholder',
    data: {
      ...{ opportunityId, stakeholderId, contactId: `contact-${stakeholderId}`, roles: [role], influence: 3 },
      ...{
        stance: undefined,
        concerns: undefined,
        name: 'Han Meimei',
        jobTitle: undefined,
        email: undefined,
        phone: undefined,
        note: undefined,
      },
    },
  });

  it('is none as long as all is well', async () => {
    expect(risksAt(await story(open()), soon)).toEqual([]);
  });

  it('is one at which nothing has happened for as long as its process lets it rest', async () => {
    const row = await story(open(), pain);
    expect(risksAt(row, '2026-01-26T09:00:00.000Z')).toEqual([]);
    expect(risksAt(row, '2026-01-26T09:00:00.001Z')).toEqual(['stalled']);
  });

  it('is one that is at its stage too long', async () => {
    const row = await story(open());
    expect(risksAt(row, '2026-02-05T00:00:00.000Z')).toEqual(['stalled', 'overdueStage']);
    expect(since(row)).toMatchObject({ overdueStage: lookedAt(row, later).stageDueAt });
  });

  it('is one whose signing date is over', async () => {
    const row = await story(open('rep-1', 100_000, '2026-01-05'));
    expect(risksAt(row, '2026-01-05T23:59:59.999Z')).toEqual([]);
    expect(risksAt(row, '2026-01-06T00:00:00.000Z')).toEqual(['signingDatePassed']);
  });

  it('is one beyond its first stage at which nobody is known who decides, or no second person', async () => {
    const atRisk = async (...people: readonly DealCommand[]) => risksAt(await story(open(), ...people, advance('S3')), soon);
    expect(risksAt(await story(open()), soon)).toEqual([]);
    expect(await atRisk()).toEqual(['noDecisionMaker', 'singleThreaded']);
    expect(await atRisk(person('s1', 'decisionMaker'))).toEqual(['singleThreaded']);
    expect(await atRisk(person('s1', 'user'), person('s2', 'user'))).toEqual(['noDecisionMaker']);
    expect(await atRisk(person('s1', 'user'), person('s2', 'economicBuyer'))).toEqual([]);
  });

  it('is one that is thought less likely than before, until it is at another stage', async () => {
    expect(risksAt(await story(open(), expectLikely(40), expectLikely(20)), soon)).toEqual(['probabilityFell']);
    expect(risksAt(await story(open(), expectLikely(40), expectLikely(20), expectLikely(40)), soon)).toEqual([]);
    expect(risksAt(await story(open(), expectLikely(40), expectLikely(20), advance('S3')), soon)).not.toContain('probabilityFell');
  });

  it('is one since what began it happened, or its time was over', async () => {
    const row = await story(open('rep-1', 100_000, '2026-01-20'), expectLikely(40), advance('S3'), expectLikely(30), expectLikely(20));
    expect(since(row)).toEqual({
      stalled: '2026-01-26T12:00:00.000Z',
      signingDatePassed: '2026-01-21T00:00:00.000Z',
      probabilityFell: '2026-01-05T11:00:00.000Z',
      noDecisionMaker: '2026-01-05T10:00:00.000Z',
      singleThreaded: '2026-01-05T10:00:00.000Z',
    });
  });

  it('is one as long as it has been on its way beyond the first stage, and no longer than it is open', async () => {
    const [decider, second] = [person('s1', 'decisionMaker'), person('s2', 'user')];
    const went = [open(), decider, advance('S3'), advance('S4'), second] as const;
    expect(since(await story(...went.slice(0, 4)))).toMatchObject({ singleThreaded: '2026-01-05T10:00:00.000Z' });
    expect(Object.keys(since(await story(...went)))).not.toContain('singleThreaded');
    expect(since(await story(...went.slice(0, 4), regress('S3')))).toMatchObject({ singleThreaded: '2026-01-05T10:00:00.000Z' });
    expect(since(await story(...went.slice(0, 4), lose(), reopen()))).toMatchObject({ singleThreaded: '2026-01-05T13:00:00.000Z' });
  });
});
