import { movesBack } from './checkpoint-watch.ts';

describe('a watch on checkpoints (I5)', () => {
  const publication = { name: 'the publication', durable: true };
  const projection = { name: 'the checkpoint', durable: false };
  const [server, restarted] = ['2026-03-01 08:00:00', '2026-03-01 08:05:00'];

  it.each([publication, projection])('finds $name moving back, and nothing in that it stands or moves on', (checkpoint) => {
    const moveBack = movesBack();
    const seen = [3, 3, 7, 5, 6].map((position) => moveBack({ ...checkpoint, position, server }));
    expect(seen).toEqual([undefined, undefined, undefined, `${checkpoint.name} moved back from 7 to 5`, undefined]);
  });

  it('lets a crash of the server undo the last moves of a projection, once, and of nothing else', () => {
    const moveBack = movesBack();
    for (const checkpoint of [publication, projection]) expect(moveBack({ ...checkpoint, position: 7, server })).toBeUndefined();
    expect(moveBack({ ...projection, position: 5, server: restarted })).toBeUndefined();
    expect(moveBack({ ...projection, position: 4, server: restarted })).toBe('the checkpoint moved back from 5 to 4');
    expect(moveBack({ ...publication, position: 6, server: restarted })).toBe('the publication moved back from 7 to 6');
  });
});
