import { resolve } from 'node:path';
import type { EnvironmentReader, Setting } from '../settings.ts';

export const dataDirSetting: Setting = {
  name: 'DATA_DIR',
  default: '.data',
  meaning: 'Folder for everything that is kept on disk; one server’s alone in the standalone program.',
};

export const readDataDir = (reader: EnvironmentReader, fallback = '.data'): string => resolve(reader.text('DATA_DIR') ?? fallback);

export const organisationSetting: Setting = {
  name: 'ORG_FILE',
  default: '',
  meaning: 'An organisation (users, teams, roles) to be founded at the start, YAML or JSON.',
};

export const readOrganisation = (reader: EnvironmentReader): { readonly orgFile?: string } => {
  const orgFile = reader.text('ORG_FILE');
  return orgFile === undefined ? {} : { orgFile: resolve(orgFile) };
};

export const definitionsSetting: Setting = {
  name: 'DEFINITIONS_FILE',
  default: '',
  meaning: 'Processes and other definitions of the company’s own to be published at the start where there are none yet, YAML or JSON.',
};

export const readDefinitionsFile = (reader: EnvironmentReader): { readonly definitionsFile?: string } => {
  const definitionsFile = reader.text('DEFINITIONS_FILE');
  return definitionsFile === undefined ? {} : { definitionsFile: resolve(definitionsFile) };
};

export const witnessSetting: Setting = {
  name: 'WITNESS_FILE',
  default: '<DATA_DIR>/ledger-heads.jsonl',
  meaning: 'Where the ledger’s heads are written outside the database; best on another machine’s disk.',
};

export const readWitness = (reader: EnvironmentReader, dataDir: string): string =>
  resolve(reader.text('WITNESS_FILE') ?? `${dataDir}/ledger-heads.jsonl`);
