import { readdirSync, readFileSync } from 'node:fs';
import { catalogue, entryFor, eventCodec, unseal, upcast, type AnyEvent } from './index.ts';

const folder = new URL('../samples/', import.meta.url);

interface Sample {
  readonly type: string;
  readonly version: number;
  readonly data: Readonly<Record<string, unknown>>;
}

const samples: readonly Sample[] = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .map((name) => {
    const [type = '', version] = name.split('.');
    return { type, version: Number(version), data: JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as Sample['data'] };
  });

const isTodays = ({ type, version }: Sample) => entryFor(catalogue, type).definition.version === version;

describe('the samples', () => {
  it('are one for every version that was ever written, and no other', () => {
    const written = [...catalogue.values()].flatMap(({ definition: { type, version } }) =>
      Array.from({ length: version }, (_, before) => `${type}.${before + 1}`),
    );
    expect(samples.map(({ type, version }) => `${type}.${version}`).toSorted()).toEqual(written.toSorted());
  });

  it.each(samples)('$type version $version is read as a valid event of today', ({ type, version, data }) => {
    const known = entryFor(catalogue, type);
    expect([...known.validator.Errors(upcast(known, version, data))]).toEqual([]);
  });

  it.each(samples.filter(isTodays))('$type shows every field there is', ({ type, data }) => {
    expect(Object.keys(data).toSorted()).toEqual(Object.keys(entryFor(catalogue, type).definition.fields).toSorted());
  });

  it.each(samples.filter(isTodays))(
    '$type comes back from its stored bytes, its sealed fields under their keys only',
    async ({ type, data }) => {
      const keys = new Map<string, Buffer>();
      const obtain = async (id: string) => keys.get(id) ?? keys.set(id, Buffer.alloc(32, keys.size + 1)).get(id)!;
      const codec = eventCodec<AnyEvent>(catalogue, { obtain });
      const stored = await codec.encode({
        event: { type, data } as AnyEvent,
        eventId: 'e1',
        stream: 's-1',
        revision: 0,
        caseId: 'case-1',
        occurredAt: '2026-01-01T00:00:00.000Z',
        recordedAt: '2026-01-01T00:00:00.000Z',
        actor: { userId: 'u1', rolesAtThatTime: [], userRevision: 0, channel: 'api' },
        correlationId: 'c1',
        causationId: 'c1',
        commandId: 'c1',
        policyVersion: 'p@1',
        processVersion: 'q@1',
      });
      const { sealedFields } = entryFor(catalogue, type);
      const opened = stored.sealed.map((part, at) => unseal([...keys.values()][at]!, part, 'e1'));
      const inTheClear = Buffer.concat([stored.entry, stored.data]).toString('utf8');
      for (const field of sealedFields) expect(inTheClear).not.toContain(JSON.stringify(data[field]));
      expect(Object.assign({}, codec.decode(stored).data, ...opened)).toEqual(data);
    },
  );
});
