import type { Logger } from 'pino';
import type { Codec, EventStore, LedgerReader } from '#eventsourcing';
import type { AnyEvent } from '#event-contracts';
import { definitionCommands, definitionsRulebook, foundDefinitions, type FoundedDefinition, type FreshRulebook } from '#definitions';
import { heldRoles } from '#organisation';
import { builtInDefinitions, definitionVocabularies as vocabularies } from '#rules';
import { readDefinitions } from './definitions-file.ts';
import type { TimeAndChance } from './time-and-chance.ts';

export interface RulesParts {
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

/** Opens the rules in force, and publishes those of the company's file and those that come with the program, in this order, where there are none yet. */
export const openRules = async (
  { store, codec, ledger, ledgerId, given: { clock } }: RulesParts,
  logger: Logger,
  { definitionsFile }: { readonly definitionsFile?: string } = {},
): Promise<FreshRulebook> => {
  const rulebook = definitionsRulebook(store, codec);
  const handle = definitionCommands({ store, codec, rulebook, vocabularies, heldRoles: heldRoles(ledger, codec), clock });
  const definitions = [...(definitionsFile === undefined ? [] : await readDefinitions(definitionsFile)), ...builtInDefinitions];
  for (const founded of await foundDefinitions(definitions, ledgerId, { handle, rulebook })) tell(founded, logger);
  return rulebook;
};
