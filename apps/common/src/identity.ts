import { asymmetricAlgorithms, identityProvider, openLocalIssuer, publishedKeys, type IdentityProvider, type LocalIssuer } from '#platform';
import type { IdentityConfig } from './config/identity.config.ts';

export interface Identities {
  readonly provider: IdentityProvider;
  /** Absent when an identity provider issues the tokens. */
  readonly issuer?: LocalIssuer;
}

/** How tokens are checked. */
export const openIdentities = async (identity: IdentityConfig, dataDir: string): Promise<Identities> => {
  if (identity.kind === 'local') {
    const issuer = await openLocalIssuer(dataDir);
    return { provider: issuer.provider, issuer };
  }
  const { jwksUrl, issuer, audience } = identity;
  return { provider: identityProvider(publishedKeys(jwksUrl), { issuer, audience, algorithms: asymmetricAlgorithms, tolerance: 5 }) };
};
