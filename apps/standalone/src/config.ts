import { resolve } from 'node:path';
import { feedDefaults, type FeedSettings } from '#feed';
import { masterKeyFromBase64 } from '#keys';
import { logLevels, readTelemetry, telemetrySettings, type LogLevel, type SettingsReader, type TelemetryConfig } from '#telemetry';

/** Where tokens are checked: against the local key in the data folder, or against an identity provider's published keys. */
export type IdentityConfig =
  { readonly kind: 'local' } | { readonly kind: 'published'; readonly jwksUrl: URL; readonly issuer: string; readonly audience: string };

export interface StandaloneConfig {
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  readonly dataDir: string;
  /** Absent: the embedded Postgres. */
  readonly databaseUrl?: string;
  /** 32 bytes. */
  readonly masterKey?: Buffer;
  /** Holds the master key. Without both: a file in the data folder, made at the first start. */
  readonly masterKeyFile?: string;
  readonly identity: IdentityConfig;
  /** Where the ledger's heads are written outside the database. */
  readonly witnessFile: string;
  /** An organisation to be founded at the start; what is so already stays. */
  readonly orgFile?: string;
  readonly logLevel: LogLevel;
  readonly telemetry: TelemetryConfig;
  /** How long relay or read models may take for one turn before they count as stuck; ms. */
  readonly stuckAfterMs: number;
  /** How long requests under way may take after SIGTERM, in milliseconds. */
  readonly shutdownMs: number;
  readonly feed: FeedSettings;
}

/** One environment variable, as the README's table has it. */
export interface Setting {
  readonly name: string;
  readonly default: string;
  readonly meaning: string;
}

export const settings: readonly Setting[] = [
  { name: 'PORT', default: '3000', meaning: 'Port to listen on, 0 to 65535; 0 takes any free one.' },
  { name: 'HOST', default: '127.0.0.1', meaning: 'Address to listen on; 0.0.0.0 for all.' },
  { name: 'DATA_DIR', default: '.data', meaning: 'Folder for everything that is kept on disk; one server’s alone.' },
  {
    name: 'DATABASE_URL',
    default: '',
    meaning: 'A Postgres 15+ of yours, postgres://user:password@host:port/database; the embedded one without it.',
  },
  {
    name: 'MASTER_KEY',
    default: '',
    meaning: '32 bytes in base64, under which all data keys are wrapped; without it and MASTER_KEY_FILE, a file in DATA_DIR.',
  },
  { name: 'MASTER_KEY_FILE', default: '', meaning: 'A file that holds what MASTER_KEY would.' },
  {
    name: 'JWKS_URL',
    default: '',
    meaning: 'Published keys of your identity provider; without it, tokens are issued and checked with a key in DATA_DIR.',
  },
  { name: 'JWT_ISSUER', default: '', meaning: 'What tokens state as issuer; needed with JWKS_URL.' },
  { name: 'JWT_AUDIENCE', default: 'dealtrail', meaning: 'What tokens state as audience.' },
  {
    name: 'WITNESS_FILE',
    default: '<DATA_DIR>/ledger-heads.jsonl',
    meaning: 'Where the ledger’s heads are written outside the database; best on another machine’s disk.',
  },
  { name: 'ORG_FILE', default: '', meaning: 'An organisation (users, teams, roles) to be founded at the start, YAML or JSON.' },
  { name: 'LOG_LEVEL', default: 'info', meaning: `One of ${logLevels.join(', ')}.` },
  ...telemetrySettings,
  {
    name: 'STUCK_AFTER_SECONDS',
    default: '60',
    meaning: 'How long relay or read models may stand still before /health/live fails, 1 to 3600.',
  },
  { name: 'SHUTDOWN_SECONDS', default: '15', meaning: 'How long requests under way may take after SIGTERM, 1 to 300.' },
  { name: 'FEED_READERS', default: String(feedDefaults.readers), meaning: 'How many may read the feed at the same time, 1 to 10000.' },
  {
    name: 'FEED_HEARTBEAT_SECONDS',
    default: String(feedDefaults.heartbeatMs / 1000),
    meaning: 'How long a stream of the feed may be silent, 1 to 300.',
  },
  {
    name: 'FEED_STALLED_SECONDS',
    default: String(feedDefaults.stalledMs / 1000),
    meaning: 'A reader of the feed that takes nothing for so long is cut off, 1 to 3600.',
  },
];

