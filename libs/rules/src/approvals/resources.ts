import { canonicalBytes, sha256Hex, type ApprovalMeasures } from '#event-contracts';
import type { ApprovalMatrixContents } from '../definitions/approval-matrix.ts';
import type { DealFacts } from '../facts/deal-facts.ts';
import { listed, type Fact } from '../facts/gathering.ts';
import { amountAbove } from './matrix.ts';

type ResourceFacts = Pick<DealFacts, 'pocRequests' | 'pocStarts' | 'resourceRequests' | 'resourcesEngaged'>;
type Effort = DealFacts['resourceRequests'][string]['data']['effort'];
type Begun = DealFacts['resourcesEngaged'][string]['data'] | DealFacts['pocStarts'][string]['data'];

/** What takes people, things or money of the company before a deal is won: a proof of concept, or anything else that is asked for (L188). */
export interface RequestedResource {
  readonly kind: 'poc' | 'resource';
  readonly id: string;
  readonly effort: Effort;
  /** Of what the request says, as it is approved. */
  readonly contentSha256: string;
  readonly request: Fact;
}

/** What a request says, as it is approved. */
const contentSha256Of = ({ data }: Pick<Fact, 'data'>): string => sha256Hex(canonicalBytes(data));

export const requestedResource = ({ pocRequests, resourceRequests }: ResourceFacts, id: string): RequestedResource | undefined => {
  const [poc, other] = [pocRequests[id], resourceRequests[id]];
  const request = poc ?? other;
  if (!request) return undefined;
  return { kind: poc ? 'poc' : 'resource', id, effort: request.data.effort, contentSha256: contentSha256Of(request), request };
};

/** Those that began on the limit, whatever became of them since: what was taken was taken. What others allowed was weighed on its own. */
const takenOnLimit = (facts: ResourceFacts, id: string): readonly RequestedResource[] => {
  const begun: readonly Begun[] = [...listed(facts.pocStarts), ...listed(facts.resourcesEngaged)].map(({ data }) => data);
  return begun
    .filter(({ authority }) => authority?.by !== 'approval')
    .map((each) => ('pocId' in each ? each.pocId : each.resourceId))
    .filter((other) => other !== id)
    .flatMap((other) => requestedResource(facts, other) ?? []);
};

/** Beyond these no measure goes; whatever is that large is far beyond any limit. */
const [mostDays, mostMoney] = [1_000_000, Number.MAX_SAFE_INTEGER];

const costIn = (currency: string, taken: readonly RequestedResource[]): number =>
  taken.reduce((sum, { effort: { cost } }) => Math.min(mostMoney, sum + (cost?.currency === currency ? cost.minor : 0)), 0);

/**
 * What a resource takes, together with all that the deal has taken without asking, so that asking in pieces helps nobody (L188). Money of another
 * currency than its own is not added to it: the limit is in one currency, and all others are asked about anyway.
 */
export const resourceMeasures = (facts: ResourceFacts, id: string): Pick<ApprovalMeasures, 'personDays' | 'amount'> | undefined => {
  const asked = requestedResource(facts, id);
  if (!asked) return undefined;
  const all = [asked, ...takenOnLimit(facts, id)];
  const personDays = all.reduce((sum, { effort }) => Math.min(mostDays, sum + effort.personDays), 0);
  const currency = asked.effort.cost?.currency;
  return currency === undefined ? { personDays } : { personDays, amount: { minor: costIn(currency, all), currency } };
};

/** Whether it has to be approved (L188); where no matrix is in force, whatever takes anything. */
export const isLargeResource = (
  matrix: Pick<ApprovalMatrixContents, 'resourcePersonDays' | 'resourceCost'> | undefined,
  { kind }: Pick<RequestedResource, 'kind'>,
  { personDays = 0, amount }: Pick<ApprovalMeasures, 'personDays' | 'amount'>,
): boolean => {
  if (personDays > (matrix?.resourcePersonDays ?? 0)) return true;
  if (amount === undefined || amount.minor === 0) return false;
  return matrix?.resourceCost ? amountAbove(amount, matrix.resourceCost) : kind === 'resource';
};
