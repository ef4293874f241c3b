import { hash } from 'node:crypto';
import { createLocalJWKSet, createRemoteJWKSet, errors, jwtVerify, type JSONWebKeySet, type JWTPayload, type JWTVerifyGetKey } from 'jose';
import { LRUCache } from 'lru-cache';
import { isRequestId } from '../request-id.ts';

/** Who a token proves its bearer to be. Nothing more: roles and teams come from the streams. */
export interface Identity {
  readonly userId: string;
}

/** The token is not one of ours, or no longer; `reason` can be told to the caller. */
export class TokenRefused extends Error {
  override readonly name = 'TokenRefused';
  constructor(
    readonly reason: string,
    options?: ErrorOptions,
  ) {
    super(reason, options);
  }
}

/** The issuer's keys cannot be fetched, so that no token can be judged. */
export class IdentityUnavailable extends Error {
  override readonly name = 'IdentityUnavailable';
}

/** Throws {@link TokenRefused} or {@link IdentityUnavailable}. */
export type IdentityProvider = (token: string) => Identity | Promise<Identity>;

export interface TokenRules {
  readonly issuer: string;
  readonly audience: string;
  readonly algorithms: readonly string[];
  /** Seconds by which clocks may differ. */
  readonly tolerance?: number;
}

const longestToken = 8_192;
const cachedTokens = 10_000;
const cachedForMs = 5 * 60_000;

/** Checks signature, algorithm, issuer, audience and times; a token that passed is remembered for at most five minutes and never past its end. */
export const identityProvider = (keys: JWTVerifyGetKey, rules: TokenRules, now: () => number = Date.now): IdentityProvider => {
  const known = new LRUCache<string, { identity: Identity; until: number }>({ max: cachedTokens });

  const verify = async (token: string, key: string): Promise<Identity> => {
    const { payload } = await verified(token, keys, rules, now());
    const identity = identityOf(payload);
    known.set(key, { identity, until: Math.min((payload.exp ?? 0) * 1000, now() + cachedForMs) });
    return identity;
  };

  return (token) => {
    if (token.length > longestToken) throw new TokenRefused('the token is too long');
    const key = hash('sha256', token, 'base64url');
    const earlier = known.get(key);
    return earlier && earlier.until > now() ? earlier.identity : verify(token, key);
  };
};

const identityOf = ({ sub }: JWTPayload): Identity => {
  if (!isRequestId(sub)) throw new TokenRefused('the token’s subject cannot be a user id');
  return { userId: sub };
};

const verified = async (token: string, keys: JWTVerifyGetKey, rules: TokenRules, now: number) => {
  try {
    return await jwtVerify(token, keys, {
      issuer: rules.issuer,
      audience: rules.audience,
      algorithms: [...rules.algorithms],
      clockTolerance: rules.tolerance ?? 0,
      currentDate: new Date(now),
      requiredClaims: ['exp', 'sub'],
    });
  } catch (error) {
    throw explained(error);
  }
};

const explained = (error: unknown): Error => {
  if (error instanceof errors.JWTExpired) return new TokenRefused('the token has expired', { cause: error });
  if (error instanceof errors.JWTClaimValidationFailed)
    return new TokenRefused(`the token’s claim ${error.claim} is not as it must be`, { cause: error });
  if (error instanceof errors.JWKSTimeout || !(error instanceof errors.JOSEError) || isUnreadableKeySet(error))
    return new IdentityUnavailable('the issuer’s keys cannot be fetched', { cause: error });
  return new TokenRefused('the token cannot be verified', { cause: error });
};

/** The issuer answered, but not with keys: not the bearer’s fault. */
const isUnreadableKeySet = ({ code }: errors.JOSEError): boolean => code === 'ERR_JOSE_GENERIC' || code === 'ERR_JWKS_INVALID';

/** Keys known from the start. */
export const fixedKeys = (keys: JSONWebKeySet): JWTVerifyGetKey => createLocalJWKSet(keys);

/** Keys published by the issuer, fetched when needed and kept for ten minutes. */
export const publishedKeys = (url: URL): JWTVerifyGetKey =>
  createRemoteJWKSet(url, { cacheMaxAge: 600_000, cooldownDuration: 30_000, timeoutDuration: 5_000 });

/** Asymmetric only: with a shared secret, who can check a token can also forge one. */
export const asymmetricAlgorithms: readonly string[] = [
  'EdDSA',
  'Ed25519',
  'ES256',
  'ES384',
  'ES512',
  'PS256',
  'PS384',
  'PS512',
  'RS256',
  'RS384',
  'RS512',
];
