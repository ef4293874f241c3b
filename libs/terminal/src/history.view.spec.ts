import { dealText, historyText, valueText } from './index.ts';

type Entry = Parameters<typeof historyText>[0][number];

const entry = (stated: Partial<Entry>): Entry => ({
  position: 'l:7',
  index: 7,
  eventId: 'e',
  caseId: 'case-1',
  stream: 'opportunity-1',
  revision: 0,
  about: 'opportunity-1',
  type: 'OpportunityAdvanced',
  schemaVersion: 1,
  occurredAt: '2026-01-02T03:04:05.678Z',
  recordedAt: '2026-01-03T00:00:00.000Z',
  lateSeconds: 0,
  actor: { userId: 'lina', roles: ['SALES_REP'], userRevision: 2, onBehalfOf: null, channel: 'api' },
  commandId: 'c',
  correlationId: 'c',
  causationId: 'c',
  policyVersion: 'p',
  processVersion: 'q',
  changes: [],
  refusal: null,
  data: {},
  sealed: [],
  ...stated,
});

describe('a history', () => {
  it('shows who did what when, in which role, and from what to what', () => {
    const text = historyText([
      entry({
        changes: [
          { field: 'opportunity.stage', from: 'S2', to: 'S3' },
          { field: 'opportunity.forecast.amount', from: null, to: { minor: 12_345, currency: 'CNY' } },
        ],
      }),
    ]);
    expect(text).toContain('7      2026-01-02 03:04:05  2026-01-03 00:00:00  lina  SALES_REP   OpportunityAdvanced');
    expect(text).toContain('opportunity.stage: S2 → S3');
    expect(text).toContain('opportunity.forecast.amount = 123.45 CNY');
  });

  it('shows what was refused, by which rule, and what would lift it', () => {
    const refusal = { reason: 'StageSkipped', detail: { from: 'S2', to: 'S5' }, liftedBy: ['AdvanceOpportunity to S3'] };
    const text = historyText([entry({ type: 'CommandRefused', data: { command: 'AdvanceOpportunity' }, refusal })]);
    expect(text).toContain('refused AdvanceOpportunity: StageSkipped {from: S2, to: S5}; what would lift it: AdvanceOpportunity to S3');
  });

  it('shows what is sealed as far as it was opened', () => {
    const sealed = [
      { key: 'person-1', state: 'open', fields: { contactName: '王 Lei' } },
      { key: 'person-2', state: 'erased', fields: null },
    ] as const;
    const text = historyText([entry({ sealed })]);
    expect(text).toContain('sealed under person-1: {contactName: 王 Lei}');
    expect(text).toContain('sealed under person-2: erased');
  });

  it('lets no value steer the terminal', () => {
    expect(historyText([entry({ changes: [{ field: 'lead.company', from: null, to: '\u001b[2J' }] })])).not.toContain('\u001b');
    expect(valueText([{ a: '\u0007' }])).toBe('[{a: \\u0007}]');
  });
});

describe('a deal as it stood', () => {
  it('shows what was known and nothing else', () => {
    const lead = { leadId: 'l1', company: 'Acme', industry: null, contacts: [] };
    const deal = { caseId: 'case-1', position: 'l:3', recordedAt: '2026-01-01T00:00:00.000Z', lead, opportunity: null };
    expect(dealText(deal as unknown as Parameters<typeof dealText>[0])).toBe(
      ['case-1 as it stood at l:3, recorded 2026-01-01 00:00:00 UTC', 'lead', '  leadId   l1', '  company  Acme'].join('\n'),
    );
  });
});
