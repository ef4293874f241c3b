import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { parseMapping, type ImportedFact } from '#imports';
import { UserError } from '#terminal';
import { readExportFile, type ExportFile } from './export-files.ts';
import { ImportStopped, runImport, type ImportSink, type Submission } from './import-run.ts';

const mapping = parseMapping({
  source: 'crm',
  currency: 'USD',
  dates: 'dd-mm-yy',
  files: [
    { file: 'agents.csv', imports: 'agent', key: 'agent', fields: { name: { column: 'agent' } } },
    {
      file: 'deals.csv',
      imports: 'opportunity',
      key: 'id',
      stages: { column: 'stage', won: ['Won'], lost: ['Lost'], open: ['Engaging'] },
      fields: {
        claimedStage: { column: 'stage', required: true },
        claimedAgent: { column: 'agent', expected: 'always', knownIn: { file: 'agents.csv', column: 'agent' } },
        value: { column: 'value', as: 'money', expected: 'whenClosed' },
      },
    },
  ],
});

const agents = ['agent', 'Ann', 'Bob'];
const deals = ['id,stage,agent,value', 'A1,Won,Ann,10', 'A2,Lost,Bob,0', 'A3,Engaging,,', 'A4,Won,Eve,2.50'];

/** A store that keeps what it is given, and may die after a number of facts. */
const store = () => {
  const kept = new Map<string, string>();
  let left = Number.POSITIVE_INFINITY;
  const claimsOf = ({ data: { sourceFileHash, row, ...claims } }: ImportedFact): string => JSON.stringify(claims);
  const sink: ImportSink = async (fact, externalId): Promise<Submission> => {
    await new Promise(setImmediate);
    if (left <= 0) throw new UserError('the store is gone');
    left -= 1;
    const key = `${fact.type} ${externalId}`;
    const before = kept.get(key);
    if (before === undefined) kept.set(key, claimsOf(fact));
    if (before === undefined) return { kind: 'imported' };
    return before === claimsOf(fact) ? { kind: 'already' } : { kind: 'refused', reason: 'imported before with other values, which stand' };
  };
  return { kept, sink, diesAfter: (facts: number) => (left = facts) };
};

