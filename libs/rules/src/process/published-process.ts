import type { Rulebook } from '../rulebook.port.ts';
import type { ProcessDefinition } from './process-definition.ts';

/** The process that something is pinned to. Throws where it was never published: nothing can be pinned to such a one. */
export const publishedProcess = async (rulebook: Pick<Rulebook, 'process'>, name: string): Promise<ProcessDefinition> => {
  const found = await rulebook.process(name);
  if (!found) throw new Error(`the process ${name} was never published`);
  return found;
};
