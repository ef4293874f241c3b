import { refuse, type Refusal } from '#eventsourcing';
import type { DocumentKind } from '#event-contracts';
import { listed } from '#rules';
import { onFile, type Known } from './chapter.ts';
import type { OpenDeal, OpportunityRefusal } from './opportunity.state.ts';
import { knownDocuments } from './references.ts';

type Refused = Refusal<OpportunityRefusal> | undefined;
type Deal = Pick<OpenDeal, 'facts'>;

/** Refuses documents that the deal does not have, not even claimed, and those of other kinds than are asked for. */
export const documentsKnown = ({ facts }: Deal, ids: readonly (string | undefined)[], kinds: readonly DocumentKind[]): Refused => {
  const unknown = knownDocuments(facts, ids);
  const other = [...listed(facts.claimedDocuments), ...listed(facts.documents)]
    .map(({ data }) => data)
    .filter(({ documentId, kind }) => ids.includes(documentId) && !kinds.includes(kind));
  if (unknown || other.length === 0) return unknown;
  return refuse('DocumentOfOtherKind', { documentIds: other.map(({ documentId }) => documentId), kinds }, [
    'name a document of these kinds',
  ]);
};

export const needsKnown = ({ facts }: Deal, ids: readonly string[]): Refused => onFile('need', facts.needs, ids, 'RecordNeed');

/** Whom the policy asks for a technical judgement (L34, L126, L133). */
const experts = ['PRESALES', 'SOLUTION_ARCHITECT'] as const;

/** The role in which somebody judges a deal technically, or why they may not: it takes presales or an architect, and never the deal's owner. */
export const expertOf = (
  { facts: { ownerId } }: Deal,
  { roles, userId }: Pick<Known, 'roles' | 'userId'>,
): { readonly role: string } | { readonly refusal: Refusal<OpportunityRefusal> } => {
  const role = experts.find((expert) => roles.includes(expert));
  if (role === undefined)
    return { refusal: refuse('RoleNotHeld', { userId, role: [...experts], holds: [...roles] }, ['ask someone of these roles']) };
  if (ownerId === userId) return { refusal: refuse('OwnDeal', { ownerId }, ['have someone else judge it']) };
  return { role };
};
