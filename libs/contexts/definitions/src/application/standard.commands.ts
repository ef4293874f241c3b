import { commandHandler, noticing, type CommandHandler, type CommandRequest, type Instant } from '#eventsourcing';
import { codecOf, type StandardEvent } from '#event-contracts';
import { denialFor, type Rulebook } from '#rules';
import { standard, type ChooseStandardProcess, type InformedChoice, type Standard } from '../domain/standard.decider.ts';
import type { DefinitionPorts } from './definition.commands.ts';

const informing =
  (rulebook: Rulebook) =>
  async (request: CommandRequest<ChooseStandardProcess>, _: Standard, now: Instant): Promise<CommandRequest<InformedChoice>> => {
    const { command } = request;
    const found = await rulebook.inForce('process', command.data.processId, now);
    const process = found ? (found.contents.variant ? 'variant' : 'inForce') : 'unknown';
    return { ...request, command: { ...command, known: { now, process } } };
  };

/** Decides which process is the company's standard one, and tells the rulebook. */
export const standardCommands = ({
  store,
  codec,
  rulebook,
  directory,
  clock,
}: Pick<DefinitionPorts, 'store' | 'codec' | 'rulebook' | 'directory' | 'clock'>): CommandHandler<ChooseStandardProcess> => {
  const handle = commandHandler<Standard, InformedChoice, StandardEvent, ChooseStandardProcess>({
    store,
    codec: codecOf<StandardEvent>(codec),
    decider: standard,
    exists: () => true,
    creates: ['ChooseStandardProcess'],
    authorize: ({ command, actor }) => denialFor(directory, command.type, actor, null),
    inform: informing(rulebook),
    ...(clock && { clock }),
  });
  return noticing(rulebook, handle);
};
