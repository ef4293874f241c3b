import type { DocumentKind } from '#event-contracts';
import type { DealFacts } from './deal-facts.ts';
import { listed } from './gathering.ts';

type Received = DealFacts['documents'][string];

/** The documents whose bytes the server has, of these kinds and with these ids; of any kind, or whatever their id, where it is not said. Claimed ones never count. */
export const documentsOnFile = (
  { documents }: Pick<DealFacts, 'documents'>,
  kinds?: readonly DocumentKind[],
  ids?: readonly string[],
): readonly Received[] =>
  listed(documents).filter(({ data: { kind, documentId } }) => (kinds?.includes(kind) ?? true) && (ids?.includes(documentId) ?? true));
