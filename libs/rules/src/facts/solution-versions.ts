import { canonicalBytes, sha256Hex } from '#event-contracts';
import { present } from '../values.ts';
import type { DealFacts } from './deal-facts.ts';

type Versions = Pick<DealFacts, 'solutionDesigns' | 'solutionRevisions'>;

/** A solution as its last design or revision has it. */
export type SolutionVersion = DealFacts['solutionDesigns'][string] | DealFacts['solutionRevisions'][string];

/** A solution in its latest version. */
export const latestVersionOf = ({ solutionDesigns, solutionRevisions }: Versions, solutionId: string): SolutionVersion | undefined =>
  solutionRevisions[solutionId] ?? solutionDesigns[solutionId];

/**
 * What is offered now: of all solutions of a deal, the version that was stated last. Whatever was said of an earlier version (that it can be built, that it
 * was reviewed, shown, or thought worth something) was not said of this one.
 */
export const latestSolution = (facts: Versions): SolutionVersion | undefined =>
  [...Object.values(facts.solutionDesigns), ...Object.values(facts.solutionRevisions)].toSorted(
    (one, other) => other.revision - one.revision,
  )[0];

/** SHA-256 of what a version offers, by RFC 8785: neither why it was revised nor what that answers. */
export const solutionContentSha256 = ({ data }: Pick<SolutionVersion, 'data'>): string => {
  const { opportunityId, solutionId, version, products, services, implementationPlan, needIds } = data;
  return sha256Hex(canonicalBytes({ opportunityId, solutionId, version, products, services, needIds, ...present({ implementationPlan }) }));
};

/** Whether something was said of this very version. */
export const isOfVersion = (
  { data: { solutionId, version } }: SolutionVersion,
  said: { readonly solutionId: string; readonly version: number } | undefined,
): boolean => said?.solutionId === solutionId && said.version === version;
