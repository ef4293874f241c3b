import { recordedAs } from '#eventsourcing/testing';
import type { OpportunityEvent } from '#event-contracts';
import { fact, opened } from '../../../../test/support/open-deal.ts';
import { dealFacts } from '../index.ts';

const factsAfter = (...history: readonly OpportunityEvent[]) =>
  history.reduce<ReturnType<typeof dealFacts>>((facts, event, at) => dealFacts(facts, recordedAs(event, at)), undefined)!;

const pain = (painPointId: string) => fact('PainPointRecorded', { painPointId, description: 'x', scope: 'specific' });

describe('gathered facts', () => {
  it('are found by their id, the later in the place of the earlier', () =>
    expect(factsAfter(opened, pain('p1'), pain('p2'), pain('p1')).painPoints).toMatchObject({ p1: { revision: 3 }, p2: { revision: 2 } }));

  it.each(['constructor', 'toString', 'valueOf', 'hasOwnProperty'])('are none where nothing of the id %s was stated', (id) => {
    expect(factsAfter(opened).painPoints[id]).toBeUndefined();
    expect(factsAfter(opened, pain('p1')).painPoints[id]).toBeUndefined();
    expect(factsAfter(opened, pain(id)).painPoints[id]).toMatchObject({ revision: 1 });
  });
});
