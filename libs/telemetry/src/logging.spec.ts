import { createLogger } from './logging.ts';

const secrets = ['hunter2', 'eyJhbGciOiJFUzI1NiJ9.payload.signature', 'Ada Lovelace'] as const;
const [password, token, person] = secrets;

const logged = (write: (logger: ReturnType<typeof createLogger>) => void): string => {
  const lines: string[] = [];
  write(createLogger('trace', false, { write: (line) => void lines.push(line) }));
  expect(lines.length).toBeGreaterThan(0);
  return lines.join('');
};

describe('a log line', () => {
  it('is JSON, with its level by name, its time in UTC and what it is about', () => {
    const line = logged((logger) => logger.warn({ correlationId: 'c-1', part: 'relay' }, 'trying again'));
    expect(JSON.parse(line)).toEqual({
      level: 'warn',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      name: 'dealtrail',
      correlationId: 'c-1',
      part: 'relay',
      msg: 'trying again',
    });
  });

  it('withholds secrets and contents, wherever they turn up', () => {
    const all = logged((logger) => {
      logger.info({ token, password, masterKey: password, body: { name: person }, query: { email: person } });
      logger.info({ request: { headers: { authorization: `Bearer ${token}` }, body: person } });
      logger.info({ event: { sealed: { ciphertext: password }, data: { name: person } } });
      logger.child({ authorization: token }).error('bound to a child');
    });
    for (const secret of secrets) expect(all).not.toContain(secret);
    expect(all).toContain('[withheld]');
  });

  it('tells of an error what and where, not what hangs on it', () => {
    const cause = Object.assign(new Error(`connect postgres://dealtrail:${password}@db/sales failed`), { parameters: [person] });
    const error = Object.assign(new Error(`refused: Bearer ${token}`, { cause }), {
      code: '23505',
      row: { name: person },
      client: { password },
    });
    const all = logged((logger) => logger.error({ err: error }, 'failed'));
    for (const secret of secrets) expect(all).not.toContain(secret);
    expect(JSON.parse(all)).toMatchObject({
      err: { type: 'Error', code: '23505', cause: { message: 'connect postgres://[withheld]@db/sales failed' } },
    });
  });
});
