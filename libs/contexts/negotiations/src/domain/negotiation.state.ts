import type { Decision } from '#eventsourcing';
import type { Money, NegotiationEvent } from '#event-contracts';
import { kindsOf, type Fact, type Gathered, type Given } from '#rules';

export type Data<T extends NegotiationEvent['type']> = Extract<NegotiationEvent, { type: T }>['data'];

/** What is known of a negotiation, without what is sealed; each event with the field that tells one fact of its kind from another. */
export const kinds = kindsOf<NegotiationEvent>()({
  strategies: ['NegotiationStrategySet', 'version'],
  approvals: ['NegotiationStrategyApproved', 'version'],
  rounds: ['NegotiationRoundHeld', 'roundId'],
  proposals: ['NegotiationTermProposed', 'termId'],
  agreements: ['NegotiationTermAgreed', 'termId'],
  withdrawals: ['NegotiationTermWithdrawn', 'termId'],
  risks: ['ContractRiskIdentified', 'riskId'],
  mitigations: ['ContractRiskMitigated', 'riskId'],
});

export type Facts = Gathered<NegotiationEvent, typeof kinds>;

export interface OpenNegotiation {
  readonly status: 'open';
  readonly opened: Data<'NegotiationOpened'>;
  readonly ownerId: string;
  /** Everyone whose deal it ever was: none of them approves a strategy of it. */
  readonly owners: readonly string[];
  /** Who set each version of the strategy, and on whose behalf: neither approves it. */
  readonly authors: Readonly<Record<number, readonly string[]>>;
  readonly facts: Facts;
}
export type EndedNegotiation = Omit<OpenNegotiation, 'status'> & {
  readonly status: 'ended';
  readonly conclusion: Data<'NegotiationConcluded'>;
};
export type Negotiation = { readonly status: 'unknown' } | OpenNegotiation | EndedNegotiation;

/** What an approved strategy allows. */
export interface Limits {
  readonly floor: Money;
  readonly authorisedDiscountBp: number;
}

/** What facts of a negotiation seal, by kind and id: each as far as it is asked for, may be read and can be. */
export type Opened = { readonly [K in keyof typeof kinds]?: Readonly<Record<string, object>> };

/** A fact's data, with what of it is sealed as far as that was opened. */
export const whole = <D extends object>({ data }: Fact<D>, opened: Readonly<Record<string, object>> = {}, id: string): D =>
  Object.hasOwn(opened, id) ? { ...data, ...opened[id] } : data;

/** What callers hand in for an event's data: some of what is sealed, and may be absent where it is read back, has to be given. */
export type Said<T, K extends keyof T> = Given<Omit<T, K>> & Required<Pick<T, K>>;

/** What the application looks up for a command on a negotiation. */
export interface Known {
  /** Who asks, and on whose behalf: the word of either is not someone else's for the other. */
  readonly persons: readonly string[];
  /** Of the approved strategy; opened for this decision, absent where they cannot be read. */
  readonly limits?: Limits;
  /** Opened for this decision. */
  readonly opened: Opened;
  /** Keyed digests of the words of agreed terms, by term, as far as they can be read. */
  readonly digests: Readonly<Record<string, string>>;
}

export type NegotiationRefusal =
  | 'NegotiationUnknown'
  | 'NegotiationAlreadyOpened'
  | 'NegotiationEnded'
  | 'NegotiationNotEnded'
  | 'StatedOtherwise'
  | 'NotOnFile'
  | 'CurrencyDiffers'
  | 'StrategyNotSet'
  | 'StrategySuperseded'
  | 'StrategyNotApproved'
  | 'LimitsUnreadable'
  | 'OwnStrategy'
  | 'PriceMissing'
  | 'PriceMisplaced'
  | 'PriceUnreadable'
  | 'PriceAlreadyAgreed'
  | 'BelowFloor'
  | 'TermWithdrawn'
  | 'TermsUnreadable'
  | 'RiskAlreadyMitigated'
  | 'NoRoundHeld'
  | 'TermsUnsettled'
  | 'NothingAgreed'
  | 'ReasonMissing';

export type Outcome = Decision<NegotiationEvent, NegotiationRefusal>;
