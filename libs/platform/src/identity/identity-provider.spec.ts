import { once } from 'node:events';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWK } from 'jose';
import { asymmetricAlgorithms, identityProvider, publishedKeys, IdentityUnavailable, TokenRefused } from './identity-provider.ts';
import { openLocalIssuer } from './local-issuer.ts';

const issuer = 'https://id.example';
const rules = { issuer, audience: 'sales', algorithms: asymmetricAlgorithms };

describe('an identity provider with published keys', () => {
  let server: Server;
  let keys: { readonly privateKey: CryptoKey; readonly jwk: JWK };
  let answer: () => { status: number; body: string };
  let asked = 0;

  beforeAll(async () => {
    const { privateKey, publicKey } = await generateKeyPair('ES256');
    keys = { privateKey, jwk: { ...(await exportJWK(publicKey)), kid: 'one', alg: 'ES256' } };
    server = createServer((_, response) => {
      asked += 1;
      const { status, body } = answer();
      response.writeHead(status, { 'content-type': 'application/json' }).end(body);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  beforeEach(() => {
    asked = 0;
    answer = () => ({ status: 200, body: JSON.stringify({ keys: [keys.jwk] }) });
  });
  afterAll(() => void server.close());

  const provider = () => identityProvider(publishedKeys(new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/keys`)), rules);
  const token = (claims: Record<string, unknown> = {}, key = keys.privateKey) =>
    new SignJWT({ sub: 'ada', iss: issuer, aud: 'sales', exp: Math.floor(Date.now() / 1000) + 60, ...claims })
      .setProtectedHeader({ alg: 'ES256', kid: 'one' })
      .sign(key);

  it('lets in whom the keys prove, and asks for the keys once', async () => {
    const identify = provider();
    const good = await token();
    expect(await identify(good)).toEqual({ userId: 'ada' });
    expect(await identify(good)).toEqual({ userId: 'ada' });
    expect(await identify(await token({ sub: 'bob' }))).toEqual({ userId: 'bob' });
    expect(asked).toBe(1);
  });

  it('refuses what another key signed', async () => {
    const { privateKey } = await generateKeyPair('ES256');
    await expect(provider()(await token({}, privateKey))).rejects.toThrow(TokenRefused);
  });

  it('says that nobody can be judged while the keys cannot be had, and judges again once they can', async () => {
    const identify = provider();
    const good = await token();
    answer = () => ({ status: 500, body: '' });
    await expect(identify(good)).rejects.toThrow(IdentityUnavailable);
    answer = () => ({ status: 200, body: 'no keys' });
    await expect(identify(good)).rejects.toThrow(IdentityUnavailable);
    answer = () => ({ status: 200, body: JSON.stringify({ keys: [keys.jwk] }) });
    expect(await identify(good)).toEqual({ userId: 'ada' });
  });
});

describe('the local issuer', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'dealtrail-issuer-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('keeps one key, for its owner only, however many start at once', async () => {
    const issuers = await Promise.all(Array.from({ length: 5 }, () => openLocalIssuer(folder)));
    const [first] = issuers;
    for (const one of issuers) expect(await first?.provider(await one.issue('ada'))).toEqual({ userId: 'ada' });
    expect((await stat(join(folder, 'token-key.json'))).mode & 0o777).toBe(0o600);
  });

  it('does not make another key where one cannot be read', async () => {
    await writeFile(join(folder, 'token-key.json'), 'torn');
    await expect(openLocalIssuer(folder)).rejects.toThrow('token-key.json');
    expect(await readFile(join(folder, 'token-key.json'), 'utf8')).toBe('torn');
  });

  it('never issues for longer than thirty days', async () => {
    const [, claims] = (await (await openLocalIssuer(folder)).issue('ada', 10 ** 9)).split('.');
    const { iat, exp } = JSON.parse(Buffer.from(claims ?? '', 'base64url').toString()) as { iat: number; exp: number };
    expect(exp - iat).toBeLessThanOrEqual(30 * 24 * 3600);
  });
});
