import { refuse, type Refusal } from '#eventsourcing';
import type { DocumentKind } from '#event-contracts';
import { isParty, latestVersionOf, listed } from '#rules';
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

export const painPointsKnown = ({ facts }: Deal, ids: readonly string[]): Refused =>
  onFile('pain point', facts.painPoints, ids, 'RecordPainPoint');

/** Refuses a list in which nothing stands where something has to be named. */
export const somethingNamed = (field: string, list: readonly unknown[]): Refused =>
  list.length > 0 ? undefined : refuse('NothingNamed', { field }, [`name at least one of ${field}`]);

export const solutionUnknown = (solutionId: string): Refusal<OpportunityRefusal> =>
  refuse('NotOnFile', { what: 'solution', ids: [solutionId] }, ['DesignSolution']);

/** Refuses to offer a solution, or a version of one, that was never designed. */
export const solutionDesigned = (
  { facts }: Deal,
  { solutionId, solutionVersion = 1 }: { readonly solutionId?: string | undefined; readonly solutionVersion?: number | undefined },
): Refused => {
  if (solutionId === undefined) return undefined;
  const latest = latestVersionOf(facts, solutionId)?.data.version;
  if (latest === undefined) return solutionUnknown(solutionId);
  const version = `${solutionId}@${solutionVersion}`;
  return solutionVersion <= latest ? undefined : refuse('NotOnFile', { what: 'solution version', ids: [version] }, ['ReviseSolution']);
};

/** Refuses to speak of another version of a solution than the latest: what is said would be said of what is offered no more. */
export const ofLatestVersion = (
  { facts }: Deal,
  { solutionId, version }: { readonly solutionId: string; readonly version: number },
): Refused => {
  const latest = latestVersionOf(facts, solutionId)?.data.version;
  if (latest === undefined) return solutionUnknown(solutionId);
  return version === latest ? undefined : refuse('NotLatestVersion', { solutionId, version, latest }, [`look at version ${latest}`]);
};

/** Whom the policy asks for a technical judgement (L34, L126, L133). */
const experts = ['PRESALES', 'SOLUTION_ARCHITECT'] as const;

/** The role in which somebody judges a deal technically, or why they may not: it takes presales or an architect, and never the deal's owner. */
export const expertOf = (
  { facts: { ownerId } }: Deal,
  known: Pick<Known, 'roles' | 'userId' | 'persons'>,
): { readonly role: string } | { readonly refusal: Refusal<OpportunityRefusal> } => {
  const { roles, userId } = known;
  const role = experts.find((expert) => roles.includes(expert));
  if (role === undefined)
    return { refusal: refuse('RoleNotHeld', { userId, role: [...experts], holds: [...roles] }, ['ask someone of these roles']) };
  if (isParty(known, ownerId)) return { refusal: refuse('OwnDeal', { ownerId }, ['have someone else judge it']) };
  return { role };
};
