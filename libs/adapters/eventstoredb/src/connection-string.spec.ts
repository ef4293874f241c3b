import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { clientSettings, InvalidConnectionString } from './connection-string.ts';

describe('the connection string of the event store', () => {
  it('names one server', () => {
    expect(clientSettings('esdb://localhost:2114?tls=false')).toEqual({
      connection: { endpoint: { address: 'localhost', port: 2114 } },
      channel: { insecure: true },
      credentials: undefined,
    });
    expect(clientSettings('esdb://127.0.0.1/').connection).toEqual({ endpoint: { address: '127.0.0.1', port: 2113 } });
  });

  it('names a cluster, and prefers its leader', () => {
    const endpoints = ['a', 'b', 'c'].map((address) => ({ address, port: 2113 }));
    expect(clientSettings('esdb://a,b,c:2113').connection).toEqual({ endpoints, nodePreference: 'leader' });
    expect(clientSettings('esdb+discover://es.example?nodePreference=follower&maxDiscoverAttempts=3').connection).toEqual({
      discover: { address: 'es.example', port: 2113 },
      nodePreference: 'follower',
      maxDiscoverAttempts: 3,
    });
  });

  it('may begin as KurrentDB has it', () => {
    for (const rest of ['://u:p@h:1?tls=false', '+discover://u:p@h:1?tls=false'])
      expect(clientSettings(`kurrentdb${rest}`)).toEqual(clientSettings(`esdb${rest}`));
  });

  it('carries credentials, percent-encoded', () => {
    expect(clientSettings('esdb://admin:p%40ss%3Aword@host').credentials).toEqual({ username: 'admin', password: 'p@ss:word' });
  });

  it('encrypts unless told otherwise, and reads the certificates', () => {
    const folder = mkdtempSync(join(tmpdir(), 'dealtrail-certificates-'));
    const file = join(folder, 'ca.pem');
    writeFileSync(file, 'certificate');
    expect(clientSettings(`esdb://host?tlsCAFile=${encodeURIComponent(file)}`).channel).toEqual({
      insecure: false,
      rootCertificate: Buffer.from('certificate'),
    });
    expect(() => clientSettings(`esdb://host?userCertFile=${encodeURIComponent(file)}`)).toThrow(/given together/);
    rmSync(folder, { recursive: true });
  });

  it.each([
    'postgres://u:s3cr3t@host',
    'esdb://u:s3cr3t@',
    'esdb://u:s3cr3t@host:port',
    'esdb://u:s3cr3t@a:1:2',
    'esdb://u:s3cr3t@host?tls=maybe',
    'esdb://u:s3cr3t@host?tlsVerifyCert=false',
    'esdb://u:s3cr3t@host?defaultDeadline=soon',
    'esdb://u:s3cr3t@host?nodePreference=nearest',
    'esdb://u:%zzs3cr3t@host',
    'esdb://u:s3cr3t@x@host',
  ])('says what is wrong with %s, without the password', (connectionString) => {
    let error: unknown;
    try {
      clientSettings(connectionString);
    } catch (caught) {
      error = caught;
    }
    expect(error).toBeInstanceOf(InvalidConnectionString);
    expect(`${String(error)} ${String((error as Error).cause)}`).not.toContain('s3cr3t');
  });
});
