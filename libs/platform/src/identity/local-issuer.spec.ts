import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openLocalIssuer, TokenKeyFault } from './local-issuer.ts';

describe('the local issuer', () => {
  let folder: string;
  let path: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'dealtrail-issuer-'));
    path = join(folder, 'token-key.json');
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('is the same in every process that may read its key, also when several make it at once', async () => {
    const [one, ...others] = await Promise.all(Array.from({ length: 5 }, () => openLocalIssuer(folder)));
    const token = await one?.issue('lina');
    for (const other of others) expect(await other.provider(token ?? '')).toEqual({ userId: 'lina' });
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  it.each(['', '{"kty":"OKP","d":"c2VjcmV0', '{"kty":"oct","k":"c2VjcmV0"}', 'null', '"c2VjcmV0"', '{"kty":"OKP","x":"c2VjcmV0"}'])(
    'says that %p is no key of its own, and not what it is',
    async (text) => {
      await writeFile(path, text);
      const failure = await openLocalIssuer(folder).catch((error: unknown) => error);
      expect(failure).toBeInstanceOf(TokenKeyFault);
      expect((failure as Error).message).toContain(path);
      expect((failure as Error).message).not.toContain('c2VjcmV0');
      expect(await readFile(path, 'utf8')).toBe(text);
    },
  );
});
