import type { EventSource, LedgerHead, LedgerReader } from '#eventsourcing';
import type { LedgerIdentity } from './ledger-identity.port.ts';
import { LedgerHalted } from './ledger-store.port.ts';
import { growFrontier, rootOf } from './merkle.ts';
import { rootAt, type NodeReader } from './merkle-proof.ts';
import type { HeadWitness, WitnessedHead } from './witness.ts';

export interface WitnessCheck {
  readonly ledger: Pick<LedgerReader, 'head'> & Pick<LedgerIdentity, 'current'> & NodeReader;
  /** The store, which may be whole where the ledger is not: what it gives again, in the same order, is not lost. */
  readonly source: Pick<EventSource, 'readAfter'>;
  readonly witness: HeadWitness;
  /** What can be done about it, in whole sentences: how the message ends. */
  readonly remedy: string;
}

interface Witnessed {
  /** Of this ledger; the newest of equals. */
  readonly longest: WitnessedHead | undefined;
  readonly newest: WitnessedHead | undefined;
}

/** One at a time: there may be one for each minute of years. */
const witnessedOf = async (heads: AsyncIterable<WitnessedHead>, ledgerId: string): Promise<Witnessed> => {
  let [longest, newest]: [WitnessedHead | undefined, WitnessedHead | undefined] = [undefined, undefined];
  for await (const head of heads) {
    newest = head;
    if (head.ledgerId === ledgerId && head.size >= (longest?.size ?? 0)) longest = head;
  }
  return { longest, newest };
};

const rootOfSize = async ({ ledger }: WitnessCheck, head: LedgerHead, size: number): Promise<string> =>
  size === head.size ? head.root : (await rootAt(ledger, size)).toString('hex');

const batch = 2000;

/** Whether sequencing what the store has comes to the head that was witnessed; nothing is written. */
const isGivenAgain = async ({ ledger, source }: WitnessCheck, { size, root }: WitnessedHead): Promise<boolean> => {
  const state = await ledger.current();
  if (!state) return false;
  let { frontier, cursor } = state;
  while (frontier.size < size) {
    const events = await source.readAfter(cursor, Math.min(batch, size - frontier.size));
    if (events.length === 0) return false;
    frontier = growFrontier(
      frontier,
      events.map(({ leaf }) => leaf),
    ).frontier;
    cursor = events.at(-1)?.cursor;
  }
  return rootOf(frontier).toString('hex') === root;
};

/** Nothing when the ledger is what was witnessed, or more. */
const contradiction = async (check: WitnessCheck, head: LedgerHead, { longest, newest }: Witnessed): Promise<string | undefined> => {
  if (!longest) return undefined;
  const { size, root, time } = longest;
  if (head.size < size && !(await isGivenAgain(check, longest)))
    return `the ledger ${head.ledgerId} has ${head.size} events and had ${size} at ${time}: an older state of its database was restored, or its end was cut off; what others have read is gone`;
  if (head.size >= size && (await rootOfSize(check, head, size)) !== root)
    return `the first ${size} events of the ledger ${head.ledgerId} are not those of ${time}: an older state of its database was restored and has gone on since, or it was rewritten`;
  if (newest && newest.ledgerId !== head.ledgerId)
    return `the ledger ${head.ledgerId} had given up this id for ${newest.ledgerId} by ${newest.time}: a state of its database from before that was restored`;
  return undefined;
};

/**
 * Holds the ledger against the heads outside, to be called before a relay starts: one that goes on from an older state gives indexes that
 * others have read already to other events. One that only has to catch up with a store which has the rest, in the order of then, passes; so
 * does one that the witness has never seen, because a ledger that was lost and is sequenced anew has a new id.
 * Throws {@link LedgerHalted}, and what the witness throws.
 */
export const assertNotBehindWitness = async (check: WitnessCheck): Promise<void> => {
  const { ledgerId } = await check.ledger.head();
  const witnessed = await witnessedOf(check.witness.heads(), ledgerId);
  // The heads first: a ledger read after them is never shorter by right.
  const reason = await contradiction(check, await check.ledger.head(), witnessed);
  if (reason !== undefined) throw new LedgerHalted(`${reason}. ${check.remedy}`);
};
