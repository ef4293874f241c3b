import type { EnvironmentReader, Setting } from '../settings.ts';

export const databaseSetting: Setting = {
  name: 'DATABASE_URL',
  default: '',
  meaning: 'Postgres 15+ for ledger, keys and read models, postgres://user:password@host:port/database. Must be set.',
};

export const readDatabase = (reader: EnvironmentReader): { readonly databaseUrl: string } => {
  reader.required('DATABASE_URL', 'the address of a Postgres 15+');
  return { databaseUrl: reader.url('DATABASE_URL', ['postgres:', 'postgresql:'], true)?.href ?? '' };
};
