import { forecastText, funnelText, importedText, progressLines, verificationText } from './index.ts';

type Funnel = Parameters<typeof funnelText>[0];
type Forecast = Parameters<typeof forecastText>[0];
type Line = Forecast['lines'][number];

const imported: Funnel['imported'] = [
  { claimedStage: 'Won', claimedOutcome: 'won', deals: 2, currency: 'XXX', minor: '1000553400', beginUnknown: 0, endUnknown: 0 },
  { claimedStage: 'Prospecting', claimedOutcome: null, deals: 5, currency: null, minor: '0', beginUnknown: 5, endUnknown: 5 },
];

const line = (stated: Partial<Line>): Line => ({
  month: '2026-01',
  ownerId: 'lina',
  teamId: 'north',
  category: 'commit',
  currency: 'CNY',
  openDeals: 1,
  wonDeals: 0,
  lostDeals: 0,
  abandonedDeals: 0,
  openMinor: '10000',
  weightedMinor: '5000',
  closedMinor: '0',
  expectedMinor: '5000',
  ...stated,
});

describe('a funnel', () => {
  it('shows what became of a stage’s deals, their dwell and their value', () => {
    const counts = { entered: 4, advanced: 2, migrated: 0, regressed: 0, lost: 1, abandoned: 0, won: 0, open: 1 };
    const text = funnelText({
      process: 'P@1',
      from: null,
      to: null,
      leads: { captured: 9, mql: 8, sql: 7, prospect: 6, converted: 5, disqualified: 2, open: 2 },
      stages: [
        {
          stage: 'S2',
          name: { zh: '立项', en: 'Open' },
          ...counts,
          reverted: 0,
          skipped: 0,
          conversion: 0.5,
          visits: counts,
          dwell: { medianSeconds: 86_400, p90Seconds: null },
          value: [{ currency: 'CNY', entered: '40000', advanced: '20000', lost: '10000', abandoned: '0', open: '10000' }],
        },
      ],
      imported: null,
    });
    expect(text).toContain('Leads: 9 captured, 8 MQL, 7 SQL, 6 prospects, 5 converted, 2 disqualified, 2 open');
    expect(text).toMatch(/S2 +Open +4 +2 +50 % +1 +0 +0 +1 +0 +0 +1\.0 d +–/);
    expect(text).toMatch(/S2 +400 CNY +200 CNY +100 CNY +0 CNY +100 CNY/);
    expect(text).not.toContain('Imported');
  });

  it('shows imported claims apart, and what they leave unknown', () => {
    expect(importedText(imported)).toMatch(/Won +won +2 +10,005,534 \(no currency stated\) +0 +0/);
    expect(importedText(imported)).toMatch(/Prospecting +open +5 +– +5 +5/);
    expect(importedText([])).toBe('');
  });
});

describe('a forecast', () => {
  const forecast: Forecast = {
    lines: [line({}), line({ ownerId: 'wei', openMinor: '9007199254740993', expectedMinor: '1' }), line({ month: '2025-12' })],
    totals: [],
    imported: null,
  };

  it('adds up by month, exactly, in order', () => {
    const [, , , first, second] = forecastText(forecast, { details: false }).split('\n');
    expect(first).toMatch(/^2025-12 +1 +100 CNY/);
    expect(second).toMatch(/^2026-01 +2 +90,071,992,547,509\.93 CNY +100 CNY/);
  });

  it('shows each owner, team and category when it is asked to', () => {
    expect(forecastText(forecast, { details: true })).toMatch(/2026-01 +wei +north +commit +1/);
  });
});

describe('a verification', () => {
  const sound = {
    ok: true,
    ledgerId: 'l',
    size: 1,
    root: 'ff',
    findings: [],
    findingCount: 0,
    checkedHeads: 1,
    unsequenced: 0,
    descriptions: [],
  };

  it('says what was verified', () =>
    expect(verificationText(sound)).toBe(
      'Nothing was found: 1 event verified, store against ledger against 1 head outside.\nledger l, root ff',
    ));

  it('lists what is wrong, and how much more there is', () => {
    const text = verificationText({
      ...sound,
      ok: false,
      findingCount: 3,
      descriptions: ['its data were changed'],
      checkedHeads: 0,
      unsequenced: 2,
    });
    expect(text).toContain('3 things were found wrong in 1 event:\n  its data were changed\n  and 2 more');
    expect(text).toContain('No head was found outside');
    expect(text).toContain('2 events wait to be sequenced, and were not verified');
  });
});

describe('progress without a terminal', () => {
  it('is a line for each tenth, and none before the total is known', () => {
    const lines: string[] = [];
    const progress = progressLines('importing', (text) => lines.push(text));
    progress.update(0, 0, 'a.csv');
    for (let done = 1; done <= 40; done += 1) progress.update(done, 40, 'a.csv');
    expect(lines).toHaveLength(11);
    expect(lines.at(-1)).toBe('importing 100% 40/40 a.csv\n');
  });
});
