import { NotFoundException } from '@nestjs/common';
import { CaseBoundToStream, KeyErased, LostRace, OutcomeUnknown, StoreUnavailable } from '#eventsourcing';
import { IdentityUnavailable, TokenRefused } from '../identity/identity-provider.ts';
import { NotIJson } from '../i-json.ts';
import { notFound, problemDocument } from '../problem.ts';
import { problemOf } from './problem-of.ts';

const withCode = (code: string, message = 'secret detail of the database') => Object.assign(new Error(message), { code });

describe('the problem that an error is', () => {
  it.each([
    [notFound('x'), 404, 'notFound'],
    [new NotIJson('a.b', 'twice'), 400, 'malformed'],
    [new TokenRefused('the token has expired'), 401, 'unauthenticated'],
    [new IdentityUnavailable('no keys'), 503, 'unavailable'],
    [new OutcomeUnknown('died'), 503, 'outcomeUnknown'],
    [new LostRace('others'), 503, 'lostRace'],
    [new StoreUnavailable('down'), 503, 'unavailable'],
    [new CaseBoundToStream('lead-1'), 409, 'conflict'],
    [new KeyErased('person-1'), 409, 'conflict'],
    [new NotFoundException(), 404, 'notFound'],
    [withCode('ECONNREFUSED'), 503, 'unavailable'],
    [withCode('57P01'), 503, 'unavailable'],
    [withCode('53100'), 503, 'unavailable'],
    [withCode('25006'), 503, 'unavailable'],
    [Object.assign(new Error('query failed'), { driverError: withCode('57P03') }), 503, 'unavailable'],
    [new Error('Connection terminated unexpectedly'), 503, 'unavailable'],
    [withCode('42P01'), 500, 'internal'],
    [new TypeError('x is not a function'), 500, 'internal'],
    ['a text', 500, 'internal'],
  ])('%s is %i %s', (error, status, code) => expect(problemOf(error)).toMatchObject({ status, code }));

  it('says when to come again where that helps', () => {
    for (const error of [new OutcomeUnknown(''), new LostRace(''), new StoreUnavailable(''), withCode('ECONNRESET')])
      expect(Number(problemOf(error).headers?.['retry-after'])).toBeGreaterThan(0);
  });

  it('never tells what the database or the program said', () => {
    for (const error of [withCode('57P01'), withCode('42P01'), new TypeError('secret detail')])
      expect(JSON.stringify(problemDocument(problemOf(error), '/v1', 'c'))).not.toContain('secret');
  });
});
