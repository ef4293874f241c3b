import type { Command, Instant } from '#eventsourcing';
import { accept, refuse } from '#eventsourcing';
import type { Fact, FactsById, Given, ProcessDefinition, UserStanding } from '#rules';
import { present, same } from '#rules';
import type { OpportunityEvent } from '#event-contracts';
import type { Data, OpenDeal, OpportunityRefusal, Outcome } from './opportunity.state.ts';
import type { Refusal } from '#eventsourcing';

/** What the application looks up for every command on a deal. */
export interface Known {
  /** Who asks, and the roles that they hold. */
  readonly userId: string;
  readonly roles: readonly string[];
  /** When it happened: never later than now. */
  readonly at: Instant;
  readonly now: Instant;
  /** The process that the deal is pinned to; for one that is to be opened, the one it will be pinned to. */
  readonly definition: ProcessDefinition;
  /** For one that is to be opened: the process that its case was under before its segment’s variant was chosen. */
  readonly from?: string;
  /** Of the person whom the command names, if it names one. */
  readonly named?: UserStanding;
  /** Of the bytes that the command names, if the server has them: how many they are. */
  readonly stored?: { readonly size: number };
}

/** One chapter of a deal's work: each of its commands, decided on an open deal. */
export type Chapter<C extends Command> = {
  readonly [T in C['type']]: (data: Extract<C, { type: T }>['data'], deal: OpenDeal, known: Known) => Outcome;
};

type Check<D> = (data: D, deal: OpenDeal, known: Known) => Refusal<OpportunityRefusal> | undefined;

export interface Stating<T extends OpportunityEvent['type']> {
  /** Where what was stated before is found. */
  readonly among: (deal: OpenDeal) => FactsById<Data<T>>;
  readonly id: keyof Data<T> & string;
  /** Fields that are sealed: they cannot be compared. */
  readonly sealed?: readonly (keyof Data<T> & string)[];
  /** Whether it may be stated anew otherwise, under the same id. */
  readonly revisable?: boolean;
  readonly check?: Check<Given<Data<T>>>;
}

const openFields = (data: object, sealed: readonly string[]): object =>
  Object.fromEntries(Object.entries(data).filter(([field]) => !sealed.includes(field)));

/** A command that states one fact, word for word as its event has it. The same again changes nothing; something else under the same id is refused, unless it may be revised. */
export const stating =
  <T extends OpportunityEvent['type']>(type: T, { among, id, sealed = [], revisable = false, check }: Stating<T>) =>
  (given: Given<Data<T>>, deal: OpenDeal, known: Known): Outcome => {
    const stated = present(given);
    const key = String((given as Readonly<Record<string, unknown>>)[id]);
    const earlier: Fact | undefined = among(deal)[key];
    const again = earlier !== undefined && same(openFields(stated, sealed), earlier.data);
    if (again && !sealed.some((field) => field in stated)) return accept();
    if (earlier && !again && !revisable) return refuse('StatedOtherwise', { [id]: key, event: type }, ['state it under an id of its own']);
    return check?.(given, deal, known) ?? accept({ type, data: stated } as unknown as OpportunityEvent);
  };

/** Refuses what refers to something that is not known of the deal. */
export const onFile = (
  what: string,
  facts: FactsById,
  ids: readonly (string | undefined)[],
  suppliedBy: string,
): Refusal<OpportunityRefusal> | undefined => {
  const unknown = ids.filter((id) => id !== undefined && !facts[id]);
  return unknown.length === 0 ? undefined : refuse('NotOnFile', { what, ids: unknown }, [suppliedBy]);
};
