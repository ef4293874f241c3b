import { appendFile, chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { emptyRoot } from './merkle.ts';
import { fileWitness } from './witness-file.ts';
import { WitnessUnavailable, type HeadWitness, type WitnessedHead } from './witness.ts';

describe('heads kept in a file', () => {
  let folder: string;
  let path: string;
  const head = (size: number): WitnessedHead => ({
    ledgerId: 'a-ledger',
    size,
    root: emptyRoot.toString('hex'),
    time: `2026-02-01T00:00:${String(size).padStart(2, '0')}.000Z`,
  });
  const all = async (witness: HeadWitness): Promise<readonly WitnessedHead[]> => {
    const heads: WitnessedHead[] = [];
    for await (const each of witness.heads()) heads.push(each);
    return heads;
  };

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'witness-'));
    path = join(folder, 'deeper', 'heads.jsonl');
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('are none before the first', async () => {
    expect(await all(fileWitness(path))).toEqual([]);
  });

  it('are read as they were written, one line each, by whoever comes later', async () => {
    const witness = fileWitness(path);
    await Promise.all([1, 2, 3].map((size) => witness.record(head(size))));
    await fileWitness(path).record(head(4));
    expect(await all(witness)).toEqual([1, 2, 3, 4].map(head));
    expect((await readFile(path, 'utf8')).split('\n')).toHaveLength(5);
  });

  it('hold nothing but the head', async () => {
    await fileWitness(path).record({ ...head(1), secret: 'x' } as WitnessedHead);
    expect(Object.keys(JSON.parse(await readFile(path, 'utf8')) as object)).toEqual(['ledgerId', 'size', 'root', 'time']);
  });

  it('survive a line that a crash has cut off, wherever it was cut', async () => {
    const line = JSON.stringify(head(2));
    for (let length = 1; length < line.length; length += 1) {
      await mkdir(join(folder, 'deeper'), { recursive: true });
      await writeFile(path, `${JSON.stringify(head(1))}\n${line.slice(0, length)}`);
      const witness = fileWitness(path);
      expect(await all(witness)).toEqual([head(1)]);
      await witness.record(head(3));
      expect(await all(witness)).toEqual([head(1), head(3)]);
    }
  });

  it('are not anything else that stands in the file', async () => {
    const witness = fileWitness(path);
    await witness.record(head(1));
    await appendFile(path, 'null\n{}\n[]\n{"ledgerId":1,"size":"2","root":3,"time":4}\n\n');
    await witness.record(head(2));
    expect(await all(witness)).toEqual([head(1), head(2)]);
  });

  it('tell by its line what is no head, and nothing of what a crash has left', async () => {
    const line = JSON.stringify(head(1));
    const changed = [
      line.replace('size', 'sixe'),
      line.replace('"size":1', '"size":-1'),
      line.replace('e3b0', 'E3B0'),
      `x${line}`,
      'garbage',
      'null',
    ];
    const torn = ['', '{', line.slice(0, 30), line.slice(0, -1), '\0\0\0'];
    await mkdir(join(folder, 'deeper'), { recursive: true });
    await writeFile(path, [...torn, line, ...changed, line, ''].join('\n'));
    const told: number[] = [];
    const heads: WitnessedHead[] = [];
    for await (const each of fileWitness(path).heads((at) => told.push(at))) heads.push(each);
    expect(heads).toEqual([head(1), head(1)]);
    expect(told).toEqual(changed.map((_, at) => torn.length + 2 + at));
  });

  it('say clearly when they cannot be kept, and go on when they can again', async () => {
    await mkdir(path, { recursive: true });
    const witness = fileWitness(path);
    await expect(witness.record(head(1))).rejects.toThrow(WitnessUnavailable);
    await expect(witness.record(head(1))).rejects.toThrow(/cannot write the file of ledger heads, .*heads\.jsonl: it is a folder/);
    await expect(all(witness)).rejects.toThrow(/cannot read the file of ledger heads, .*: it is a folder/);
    await rm(path, { recursive: true });
    await witness.record(head(2));
    expect(await all(witness)).toEqual([head(2)]);
  });

  it('say clearly that a file is closed to this user', async () => {
    await fileWitness(path).record(head(1));
    await chmod(path, 0o400);
    const recorded = fileWitness(path).record(head(2));
    // The superuser may write to what is closed to all others.
    if (process.getuid?.() === 0) await expect(recorded).resolves.toBeUndefined();
    else await expect(recorded).rejects.toThrow(/this user may not/);
  });
});
