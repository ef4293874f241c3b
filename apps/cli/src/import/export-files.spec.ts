import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseMapping } from '#imports';
import { readExportFile } from './export-files.ts';

const { files } = parseMapping({
  source: 'crm',
  currency: 'USD',
  dates: 'dd-mm-yy',
  files: [{ file: 'agents.csv', imports: 'agent', key: 'agent', fields: { name: { column: 'agent' } } }],
});

describe('a file of an export', () => {
  let folder: string;
  beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'dealtrail-export-'))));
  afterEach(() => rm(folder, { recursive: true }));

  const namesIn = async (text: string): Promise<readonly (string | undefined)[]> => {
    await writeFile(join(folder, 'agents.csv'), text);
    const [mapping] = files;
    if (!mapping) throw new Error('the mapping has a file');
    const { rows } = await readExportFile(folder, mapping);
    return rows.map((row) => (row.kind === 'record' ? row.record['agent'] : undefined));
  };

  it.each([
    ['LF', 'agent,region\nAnn,east\nBob,west\n'],
    ['CR LF', 'agent,region\r\nAnn,east\r\nBob,west\r\n'],
    ['CR', 'agent,region\rAnn,east\rBob,west'],
    ['LF after a header with CR LF', 'agent,region\r\nAnn,east\nBob,west'],
    ['CR LF after a header with LF', 'agent,region\nAnn,east\r\nBob,west\n'],
    ['CR CR LF', 'agent,region\r\r\nAnn,east\r\r\nBob,west\r\r\n'],
    ['a byte order mark and empty lines', '\ufeffagent,region\n\nAnn,east\n\r\nBob,west\n\n'],
  ])('has the same rows with %s', async (_, text) => {
    expect(await namesIn(text)).toEqual(['Ann', 'Bob']);
  });

  it('keeps what stands between quotes, line ends and all', async () => {
    expect(await namesIn('agent,region\r\n"Ann\nof ""Kent""",east\r\n"Bob\r\nB.",west\r\n')).toEqual(['Ann\nof "Kent"', 'Bob\r\nB.']);
  });
});
