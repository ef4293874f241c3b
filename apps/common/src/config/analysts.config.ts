import type { EnvironmentReader, Setting } from '../settings.ts';

export interface AnalystsConfig {
  /** Absent: nobody but the program reads the database. */
  readonly analystRole?: string;
}

const standardRole = 'dealtrail_analyst';

export const analystsSetting: Setting = {
  name: 'ANALYST_ROLE',
  default: standardRole,
  meaning:
    'The database’s role that may query the schema `analyst`, made where it is missing; off for none. One for each Dealtrail of a server.',
};

export const readAnalysts = (reader: EnvironmentReader): AnalystsConfig => {
  const role = reader.text('ANALYST_ROLE') ?? standardRole;
  if (role === 'off') return {};
  if (/^[a-z_][a-z0-9_]{0,39}$/.test(role)) return { analystRole: role };
  reader.complain('ANALYST_ROLE', 'expected up to 40 lower-case letters, digits and "_", or off', role);
  return {};
};
