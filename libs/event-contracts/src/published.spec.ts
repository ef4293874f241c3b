import { readFileSync } from 'node:fs';
import { Type } from '@sinclair/typebox';
import {
  brokenPromises,
  catalogue,
  catalogueOf,
  event,
  jsonSchemas,
  Line,
  open,
  openOptional,
  personal,
  publish,
  shapeOf,
  shapeOfDocument,
  type PublishedShapes,
} from './index.ts';

const published = JSON.parse(readFileSync(new URL('../published.json', import.meta.url), 'utf8')) as PublishedShapes;

describe('what was published', () => {
  it('is kept: no event of the catalogue has another shape under the same version, and none is gone', () => {
    expect(brokenPromises(catalogue, published)).toEqual([]);
  });

  it('is what the JSON Schema documents say', () => {
    const documents = jsonSchemas(catalogue);
    for (const entry of catalogue.values()) {
      const { type, version } = entry.definition;
      expect(shapeOfDocument(documents[`${type}.${version}`]!)).toBe(shapeOf(entry));
    }
  });
});

describe('a published event', () => {
  const paused = (fields: Parameters<typeof event>[1]['fields'], version = 1, description = 'A deal rests.') =>
    catalogueOf(event('DealPaused', { aggregate: 'opportunity', description, fields, version, upcasters: { 1: (data) => data } }));
  const first = paused({ dealId: open(Line), note: openOptional(Line) });
  const promised = publish(first, {});

  it('may be described in other words', () => {
    expect(brokenPromises(paused({ dealId: open(Line), note: openOptional(Line) }, 1, 'Somebody let a deal rest.'), promised)).toEqual([]);
  });

  it.each([
    ['a field more', { dealId: open(Line), note: openOptional(Line), until: openOptional(Line) }],
    ['a field less', { dealId: open(Line) }],
    ['another type', { dealId: open(Line), note: openOptional(Type.Integer()) }],
    ['a field that must be there now', { dealId: open(Line), note: open(Line) }],
    ['another readership', { dealId: open(Line), note: personal('dealId', Line) }],
  ])('cannot get %s under the same version', (_, fields) => {
    expect(brokenPromises(paused(fields), promised)).toEqual(['DealPaused version 1 was published with another shape; raise its version']);
  });

  it('may change with a new version, which keeps the old one on record', () => {
    const second = paused({ dealId: open(Line) }, 2);
    expect(brokenPromises(second, promised)).toEqual(['DealPaused version 2 is not published yet']);
    const both = publish(second, promised);
    expect(both.DealPaused).toEqual({ 1: promised.DealPaused?.[1], 2: expect.any(String) });
    expect(brokenPromises(second, both)).toEqual([]);
    expect(brokenPromises(first, both)).toEqual(['DealPaused version 2 was published and is gone']);
  });

  it('never disappears, and is never published anew under its version', () => {
    expect(brokenPromises(catalogueOf(), promised)).toEqual(['DealPaused was published and is gone']);
    expect(publish(paused({ dealId: open(Line) }), promised)).toEqual(promised);
  });
});
