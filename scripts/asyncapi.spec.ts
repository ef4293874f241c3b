import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Ajv } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import fc from 'fast-check';
import { catalogue, catalogueOf, event, jsonSchemas, Line, open, publish, type PublishedShapes } from '#event-contracts';
import { toFeedEvent, positionFrame } from '#feed';
import { anyEventOf } from '../test/support/any-event.ts';
import { salesLedger } from '../test/support/sales-ledger.ts';
import { asyncApi } from './asyncapi.ts';
import { olderVersions } from './older-versions.ts';

const read = (path: string | URL): unknown => JSON.parse(readFileSync(path, 'utf8'));
const schemas = new URL('../docs/generated/schemas/', import.meta.url);
const published = read(new URL('../libs/event-contracts/published.json', import.meta.url)) as PublishedShapes;

const document = JSON.parse(JSON.stringify(asyncApi(catalogue, published)));

const refsIn = (value: unknown): readonly string[] => {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => (name === '$ref' ? [inner as string] : refsIn(inner)));
};
const at = (path: string): unknown =>
  path
    .slice(2)
    .split('/')
    .reduce((value: unknown, name) => (value as Record<string, unknown> | undefined)?.[name], document);

/** Checks by a schema of the document, with the schemas of event data beside it. */
const checkOf = (path: string) => {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats.default(ajv);
  ajv.addSchema({ components: document.components }, 'https://dealtrail.example/asyncapi.json');
  const older = olderVersions(catalogue, published).map((name) => [name, read(new URL(`${name}.json`, schemas)) as object] as const);
  for (const [name, schema] of [...Object.entries(jsonSchemas(catalogue)), ...older])
    ajv.addSchema(schema, `https://dealtrail.example/schemas/${name}.json`);
  return ajv.compile({ $ref: `https://dealtrail.example/asyncapi.json${path}` });
};

describe('the AsyncAPI document', () => {
  it('is one, as AsyncAPI 3.0 has it', () => {
    const schema = read(createRequire(import.meta.url).resolve('@asyncapi/specs/schemas/3.0.0.json')) as object;
    // It brings the schema of schemas along.
    const ajv = new Ajv({ strict: false, allErrors: true, meta: false, validateSchema: false });
    addFormats.default(ajv);
    const valid = ajv.compile(schema);
    valid(document);
    expect(valid.errors).toBeNull();
    expect(ajv.validate(schema, { ...document, operations: { publishEvents: { action: 'publish' } } })).toBe(false);
  });

  it('points to nothing that is not there', () => {
    for (const ref of new Set(refsIn(document))) {
      if (ref.startsWith('#/')) expect([ref, at(ref)]).toEqual([ref, expect.any(Object)]);
      else expect(() => read(new URL(`../docs/generated/${ref}`, import.meta.url))).not.toThrow();
    }
  });

  it('has a message for every event, and for every version of it that was published', () => {
    const names = [...catalogue.values()].map(({ definition: { type, version } }) => `${type}.${version}`);
    expect(Object.keys(document.channels.events.messages)).toEqual(expect.arrayContaining(names));
    const define = (version: number) =>
      catalogueOf(
        event('DealPaused', {
          aggregate: 'a',
          description: '',
          fields: { [`f${version}`]: open(Line) },
          version,
          upcasters: { 1: (data) => data },
        }),
      );
    const later = asyncApi(define(2), publish(define(2), publish(define(1), {}))) as typeof document;
    expect(Object.keys(later.channels.events.messages)).toEqual(['DealPaused.1', 'DealPaused.2']);
    expect(later.components.messages['DealPaused.1'].payload).toEqual({ $ref: './schemas/DealPaused.1.json' });
  });

  it('says of the feed what it sends', async () => {
    const check = checkOf('#/components/schemas/FeedEvent');
    const sales = salesLedger();
    for (const type of catalogue.keys())
      for (const sample of fc.sample(anyEventOf(type), { numRuns: 5, seed: 1 })) await sales.record(`${type}-1`, sample);
    const written = sales.sequenced.map(toFeedEvent('6f1c5f5e-2f0c-4f0e-9a52-7a3e5a0c1b11'));
    for (const feedEvent of written) {
      const json = JSON.parse(feedEvent.json().toString());
      expect([json.type, check(json), check.errors]).toEqual([json.type, true, null]);
      expect(check({ ...json, index: `${json.index}` })).toBe(false);
      expect(Object.keys(document.components.schemas.FeedEvent.properties)).toEqual(Object.keys(json));
    }
    const [, told] = /data: (.*)\n/.exec(positionFrame('6f1c5f5e-2f0c:-1').toString()) ?? [];
    expect(checkOf('#/components/messages/FeedPosition/payload')(JSON.parse(told!))).toBe(true);
  });
});
