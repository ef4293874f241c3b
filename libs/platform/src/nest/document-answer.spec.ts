import type { FastifyReply } from 'fastify';
import { inMemoryDocumentStore } from '#documents';
import { documentAnswer } from './document-answer.ts';

async function* once(text: string): AsyncGenerator<Buffer> {
  yield Buffer.from(text);
}

describe('the name that a document is saved under', () => {
  const store = inMemoryDocumentStore();
  const headers: Record<string, unknown> = {};
  const reply = { headers: (given: object) => Object.assign(headers, given) } as unknown as FastifyReply;

  const dispositionOf = async (name?: string): Promise<string> => {
    const { sha256 } = await store.receive(once('a quote'), { limit: 100 });
    const answer = await documentAnswer(store, { sha256, name, mediaType: 'application/pdf' }, reply);
    expect(headers['etag']).toBe(`"${sha256}"`);
    expect(answer.getHeaders()).toMatchObject({ type: 'application/pdf', length: 7 });
    return answer.getHeaders().disposition?.toString().replaceAll(sha256, '<hash>') ?? '';
  };

  it.each([
    ['Quote 7.pdf', `attachment; filename="Quote 7.pdf"; filename*=UTF-8''Quote%207.pdf`],
    ['报价单.pdf', `attachment; filename="___.pdf"; filename*=UTF-8''%E6%8A%A5%E4%BB%B7%E5%8D%95.pdf`],
    [`a"; filename="b.exe`, `attachment; filename="a_; filename=_b.exe"; filename*=UTF-8''a%22%3B%20filename%3D%22b.exe`],
    ['a\r\nset-cookie: b', `attachment; filename="a__set-cookie: b"; filename*=UTF-8''a%0D%0Aset-cookie%3A%20b`],
    [`it's (new)*`, `attachment; filename="it's (new)*"; filename*=UTF-8''it%27s%20%28new%29%2A`],
  ])('%j ends neither its header nor its quotation', async (name, header) => expect(await dispositionOf(name)).toBe(header));

  it('is its hash where nobody gave one', async () =>
    expect(await dispositionOf()).toBe(`attachment; filename="<hash>"; filename*=UTF-8''<hash>`));
});
