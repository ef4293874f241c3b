import { commandIdOf, type Actor, type CommandHandler, type CommandRequest, type CommandResult } from '#eventsourcing';
import { canonicalBytes, sha256Hex, type DefinitionKind } from '#event-contracts';
import { hashOf, policyVersion, processVersion, type KindedContents } from '#rules';
import type { DefinitionCommand } from '../domain/definition-command.ts';
import type { FreshRulebook } from './rulebook.ts';
import { definitionStream } from './streams.ts';

/** Publishes what comes with the program; what it may do is granted to its channel. */
const founder: Actor = { userId: 'dealtrail-bootstrap', rolesAtThatTime: ['BOOTSTRAP'], userRevision: -1, channel: 'bootstrap' };

/** What became of a definition that comes with the program. */
export interface FoundedDefinition {
  readonly kind: DefinitionKind;
  readonly id: string;
  readonly version: number;
  /** `left`: the company has written versions of its own, and chooses itself whether to take this one over. */
  readonly outcome: 'published' | 'there' | 'left' | 'failed';
  /** Of what failed: the answer that says why. */
  readonly result?: CommandResult;
}

const steps = ({ kind, contents }: KindedContents): readonly DefinitionCommand[] => {
  const { id } = contents;
  return [
    { type: 'DraftDefinition', data: { kind, id, contents: contents as unknown as Readonly<Record<string, unknown>> } },
    { type: 'SubmitDefinition', data: { kind, id } },
    { type: 'ApproveDefinition', data: { kind, id, sha256: hashOf(contents) } },
    { type: 'PublishDefinition', data: { kind, id } },
  ];
};

/** Each command has an id of its contents' hash, so that a founding that was cut short goes on where it ended. */
const requestOf = (command: DefinitionCommand, { contents }: KindedContents, ledgerId: string): CommandRequest<DefinitionCommand> => {
  const { kind, id } = command.data;
  const stream = definitionStream(kind, id);
  const commandId = commandIdOf(ledgerId, founder.userId, stream, `${command.type}:${contents.version}:${hashOf(contents)}`);
  return {
    ...{ stream, caseId: stream, command, commandId, actor: founder },
    bodyDigest: sha256Hex(canonicalBytes(command)),
    ...{ correlationId: commandId, causationId: commandId, policyVersion, processVersion },
  };
};

const failing = (result: CommandResult): boolean => result.kind !== 'answered' || result.answer.kind === 'refused';

/**
 * Publishes what comes with the program and is not there yet. Of a definition that has versions already, by hand or from an earlier program, a
 * newer one is not published by itself: that is for the company to decide.
 */
export const foundDefinitions = async (
  definitions: readonly KindedContents[],
  ledgerId: string,
  { handle, rulebook }: { readonly handle: CommandHandler<DefinitionCommand>; readonly rulebook: Pick<FreshRulebook, 'publishedByStream'> },
): Promise<readonly FoundedDefinition[]> => {
  const begun = new Set<string>();
  const found = async (definition: KindedContents): Promise<FoundedDefinition> => {
    const { kind, contents } = definition;
    const { id, version } = contents;
    const stream = definitionStream(kind, id);
    const published = await rulebook.publishedByStream(kind, id);
    const there = published.find((each) => each.version === version);
    if (there) return { kind, id, version, outcome: there.sha256 === hashOf(contents) ? 'there' : 'left' };
    if (published.length > 0 && !begun.has(stream)) return { kind, id, version, outcome: 'left' };
    begun.add(stream);
    for (const command of steps(definition)) {
      const result = await handle(requestOf(command, definition, ledgerId));
      if (failing(result)) return { kind, id, version, outcome: 'failed', result };
    }
    return { kind, id, version, outcome: 'published' };
  };
  const outcomes: FoundedDefinition[] = [];
  for (const definition of definitions) outcomes.push(await found(definition));
  return outcomes;
};