/** The environment cannot be used; the message names every variable that is wrong, what it holds (secrets aside) and what is expected. */
export class InvalidConfiguration extends Error {
  override readonly name = 'InvalidConfiguration';
  constructor(readonly problems: readonly string[]) {
    super(`The configuration cannot be used:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
  }
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Reads one variable after another and keeps every complaint. */
class Reader implements SettingsReader {
  readonly problems: string[] = [];

  constructor(private readonly environment: Environment) {}

  text(name: string): string | undefined {
    const value = this.environment[name];
    return value === undefined || value.trim() === '' ? undefined : value.trim();
  }

  complain(name: string, expected: string, shown?: string): void {
    this.problems.push(`${name}${shown === undefined ? '' : ` is ${JSON.stringify(shown)}`}: ${expected}`);
  }

  integer(name: string, fallback: number, least: number, most: number): number {
    const text = this.text(name);
    if (text === undefined) return fallback;
    const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
    if (value >= least && value <= most) return value;
    this.complain(name, `expected an integer from ${least} to ${most}`, text);
    return fallback;
  }

  url(name: string, schemes: readonly string[], secret: boolean): URL | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    if (URL.canParse(text) && schemes.includes(new URL(text).protocol)) return new URL(text);
    this.complain(
      name,
      `expected an address that begins with ${schemes.map((scheme) => `${scheme}//`).join(' or ')}`,
      secret ? undefined : text,
    );
    return undefined;
  }

  oneOf<T extends string>(name: string, values: readonly T[], fallback: T): T {
    const text = this.text(name);
    const found = values.find((value) => value === text);
    if (text !== undefined && found === undefined) this.complain(name, `expected one of ${values.join(', ')}`, text);
    return found ?? fallback;
  }
}

const readMasterKey = (reader: Reader): Pick<StandaloneConfig, 'masterKey' | 'masterKeyFile'> => {
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

const readIdentity = (reader: Reader): IdentityConfig => {
  const jwksUrl = reader.url('JWKS_URL', ['https:', 'http:'], false);
  const issuer = reader.text('JWT_ISSUER');
  if (jwksUrl && issuer === undefined) reader.complain('JWT_ISSUER', 'is not set; with JWKS_URL, expected what the tokens state as "iss"');
  if (issuer !== undefined && reader.text('JWKS_URL') === undefined)
    reader.complain('JWKS_URL', 'is not set; with JWT_ISSUER, expected the address of the issuer’s keys');
  const audience = reader.text('JWT_AUDIENCE') ?? 'dealtrail';
  return jwksUrl && issuer !== undefined ? { kind: 'published', jwksUrl, issuer, audience } : { kind: 'local' };
};

const readFeed = (reader: Reader): FeedSettings => ({
  readers: reader.integer('FEED_READERS', feedDefaults.readers, 1, 10_000),
  heartbeatMs: reader.integer('FEED_HEARTBEAT_SECONDS', feedDefaults.heartbeatMs / 1000, 1, 300) * 1000,
  stalledMs: reader.integer('FEED_STALLED_SECONDS', feedDefaults.stalledMs / 1000, 1, 3600) * 1000,
});

/** What is assumed where the environment is silent. */
export type Defaults = Partial<Pick<StandaloneConfig, 'dataDir' | 'logLevel'>>;

/** The program's settings. Throws {@link InvalidConfiguration} with everything that is wrong. */
export const readConfig = (environment: Environment = process.env, defaults: Defaults = {}): StandaloneConfig => {
  const reader = new Reader(environment);
  const assumed: Required<Defaults> = { dataDir: '.data', logLevel: 'info', ...defaults };
  const dataDir = resolve(reader.text('DATA_DIR') ?? assumed.dataDir);
  const databaseUrl = reader.url('DATABASE_URL', ['postgres:', 'postgresql:'], true);
  const orgFile = reader.text('ORG_FILE');
  const config: StandaloneConfig = {
    host: reader.text('HOST') ?? '127.0.0.1',
    port: reader.integer('PORT', 3000, 0, 65_535),
    dataDir,
    identity: readIdentity(reader),
    witnessFile: resolve(reader.text('WITNESS_FILE') ?? `${dataDir}/ledger-heads.jsonl`),
    logLevel: reader.oneOf('LOG_LEVEL', logLevels, assumed.logLevel),
    telemetry: readTelemetry(reader),
    stuckAfterMs: reader.integer('STUCK_AFTER_SECONDS', 60, 1, 3600) * 1000,
    shutdownMs: reader.integer('SHUTDOWN_SECONDS', 15, 1, 300) * 1000,
    feed: readFeed(reader),
    ...(databaseUrl && { databaseUrl: databaseUrl.href }),
    ...readMasterKey(reader),
    ...(orgFile !== undefined && { orgFile: resolve(orgFile) }),
  };
  if (reader.problems.length > 0) throw new InvalidConfiguration(reader.problems);
  return config;
};
