import fc from 'fast-check';
import { damaged, damages } from '#eventsourcing/testing';
import { packFrame, unpackFrame } from './event-frame.ts';

const bytes = fc.uint8Array({ maxLength: 40 }).map((array) => Buffer.from(array));
const frames = fc.record({
  caseId: fc.stringMatching(/^[A-Za-z0-9._-]{1,200}$/),
  entry: bytes,
  sealed: fc.array(bytes, { maxLength: 3 }),
});

describe('the frame around an entry and its ciphertexts', () => {
  it('comes back as it was', () => fc.assert(fc.property(frames, (frame) => expect(unpackFrame(packFrame(frame))).toEqual(frame))));

  it('never comes back as it was when a byte was changed, cut off or added, and never throws', () => {
    fc.assert(
      fc.property(frames, damages, (frame, how) => expect(unpackFrame(damaged(packFrame(frame), how))).not.toEqual(frame)),
      { numRuns: 500 },
    );
  });

  it('is told from any other bytes', () => {
    for (const other of ['', '{}', '{"$correlationId":"x"}', '\u0001', '\u0002\u0001c\u0000\u0000\u0000\u0000']) {
      expect(unpackFrame(Buffer.from(other))).toBeUndefined();
    }
  });

  it('is never taken for JSON', () => {
    fc.assert(fc.property(frames, (frame) => expect(() => JSON.parse(packFrame(frame).toString('utf8')) as unknown).toThrow()));
  });
});
