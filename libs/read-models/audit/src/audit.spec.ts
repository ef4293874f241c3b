import fc from 'fast-check';
import { catalogue, openKept } from '#event-contracts';
import { anyEventOf } from '../../../../test/support/any-event.ts';
import { anySales, commandsOf, dealOf, played, rowsOf, salesLedger, testVault } from '../../../../test/support/sales-ledger.ts';
import { auditProjection, changesOf, dealAfter, dealAsOf, emptyDeal, type Change } from './index.ts';

const { capture, enrich, assign, convert, qualify, open, advance, revise, lose, reopen } = commandsOf('a');

const story = async (...commands: Parameters<ReturnType<typeof dealOf>>[0][]) => {
  const ledger = salesLedger();
  const deal = dealOf(ledger, 'a');
  for (const command of commands) await deal(command);
  return rowsOf(auditProjection, ledger.events());
};

describe('the audit', () => {
  it('tells who did what as whom, when it happened and when it was recorded, under which rules', async () => {
    const ledger = salesLedger();
    const deal = dealOf(ledger, 'a');
    await deal(capture(), { occurredAt: '2026-01-05T07:59:30.500Z', by: 'sdr-1', roles: ['SDR', 'MARKETING'] });
    expect(rowsOf(auditProjection, ledger.events())).toMatchObject([
      {
        caseId: 'case-a',
        ledgerIndex: 0,
        stream: 'lead-a',
        revision: 0,
        type: 'LeadCaptured',
        occurredAt: '2026-01-05T07:59:30.500Z',
        recordedAt: '2026-01-05T08:00:00.000Z',
        lateSeconds: 29,
        actorUserId: 'sdr-1',
        actorRoles: ['SDR', 'MARKETING'],
        onBehalfOf: null,
        channel: 'api',
        policyVersion: 'SALES-PROC-003@1',
      },
    ]);
  });

  it('tells what changed from what to what', async () => {
    const rows = await story(open('rep-1', 100_000), revise(120_000, 'commit'), advance('S3'));
    expect(rows.slice(1).map(({ changes }) => changes)).toEqual([
      [
        {
          field: 'opportunity.forecast.amount',
          from: { minor: 100_000, currency: 'CNY' },
          to: { minor: 120_000, currency: 'CNY' },
        },
        { field: 'opportunity.forecast.category', from: 'pipeline', to: 'commit' },
      ],
      [
        { field: 'opportunity.stage', from: 'S2', to: 'S3' },
        { field: 'opportunity.forecast.probability', from: 10, to: 25 },
      ],
    ]);
  });

  it('keeps refusals, with the rule and what would lift them, and commands without effect', async () => {
    const rows = await story(open(), advance('S5'), advance('S2'));
    expect(rows.slice(1)).toMatchObject([
      {
        type: 'CommandRefused',
        refusalReason: 'StageSkipped',
        refusalDetail: { from: 'S2', to: 'S5', skipped: ['S3', 'S4'] },
        refusalLiftedBy: ['AdvanceOpportunity to S3'],
        changes: [],
      },
      { type: 'CommandHadNoEffect', refusalReason: null, changes: [] },
    ]);
  });

  it('keeps a denied attempt in the attempts of whoever made it, and says what it was about', async () => {
    const ledger = salesLedger();
    const data = { command: 'WinOpportunity', stream: 'opportunity-a', outcome: 'denied' as const, reason: 'only for what is one’s own' };
    await ledger.record('attempts-rep-2', { type: 'AttemptDenied', data }, { by: 'rep-2' });
    expect(rowsOf(auditProjection, ledger.events())).toMatchObject([
      { caseId: 'attempts-rep-2', about: 'opportunity-a', actorUserId: 'rep-2', refusalReason: 'only for what is one’s own' },
    ]);
  });

  it('never holds personal data in the clear, and opens it for those who may until it is erased', async () => {
    const vault = testVault();
    const ledger = salesLedger(vault);
    await dealOf(ledger, 'a')(capture());
    const [row] = rowsOf(auditProjection, ledger.events());
    expect(JSON.stringify(row)).not.toContain('Li Lei');
    expect(await openKept(vault, row!.sealed)).toEqual({
      fields: { contactName: 'Li Lei', phone: '+86 10 1234' },
      erased: [],
      damaged: [],
    });
    await vault.erase('person-contact-a');
    expect(await openKept(vault, row!.sealed)).toEqual({ fields: {}, erased: ['person-contact-a'], damaged: [] });
  });

  it.each([...catalogue.keys()])('takes every %s', async (type) => {
    await fc.assert(
      fc.asyncProperty(anyEventOf(type), async (event) => {
        const ledger = salesLedger();
        await ledger.record('stream-1', event);
        const [row] = rowsOf(auditProjection, ledger.events());
        expect(row).toMatchObject({ type, ledgerIndex: 0 });
        expect(row!.changes.every(({ field, from, to }) => typeof field === 'string' && from !== undefined && to !== undefined)).toBe(true);
      }),
      { numRuns: 25 },
    );
  });
});

describe('a deal as it stood', () => {
  it('is the fold of its events up to a position', async () => {
    const ledger = salesLedger();
    const deal = dealOf(ledger, 'a');
    for (const command of [
      capture(),
      enrich('Betatech'),
      assign('rep-1'),
      qualify('SQL'),
      convert(),
      open(),
      advance('S3'),
      lose(),
      reopen(),
    ])
      await deal(command);
    const events = ledger.events();
    expect(dealAsOf(events.slice(0, 1))).toMatchObject({ lead: { company: 'Acme', ownerId: null }, opportunity: null });
    expect(dealAsOf(events.slice(0, 8))).toMatchObject({
      lead: { company: 'Betatech', status: 'converted', level: 'SQL' },
      opportunity: { status: 'lost', stage: 'S3', forecast: { probability: 0 } },
    });
    expect(dealAsOf(events)).toMatchObject({ opportunity: { status: 'open', stage: 'S3', forecast: { probability: 25 } } });
  });

  it('differs from the moment before by exactly what the audit says changed', async () => {
    await fc.assert(
      fc.asyncProperty(anySales(), async (commands) => {
        const events = (await played(commands)).events().filter(({ caseId }) => caseId === 'case-a');
        let before = emptyDeal;
        for (const event of events) {
          const after = dealAfter(before, event);
          expect(sorted(changesOf(event))).toEqual(sorted(differences('', before, after)));
          before = after;
        }
      }),
      { numRuns: 60 },
    );
  });
});

const sorted = (changes: readonly Change[]) => [...changes].sort((one, other) => (one.field < other.field ? -1 : 1));

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
/** Values that change as a whole. */
const isWhole = (field: string) => ['amount', 'contract', 'won', 'value', 'listPrice'].includes(field.split('.').at(-1)!);

const differences = (field: string, before: unknown, after: unknown): Change[] => {
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  if (Array.isArray(after)) {
    const known = Array.isArray(before) ? before : [];
    expect(after.slice(0, known.length)).toEqual(known);
    return after.slice(known.length).map((to) => ({ field, from: null, to }));
  }
  if (!isRecord(after) || isWhole(field)) return [{ field, from: before ?? null, to: after }];
  return Object.keys(after).flatMap((name) =>
    differences(field ? `${field}.${name}` : name, isRecord(before) ? (before[name] ?? null) : null, after[name]),
  );
};
