import { InvalidConfiguration, readConfig, settings } from './config.ts';

const complaints = (environment: Record<string, string>): readonly string[] => {
  try {
    readConfig(environment);
  } catch (error) {
    if (error instanceof InvalidConfiguration) return error.problems;
    throw error;
  }
  return [];
};

describe('reading the environment', () => {
  it('needs nothing', () => {
    const config = readConfig({});
    expect(config).toMatchObject({ host: '127.0.0.1', port: 3000, identity: { kind: 'local' }, logLevel: 'info', shutdownMs: 15_000 });
    expect(config.databaseUrl).toBeUndefined();
    expect(config.witnessFile).toBe(`${config.dataDir}/ledger-heads.jsonl`);
  });

  it('names everything that is wrong at once, with what is expected', () => {
    expect(
      complaints({
        PORT: '70000',
        LOG_LEVEL: 'loud',
        DATABASE_URL: 'mysql://root:secret@db/x',
        JWKS_URL: 'https://id.example/keys',
        SHUTDOWN_SECONDS: '1.5',
      }),
    ).toEqual([
      'DATABASE_URL: expected an address that begins with postgres:// or postgresql://',
      'PORT is "70000": expected an integer from 0 to 65535',
      'JWT_ISSUER: is not set; with JWKS_URL, expected what the tokens state as "iss"',
      'LOG_LEVEL is "loud": expected one of fatal, error, warn, info, debug, trace, silent',
      'SHUTDOWN_SECONDS is "1.5": expected an integer from 1 to 300',
    ]);
  });

  it('never shows a secret', () => {
    const [complaint] = complaints({ MASTER_KEY: 'hunter2' });
    expect(complaint).toContain('32 bytes');
    expect(complaint).not.toContain('hunter2');
    expect(complaints({ DATABASE_URL: 'secret' }).join()).not.toContain('"secret"');
  });

  it('takes the master key, or the name of its file, but not both', () => {
    const key = Buffer.alloc(32, 7);
    expect(readConfig({ MASTER_KEY: key.toString('base64') }).masterKey).toEqual(key);
    expect(readConfig({ MASTER_KEY_FILE: '/safe/key' }).masterKeyFile).toBe('/safe/key');
    expect(complaints({ MASTER_KEY: key.toString('base64'), MASTER_KEY_FILE: '/safe/key' })).toEqual([
      'MASTER_KEY: is set and MASTER_KEY_FILE is too; expected one of them',
    ]);
  });

  it('describes every variable that it reads', () => {
    const read = new Set<string>();
    readConfig(new Proxy({}, { get: (_, name) => void read.add(String(name)) }));
    expect(settings.map(({ name }) => name).toSorted()).toEqual([...read].toSorted());
  });
});
