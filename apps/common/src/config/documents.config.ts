import type { EnvironmentReader, Setting } from '../settings.ts';

const megabyte = 1_000_000;

export interface DocumentsConfig {
  /** The most that a document may have, bytes. */
  readonly documentLimit: number;
}

export const documentsSetting: Setting = {
  name: 'DOCUMENT_LIMIT_MB',
  default: '25',
  meaning: 'How large a document may be, in millions of bytes, 1 to 1000.',
};

export const readDocuments = (reader: EnvironmentReader): DocumentsConfig => ({
  documentLimit: reader.integer('DOCUMENT_LIMIT_MB', 25, 1, 1000) * megabyte,
});
