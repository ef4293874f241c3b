import { addressFor } from './sql-access.ts';

describe('the address that is told', () => {
  it.each([
    ['postgres://dealtrail:hunter2@db:5432/sales', 'postgresql://lina@db:5432/sales'],
    [
      'postgres://dealtrail:hunter2@db/sales?sslmode=require&application_name=x&password=hunter2',
      'postgresql://lina@db/sales?sslmode=require',
    ],
    ['postgresql://d:hunter2@127.0.0.1:5433/d?host=%2Ftmp%2Fsocket', 'postgresql://lina@127.0.0.1:5433/d'],
    ['postgresql:///sales?host=%2Frun%2Fpostgresql&password=hunter2', 'postgresql://lina@/sales?host=%2Frun%2Fpostgresql'],
  ])('of %s has the host and the database, and nothing secret', (given, told) => expect(addressFor(given, 'lina')).toBe(told));

  it('takes any login', () => expect(addressFor('postgres://db/sales', 'a_b@c~1')).toBe('postgresql://a_b%40c~1@db/sales'));
});
