import { link, mkdir, open, readFile, rm } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, SignJWT, type CryptoKey, type JWK } from 'jose';
import { fixedKeys, identityProvider, type IdentityProvider } from './identity-provider.ts';

/** Issues tokens where there is no identity provider: on a laptop, in a demo, in a small company. */
export interface LocalIssuer {
  /** A token for this user, valid for `seconds` (at most 30 days). */
  issue(userId: string, seconds?: number): Promise<string>;
  readonly provider: IdentityProvider;
}

export interface LocalIssuerOptions {
  readonly issuer?: string;
  readonly audience?: string;
}

export const localIssuerName = 'urn:dealtrail:local';
export const defaultAudience = 'dealtrail';

const algorithm = 'EdDSA';
const longestSeconds = 30 * 24 * 3600;
const keyFile = 'token-key.json';

/** Opens the issuer whose key lies in the data folder (mode 0600), making the key the first time. Any process that may read the key can issue. */
export const openLocalIssuer = async (dataDir: string, options: LocalIssuerOptions = {}): Promise<LocalIssuer> => {
  const { issuer = localIssuerName, audience = defaultAudience } = options;
  const jwk = await ensureKey(dataDir);
  const key = (await importJWK(jwk, algorithm)) as CryptoKey;
  const kid = await calculateJwkThumbprint(jwk);
  const { d, ...publicKey } = jwk;
  return {
    issue: (userId, seconds = 12 * 3600) =>
      new SignJWT()
        .setProtectedHeader({ alg: algorithm, kid, typ: 'JWT' })
        .setSubject(userId)
        .setIssuer(issuer)
        .setAudience(audience)
        .setIssuedAt()
        .setJti(randomUUID())
        .setExpirationTime(Math.floor(Date.now() / 1000) + Math.min(seconds, longestSeconds))
        .sign(key),
    provider: identityProvider(fixedKeys({ keys: [{ ...publicKey, kid, alg: algorithm }] }), { issuer, audience, algorithms: [algorithm] }),
  };
};

/** The key that signs tokens is there and cannot be used. The message never holds what is in its file. */
export class TokenKeyFault extends Error {
  override readonly name = 'TokenKeyFault';
  constructor(path: string, problem: string, options?: ErrorOptions) {
    super(
      `The key that signs tokens, ${path}, ${problem}. Put it back from a backup; or remove it, and every token has to be issued anew.`,
      options,
    );
  }
}

const ensureKey = async (dataDir: string): Promise<JWK> => {
  const path = join(dataDir, keyFile);
  return (await readKey(path)) ?? (await makeKey(dataDir, path));
};

const readKey = async (path: string): Promise<JWK | undefined> => {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw new TokenKeyFault(path, `cannot be read (${error.code})`, { cause: error });
  });
  return text === undefined ? undefined : parseKey(path, text);
};

const parseKey = (path: string, text: string): JWK => {
  try {
    const key = JSON.parse(text) as JWK | null;
    if (key?.kty === 'OKP' && typeof key.x === 'string' && typeof key.d === 'string') return key;
  } catch {
    // What the parser complains of may quote the key.
  }
  throw new TokenKeyFault(path, 'is not such a key');
};

/** Written whole and then linked into place: of two processes that start together, both use the first one's key. */
const makeKey = async (dataDir: string, path: string): Promise<JWK> => {
  await mkdir(dataDir, { recursive: true });
  const { privateKey } = await generateKeyPair(algorithm, { extractable: true });
  const draft = `${path}.${randomUUID()}`;
  const file = await open(draft, 'wx', 0o600);
  try {
    await file.writeFile(JSON.stringify(await exportJWK(privateKey)));
    await file.sync();
  } finally {
    await file.close();
  }
  await link(draft, path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
  await rm(draft, { force: true });
  const key = await readKey(path);
  if (!key) throw new TokenKeyFault(path, 'vanished');
  return key;
};
