import type { CaseId } from '#eventsourcing';

/** What an event carries beside its data. */
export interface EventFrame {
  readonly caseId: CaseId;
  readonly entry: Buffer;
  readonly sealed: readonly Buffer[];
}

/** The layout that is written. As a control character it also keeps the client from taking a frame for JSON, which it would parse. */
const version = 1;

const writePart = (frame: Buffer, at: number, part: Buffer): number => {
  const start = frame.writeUInt32BE(part.length, at);
  return start + part.copy(frame, start);
};

/**
 * The bytes in an event's metadata: version (one byte), length of the case id (one byte) and the case id; then the entry and each
 * ciphertext, each with its length (uint32, big-endian) before it.
 */
export const packFrame = ({ caseId, entry, sealed }: EventFrame): Buffer => {
  const parts = [entry, ...sealed];
  const head = 2 + caseId.length;
  const frame = Buffer.allocUnsafe(parts.reduce((length, part) => length + 4 + part.length, head));
  frame.writeUInt8(version, 0);
  frame.writeUInt8(caseId.length, 1);
  frame.write(caseId, 2, 'latin1');
  parts.reduce((at, part) => writePart(frame, at, part), head);
  return frame;
};

const unpackParts = (frame: Buffer, from: number): Buffer[] | undefined => {
  const parts: Buffer[] = [];
  for (let at = from; at < frame.length;) {
    const start = at + 4;
    const end = start <= frame.length ? start + frame.readUInt32BE(at) : Infinity;
    if (end > frame.length) return undefined;
    parts.push(frame.subarray(start, end));
    at = end;
  }
  return parts;
};

/** Nothing when the bytes are no frame, or one of a version that this program does not know. The parts are views of the bytes. */
export const unpackFrame = (frame: Buffer): EventFrame | undefined => {
  if (frame.length < 2 || frame[0] !== version) return undefined;
  const head = 2 + frame.readUInt8(1);
  const [entry, ...sealed] = unpackParts(frame, head) ?? [];
  return entry && { caseId: frame.toString('latin1', 2, head), entry, sealed };
};
