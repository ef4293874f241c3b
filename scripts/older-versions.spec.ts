import { catalogueOf, event, jsonSchemas, Line, open, publish } from '#event-contracts';
import { lostVersions, olderVersions } from './older-versions.ts';

const paused = (version: number, fields: Parameters<typeof event>[1]['fields']) =>
  catalogueOf(
    event('DealPaused', { aggregate: 'opportunity', description: 'A deal rests.', fields, version, upcasters: { 1: (data) => data } }),
  );

describe('the schema of an older version', () => {
  const first = paused(1, { dealId: open(Line), reason: open(Line) });
  const second = paused(2, { dealId: open(Line) });
  const published = publish(second, publish(first, {}));
  const document = jsonSchemas(first)['DealPaused.1']!;
  const found = (text: string | undefined) => lostVersions(published, { 'DealPaused.1': text });

  it('is wanted once there is a newer one', () => {
    expect(olderVersions(first, publish(first, {}))).toEqual([]);
    expect(olderVersions(second, published)).toEqual(['DealPaused.1']);
  });

  it('is fine as it was published, in whatever words', () => {
    expect(found(JSON.stringify(document))).toEqual([]);
    expect(found(JSON.stringify({ ...document, description: 'In other words.' }, null, 2))).toEqual([]);
  });

  it('is missed when it is gone, or says something else', () => {
    expect(found(undefined)).toEqual([expect.stringContaining('DealPaused.1 is gone')]);
    expect(found(JSON.stringify({ ...document, required: [] }))).toEqual([expect.stringContaining('not the one')]);
    expect(found('{')).toEqual([expect.stringContaining('not the one')]);
  });
});
