import { definitionsSetting, organisationSetting, readDefinitionsFile, readOrganisation } from '../../common/src/config/data-dir.config.ts';
import { documentsSetting, readDocuments, type DocumentsConfig } from '../../common/src/config/documents.config.ts';
import { apiSettings, readApi, type ApiConfig } from '../../common/src/distributed/api.config.ts';
import { readEnvironment, type Environment, type Setting } from '../../common/src/settings.ts';

export interface CommandApiConfig extends ApiConfig, DocumentsConfig {
  readonly orgFile?: string;
  readonly definitionsFile?: string;
}

const defaultPort = 3000;

export const settings: readonly Setting[] = [...apiSettings(defaultPort), organisationSetting, definitionsSetting, documentsSetting];

/** Throws InvalidConfiguration with everything that is wrong. */
export const readConfig = (environment: Environment = process.env): CommandApiConfig =>
  readEnvironment(environment, (reader) => ({
    ...readApi(reader, { port: defaultPort }),
    ...readOrganisation(reader),
    ...readDefinitionsFile(reader),
    ...readDocuments(reader),
  }));
