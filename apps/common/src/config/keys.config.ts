import { resolve } from 'node:path';
import { masterKeyFromBase64 } from '#keys';
import type { EnvironmentReader, Setting } from '../settings.ts';

export interface KeysConfig {
  /** 32 bytes. */
  readonly masterKey?: Buffer;
  /** Holds the master key. */
  readonly masterKeyFile?: string;
}

export const keysSettings: readonly Setting[] = [
  {
    name: 'MASTER_KEY',
    default: '',
    meaning: '32 bytes in base64, under which all data keys are wrapped; without it and MASTER_KEY_FILE, a file in DATA_DIR.',
  },
  { name: 'MASTER_KEY_FILE', default: '', meaning: 'A file that holds what MASTER_KEY would.' },
];

export const readKeys = (reader: EnvironmentReader): KeysConfig => {
  const [text, file] = [reader.text('MASTER_KEY'), reader.text('MASTER_KEY_FILE')];
  if (text !== undefined && file !== undefined) reader.complain('MASTER_KEY', 'is set and MASTER_KEY_FILE is too; expected one of them');
  if (file !== undefined) return { masterKeyFile: resolve(file) };
  if (text === undefined) return {};
  try {
    return { masterKey: masterKeyFromBase64(text) };
  } catch {
    reader.complain('MASTER_KEY', 'expected 32 bytes in base64, as `openssl rand -base64 32` makes them (the value is not shown)');
    return {};
  }
};
