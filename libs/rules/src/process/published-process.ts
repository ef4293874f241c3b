import { andThen, type Awaitable } from '#eventsourcing';
import type { Rulebook } from '../rulebook.port.ts';
import type { ProcessDefinition } from './process-definition.ts';

/** The process that something is pinned to. Throws where it was never published: nothing can be pinned to such a one. */
export const publishedProcess = (rulebook: Pick<Rulebook, 'process'>, name: string): Awaitable<ProcessDefinition> =>
  andThen(rulebook.process(name), (found) => {
    if (!found) throw new Error(`the process ${name} was never published`);
    return found;
  });