describe('an import', () => {
  let folder: string;
  beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'dealtrail-import-'))));
  afterEach(() => rm(folder, { recursive: true }));

  const files = async (
    content: { agents?: readonly string[]; deals?: readonly string[] | Buffer } = {},
  ): Promise<readonly ExportFile[]> => {
    const { agents: a = agents, deals: d = deals } = content;
    await writeFile(join(folder, 'agents.csv'), a.join('\n'));
    await writeFile(join(folder, 'deals.csv'), Buffer.isBuffer(d) ? d : d.join('\n'));
    return Promise.all(mapping.files.map((file) => readExportFile(folder, file)));
  };

  it('hands in every row, and adds up what the source claims', async () => {
    const { kept, sink } = store();
    const report = await runImport(mapping, await files(), sink);
    expect(report.files).toMatchObject([
      { file: 'agents.csv', rows: 2, imported: 2, already: 0, rejected: 0 },
      { file: 'deals.csv', rows: 4, imported: 4, already: 0, rejected: 0 },
    ]);
    expect(report.claimedStages).toEqual({ Won: 2, Lost: 1, Engaging: 1 });
    expect(report.claimedWon).toEqual({ count: 2, minor: 1250, currency: 'USD' });
    expect([...kept.keys()].toSorted()).toEqual(
      ['Ann', 'Bob']
        .map((name) => `SalesAgentImported ${name}`)
        .concat(
          ['A1', 'A2', 'A4'].map((id) => `OutcomeImported ${id}`),
          ['A1', 'A2', 'A3', 'A4'].map((id) => `OpportunityImported ${id}`),
        )
        .toSorted(),
    );
  });

  it('reports what is doubtful, by file, row and field', async () => {
    const { doubtful } = await runImport(mapping, await files(), store().sink);
    expect(doubtful).toEqual([
      { file: 'deals.csv', row: 3, field: 'agent', value: '', reason: 'not stated; imported without it' },
      { file: 'deals.csv', row: 4, field: 'agent', value: 'Eve', reason: 'not in agents.csv; imported as it stands' },
    ]);
  });

  it('takes nothing twice when it is run again, and tells so', async () => {
    const { kept, sink } = store();
    const first = await runImport(mapping, await files(), sink);
    const facts = kept.size;
    const again = await runImport(mapping, await files(), sink);
    expect(kept.size).toBe(facts);
    expect(again.files.map(({ imported, already }) => [imported, already])).toEqual([
      [0, 2],
      [0, 4],
    ]);
    expect([again.claimedStages, again.claimedWon]).toEqual([first.claimedStages, first.claimedWon]);
  });

  it('comes to the same result wherever it died before', async () => {
    const whole = store();
    const expected = await runImport(mapping, await files(), whole.sink);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat({ max: 9 }), { maxLength: 4 }), fc.integer({ min: 1, max: 5 }), async (deaths, width) => {
        const { kept, sink, diesAfter } = store();
        const written = await files();
        for (const facts of deaths) {
          diesAfter(facts);
          await runImport(mapping, written, sink, { width }).catch((error: unknown) => expect(error).toBeInstanceOf(ImportStopped));
        }
        diesAfter(Number.POSITIVE_INFINITY);
        const resumed = await runImport(mapping, written, sink, { width });
        expect(new Map([...kept].toSorted())).toEqual(new Map([...whole.kept].toSorted()));
        const { files: counts, ...claims } = resumed;
        const { files: wholeCounts, ...wholeClaims } = expected;
        expect(claims).toEqual(wholeClaims);
        expect(counts.map(({ imported, already }) => imported + already)).toEqual(wholeCounts.map(({ imported }) => imported));
      }),
      { numRuns: 30 },
    );
  });

  it('says how far it came and how to go on when the store goes away', async () => {
    const { sink, diesAfter } = store();
    diesAfter(3);
    await expect(runImport(mapping, await files(), sink, { width: 1 })).rejects.toMatchObject({
      message: 'stopped after 2 of 6 rows: the store is gone',
      advice: expect.stringContaining('run the same command again') as string,
    });
  });

  it('hands in no more once a row has failed', async () => {
    let handedIn = 0;
    const sink: ImportSink = async () => {
      const isFirst = handedIn === 0;
      handedIn += 1;
      await new Promise(setImmediate);
      if (isFirst) throw new UserError('the store is gone');
      return { kind: 'imported' };
    };
    const many = await files({ agents: ['agent', ...Array.from({ length: 50 }, (_, at) => `Agent ${at}`)] });
    await expect(runImport(mapping, many, sink, { width: 3 })).rejects.toThrow('the store is gone');
    expect(handedIn).toBe(3);
  });

  it('lets the rows under way end when it is told to stop, and takes no more', async () => {
    const { kept, sink } = store();
    const stop = new AbortController();
    const run = runImport(mapping, await files(), sink, { width: 1, signal: stop.signal, progress: (done) => done === 3 && stop.abort() });
    await expect(run).rejects.toMatchObject({ message: 'stopped after 3 of 6 rows' });
    expect([...kept.keys()]).toEqual(['SalesAgentImported Ann', 'SalesAgentImported Bob', 'OpportunityImported A1', 'OutcomeImported A1']);
  });

  it('takes the first of rows with the same id and rejects the others, naming it', async () => {
    const written = await files({ deals: [...deals, 'A2,Won,Ann,99', 'A2,Lost,Bob,0'] });
    const { kept, sink } = store();
    const { rejected, claimedStages } = await runImport(mapping, written, sink);
    expect(rejected).toEqual([5, 6].map((row) => ({ file: 'deals.csv', row, field: 'id', value: 'A2', reason: 'row 2 has the same' })));
    expect(claimedStages).toEqual({ Won: 2, Lost: 1, Engaging: 1 });
    expect(kept.get('OutcomeImported A2')).toContain('"claimed":"lost"');
  });

  it('rejects rows that cannot be read and imports the others', async () => {
    const lines = ['id,stage,agent,value', 'B1,Won,Ann', 'B2,Maybe,Ann,1', 'B3,Won,Ann,-1', ',Won,Ann,1', 'B5,Lost,Ann,0'].join('\r\n');
    const broken = Buffer.concat([Buffer.from(`\ufeff${lines}\r\nB6,Won,`), Buffer.from([0xff, 0xfe]), Buffer.from(',1\r\n')]);
    const { rejected, files: reports } = await runImport(mapping, await files({ deals: broken }), store().sink);
    expect(rejected.map(({ row, field, value, reason }) => [row, field, value, reason])).toEqual([
      [1, '', '', '3 columns where the header has 4'],
      [2, 'stage', 'Maybe', 'no stage that the mapping knows'],
      [3, 'value', '-1', 'not a decimal amount of zero or more'],
      [4, 'id', '', 'missing'],
      [6, '', '', 'not text in UTF-8'],
    ]);
    expect(reports[1]).toMatchObject({ rows: 6, imported: 1, rejected: 5 });
  });

  it('leaves standing what was imported first when a later file says otherwise', async () => {
    const { kept, sink } = store();
    await runImport(mapping, await files(), sink);
    const newer = ['id,stage,agent,value', 'A1,Won,Ann,11', 'A2,Lost,Bob,0'];
    const { rejected, files: reports } = await runImport(mapping, await files({ deals: newer }), sink);
    expect(rejected).toEqual([
      { file: 'deals.csv', row: 1, field: 'id', value: 'A1', reason: 'imported before with other values, which stand' },
    ]);
    expect(reports[1]).toMatchObject({ imported: 0, already: 1, rejected: 1 });
    expect(kept.get('OutcomeImported A1')).toContain('"minor":1000');
  });

  it('refuses a file that is not CSV, lacks a column or is not there, and says what is wrong', async () => {
    await expect(files({ deals: ['id,stage,agent,value', 'A1,Won,"Ann,10', 'A2,Lost,Bob,0'] })).rejects.toThrow(/deals\.csv is not CSV/);
    await expect(files({ deals: ['id,agent,value', 'A1,Ann,10'] })).rejects.toThrow('deals.csv has no column stage');
    await expect(files({ deals: ['id,stage,agent,value,stage', 'A1,Won,Ann,10,Lost'] })).rejects.toThrow('has the column stage twice');
    await expect(files({ deals: [] })).rejects.toThrow('deals.csv is empty');
    await expect(readExportFile(join(folder, 'elsewhere'), mapping.files[0]!)).rejects.toThrow('cannot be read');
  });
});
