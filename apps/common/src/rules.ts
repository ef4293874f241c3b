import type { Logger } from 'pino';
import type { Codec, EventStore, LedgerReader } from '#eventsourcing';
import type { AnyEvent } from '#event-contracts';
import { definitionCommands, definitionsRulebook, foundDefinitions, type FoundedDefinition, type FreshRulebook } from '#definitions';
import { directory, everybody, heldRoles, type FreshDirectory } from '#organisation';
import { authorityInForce, builtInDefinitions, definitionVocabularies as vocabularies, type KindedContents } from '#rules';
import { readDefinitions } from './definitions-file.ts';
import type { TimeAndChance } from './time-and-chance.ts';

/** Who is who, and what the rules are, as the streams say now. */
export interface Readings {
  readonly who: FreshDirectory;
  readonly rulebook: FreshRulebook;
}

/** Reads both from their streams: whose roles allow what is itself one of the rules. */
export const openReadings = (
  {
    store,
    codec,
    ledger,
  }: { readonly store: Pick<EventStore, 'read'>; readonly codec: Codec<AnyEvent>; readonly ledger: Pick<LedgerReader, 'read'> },
  { clock }: Pick<TimeAndChance, 'clock'>,
): Readings => {
  const rulebook = definitionsRulebook(store, codec);
  return { rulebook, who: directory(store, codec, { authority: authorityInForce(rulebook, clock), everybody: everybody(ledger, codec) }) };
};

export interface RulesParts extends Readings {
  readonly store: EventStore;
  readonly codec: Codec<AnyEvent>;
  readonly ledger: Pick<LedgerReader, 'read'>;
  readonly ledgerId: string;
  readonly given: Pick<TimeAndChance, 'clock'>;
}

/** What the program brings and did not publish is told: what the company may take over, and what is wrong. */
const tell = ({ kind, id, version, outcome, result }: FoundedDefinition, logger: Logger): void => {
  if (outcome === 'left')
    logger.info({ kind, id, version }, 'the program brings a version of this definition that the company has not published');
  if (outcome === 'failed')
    logger.warn({ kind, id, version, outcome: result }, 'a definition that comes with the program was not published');
};

/** Publishes the rules of the company's file, or those given, and those that come with the program, in this order, where there are none yet. */
export const publishRules = async (
  { store, codec, who, rulebook, ledger, ledgerId, given: { clock } }: RulesParts,
  logger: Logger,
  {
    definitionsFile,
    definitions: given = [],
  }: { readonly definitionsFile?: string; readonly definitions?: readonly KindedContents[] } = {},
): Promise<void> => {
  const roles = heldRoles(everybody(ledger, codec));
  const handle = definitionCommands({ store, codec, rulebook, directory: who, vocabularies, heldRoles: roles, clock });
  const own = definitionsFile === undefined ? given : await readDefinitions(definitionsFile);
  const definitions = [...own, ...builtInDefinitions];
  for (const founded of await foundDefinitions(definitions, ledgerId, { handle, rulebook })) tell(founded, logger);
};
