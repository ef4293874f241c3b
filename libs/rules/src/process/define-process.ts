import { canonicalBytes, sha256Hex } from '#event-contracts';
import type { ProcessContents, ProcessDefinition } from './process-definition.ts';

/** Seals contents under their hash, which every event of a case pinned to them then states. */
export const defineProcess = (contents: ProcessContents): ProcessDefinition => {
  const sha256 = sha256Hex(canonicalBytes(contents));
  return { ...contents, sha256, processVersion: `${contents.id}@${contents.version}#${sha256}` };
};
