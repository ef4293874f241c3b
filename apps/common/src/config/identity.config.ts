import type { EnvironmentReader, Setting } from '../settings.ts';

/** Where tokens are checked: against the local key in the data folder, or against an identity provider's published keys. */
export type IdentityConfig =
  { readonly kind: 'local' } | { readonly kind: 'published'; readonly jwksUrl: URL; readonly issuer: string; readonly audience: string };

export const identitySettings: readonly Setting[] = [
  {
    name: 'JWKS_URL',
    default: '',
    meaning: 'Published keys of your identity provider; without it, tokens are issued and checked with a key in DATA_DIR.',
  },
  { name: 'JWT_ISSUER', default: '', meaning: 'What tokens state as issuer; needed with JWKS_URL.' },
  { name: 'JWT_AUDIENCE', default: 'dealtrail', meaning: 'What tokens state as audience.' },
];

export const readIdentity = (reader: EnvironmentReader): IdentityConfig => {
  const jwksUrl = reader.url('JWKS_URL', ['https:', 'http:'], false);
  const issuer = reader.text('JWT_ISSUER');
  if (jwksUrl && issuer === undefined) reader.complain('JWT_ISSUER', 'is not set; with JWKS_URL, expected what the tokens state as "iss"');
  if (issuer !== undefined && reader.text('JWKS_URL') === undefined)
    reader.complain('JWKS_URL', 'is not set; with JWT_ISSUER, expected the address of the issuer’s keys');
  const audience = reader.text('JWT_AUDIENCE') ?? 'dealtrail';
  return jwksUrl && issuer !== undefined ? { kind: 'published', jwksUrl, issuer, audience } : { kind: 'local' };
};
