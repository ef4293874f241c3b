import { fetchProgress } from './fetch-progress.ts';

const watched = () => {
  let time = 0;
  return { progress: fetchProgress(100, () => time), pass: (milliseconds: number) => void (time += milliseconds) };
};

describe('the progress of a consumer', () => {
  it('is there while brokers answer', () => {
    const { progress, pass } = watched();
    for (let turn = 0; turn < 10; turn += 1) {
      progress.began('1');
      pass(60);
      progress.answered();
      progress.ended('1');
      expect(progress.stuckOn(true)).toBeUndefined();
      expect(progress.fetchedAt).toBe(60 * (turn + 1));
    }
  });

  it('is missed when one broker never answers, though another does', () => {
    const { progress, pass } = watched();
    progress.began('1');
    pass(60);
    progress.began('2');
    progress.answered();
    progress.ended('2');
    expect(progress.stuckOn(true)).toBeUndefined();
    pass(60);
    progress.answered();
    expect(progress.stuckOn(true)).toBe('a fetch from broker 1 has no end');
  });

  it('is missed when turns are taken without an answer, unless there is nothing to fetch', () => {
    const { progress, pass } = watched();
    for (let turn = 0; turn < 3; turn += 1) {
      progress.began('1');
      pass(40);
      progress.ended('1');
    }
    expect(progress.stuckOn(true)).toBe('no broker answers a fetch');
    expect(progress.stuckOn(false)).toBeUndefined();
  });

  it('begins anew with an assignment', () => {
    const { progress, pass } = watched();
    progress.began('1');
    pass(200);
    progress.anew();
    expect(progress.stuckOn(true)).toBeUndefined();
  });
});
