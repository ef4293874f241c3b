import type { StreamId } from '#eventsourcing';
import { definitionCategories, type DefinitionKind } from '#event-contracts';

/** A definition's stream is of no case: the same name is its case id. */
export const definitionStream = (kind: DefinitionKind, id: string): StreamId => `${definitionCategories[kind]}-${id}`;
