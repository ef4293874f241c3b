import type { StreamId } from '#eventsourcing';
import { definitionCategories, type DefinitionKind } from '#event-contracts';

/** Which process is the company's standard one; there is one such stream. */
export const standardStream: StreamId = 'standard-process';

/** A definition's stream is of no case: the same name is its case id. */
export const definitionStream = (kind: DefinitionKind, id: string): StreamId => `${definitionCategories[kind]}-${id}`;
