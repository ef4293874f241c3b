import { InvalidConfiguration } from '../../common/src/settings.ts';
import { readConfig, settings } from './config.ts';

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
      'LOG_LEVEL is "loud": expected one of fatal, error, warn, info, debug, trace, silent',
      'SHUTDOWN_SECONDS is "1.5": expected an integer from 1 to 300',
      'JWT_ISSUER: is not set; with JWKS_URL, expected what the tokens state as "iss"',
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

  it('serves figures unless told not to, and traces only to a collector', () => {
    expect(readConfig({}).telemetry).toEqual({ metrics: true });
    expect(readConfig({ METRICS: 'off', OTEL_SERVICE_NAME: 'sales' }).telemetry).toEqual({ metrics: false });
    const traced = readConfig({
      OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318',
      OTEL_EXPORTER_OTLP_HEADERS: 'x-key=a%20b, x-team = sales',
      OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment=test',
      OTEL_TRACES_SAMPLER: 'traceidratio',
      OTEL_TRACES_SAMPLER_ARG: '0.1',
    });
    expect(traced.telemetry.tracing).toMatchObject({
      endpoint: 'http://127.0.0.1:4318/',
      headers: { 'x-key': 'a b', 'x-team': 'sales' },
      serviceName: 'dealtrail',
      attributes: { 'deployment.environment': 'test' },
      sampler: 'traceidratio',
      ratio: 0.1,
    });
  });

  it('says what is wrong with where traces go, without the collector’s key', () => {
    const environment = {
      METRICS: 'yes',
      OTEL_EXPORTER_OTLP_ENDPOINT: 'grpc://user:hunter2@host',
      OTEL_EXPORTER_OTLP_HEADERS: 'hunter2',
      OTEL_TRACES_SAMPLER: 'some',
      OTEL_TRACES_SAMPLER_ARG: '1.1',
    };
    expect(complaints(environment)).toEqual([
      'OTEL_EXPORTER_OTLP_ENDPOINT: expected an address that begins with http:// or https://',
      'OTEL_EXPORTER_OTLP_HEADERS: expected name=value,name=value, percent-encoded (the value is not shown)',
      expect.stringMatching(/^OTEL_TRACES_SAMPLER is "some": expected one of always_on, always_off, traceidratio, /),
      'OTEL_TRACES_SAMPLER_ARG is "1.1": expected a number from 0 to 1',
      'METRICS is "yes": expected one of on, off',
    ]);
  });

  it('describes every variable that it reads', () => {
    const read = new Set<string>();
    readConfig(new Proxy({}, { get: (_, name) => void read.add(String(name)) }));
    expect(settings.map(({ name }) => name).toSorted()).toEqual([...read].toSorted());
  });
});
