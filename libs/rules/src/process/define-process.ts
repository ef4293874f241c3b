import { canonicalBytes, sha256Hex } from '#event-contracts';
import type { ProcessContents, ProcessDefinition } from './process-definition.ts';

/** Contents never change, and are asked for with every case that begins. */
const defined = new WeakMap<ProcessContents, ProcessDefinition>();

const sealed = (contents: ProcessContents): ProcessDefinition => {
  const sha256 = sha256Hex(canonicalBytes(contents));
  return { ...contents, sha256, processVersion: `${contents.id}@${contents.version}#${sha256}` };
};

/** Seals contents under their hash, which every event of a case pinned to them then states; the same contents once. */
export const defineProcess = (contents: ProcessContents): ProcessDefinition => {
  const definition = defined.get(contents) ?? sealed(contents);
  defined.set(contents, definition);
  return definition;
};
