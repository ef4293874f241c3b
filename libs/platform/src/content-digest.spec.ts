import { createHash } from 'node:crypto';
import { announcedSha256, contentDigest } from './content-digest.ts';
import { ProblemError } from './problem.ts';

const hash = createHash('sha256').update('{"hello": "world"}');
const [hex, base64] = [hash.copy().digest('hex'), hash.digest('base64')];
const sha512 = createHash('sha512').update('{"hello": "world"}').digest('base64');

describe('the digest that a sender announces', () => {
  it.each([
    ['as RFC 9530 has it', { 'content-digest': `sha-256=:${base64}:` }],
    ['beside others', { 'content-digest': `sha-512=:${sha512}:, sha-256=:${base64}:` }],
    ['in several lines', { 'content-digest': [`sha-512=:${sha512}:`, `sha-256=:${base64}:`] }],
    ['as RFC 3230 has it', { digest: `SHA-256=${base64}` }],
    ['in both, of which the newer counts', { 'content-digest': `sha-256=:${base64}:`, digest: 'nonsense' }],
  ])('is found %s', (_, headers) => expect(announcedSha256(headers)).toBe(hex));

  it('may be absent', () => expect(announcedSha256({})).toBeUndefined());
  it('is written as it is read', () => expect(announcedSha256({ 'content-digest': contentDigest(hex) })).toBe(hex));

  it.each([
    ['nothing', ''],
    ['of another algorithm only', `sha-512=:${sha512}:`],
    ['without colons', `sha-256=${base64}`],
    ['cut short', `sha-256=:${base64.slice(0, 40)}:`],
    ['in hexadecimal', `sha-256=:${hex}:`],
    ['with something else beside it', `sha-256=:${base64}:, x`],
    ['with parameters, which it never has', `sha-256=:${base64}:;q=1`],
  ])('is refused when it is %s', (_, header) => expect(() => announcedSha256({ 'content-digest': header })).toThrow(ProblemError));
});
