import { Value } from '@sinclair/typebox/value';
import { ClaimedDocument, DocumentRef } from './documents.ts';

const received = {
  ...{ documentId: 'quote-7', kind: 'quote', sha256: 'ab'.repeat(32), size: 12_345, mediaType: 'application/pdf' },
  ...{ title: 'Quote for 40 seats', template: { id: 'quote-standard', version: 'V2.1' } },
};
const claimed = { documentId: 'contract-1', kind: 'signedContract', url: 'https://files.example/contracts/1.pdf?download=1' };

describe('a document that was received', () => {
  it('is told by its hash, size, kind and media type', () => {
    const { title: _title, template: _template, ...least } = received;
    expect(Value.Check(DocumentRef, received)).toBe(true);
    expect(Value.Check(DocumentRef, least)).toBe(true);
  });

  it.each([
    ['a kind that nobody defined', { kind: 'napkin' }],
    ['a hash that is cut short', { sha256: 'ab'.repeat(31) }],
    ['a hash in capitals, which would be a second name for the same bytes', { sha256: 'AB'.repeat(32) }],
    ['no bytes', { size: 0 }],
    ['a media type with parameters', { mediaType: 'text/html; charset=utf-8' }],
    ['a media type that ends a header', { mediaType: 'text/html\r\nx: y' }],
    ['a link beside the bytes', { url: 'https://files.example/1' }],
  ])('is not told with %s', (_, change) => expect(Value.Check(DocumentRef, { ...received, ...change })).toBe(false));
});

describe('a document that is claimed', () => {
  it('is told by where it is said to be, by its claimed hash, or by neither', () => {
    expect(Value.Check(ClaimedDocument, claimed)).toBe(true);
    expect(Value.Check(ClaimedDocument, { documentId: 'contract-1', kind: 'other', claimedSha256: '0'.repeat(64) })).toBe(true);
    expect(Value.Check(ClaimedDocument, { documentId: 'contract-1', kind: 'other' })).toBe(true);
  });

  it('cannot pass for one that was received', () => expect(Value.Check(ClaimedDocument, received)).toBe(false));

  it.each([
    'https://user:secret@files.example/1',
    'https://token@files.example',
    'javascript:alert(1)',
    'file:///etc/passwd',
    'https://a b/',
  ])('is not to be found at %s', (url) => expect(Value.Check(ClaimedDocument, { ...claimed, url })).toBe(false));
});
