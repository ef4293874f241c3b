import {
  commandHandler,
  type CaseId,
  type Clock,
  type Codec,
  type CommandHandler,
  type CommandRequest,
  type DocumentOnFile,
  type EventStore,
  type Instant,
  type StreamId,
} from '#eventsourcing';
import { codecOf, type AnyEvent, type ContractEvent } from '#event-contracts';
import {
  calendarAt,
  denialFor,
  ownersOfDeal,
  personsOf,
  present,
  principalOf,
  publishedProcess,
  statementDigest,
  type Directory,
  type OwnersOfDeal,
  type Rulebook,
} from '#rules';
import type { ContractCommand, InformedContractCommand } from '../domain/contract-command.ts';
import { contract, ownerOfContract } from '../domain/contract.decider.ts';
import type { ContractState, Known } from '../domain/contract.state.ts';

export const contractStream = (contractId: string): StreamId => `contract-${contractId}`;

/** Of no contract: each one joins the case of its deal when the deal’s process opens it, and nobody else opens one. */
export const caseOfContract = (contractId: string): CaseId => `case-contract-${contractId}`;

export interface ContractPorts {
  readonly store: EventStore;
  readonly codec: Codec<AnyEvent>;
  readonly directory: Directory;
  readonly rulebook: Rulebook;
  readonly documents: DocumentOnFile;
  /** Keyed digest of bytes: the words that were agreed on are told by theirs. */
  readonly digest: (bytes: Buffer) => string;
  readonly clock?: Clock;
}

type Asked = CommandRequest<ContractCommand>;

/** The bytes that a command rests on. */
const bytesOf = ({ type, data }: ContractCommand): string | undefined => {
  switch (type) {
    case 'DraftContract':
    case 'ReviseContract':
      return data.document.sha256;
    case 'ReceiveContractSignature':
    case 'FileSignedContract':
      return data.documentSha256;
    default:
      return undefined;
  }
};

/** What the words of the text would have as their digest, had they been agreed on. */
const statementDigestsOf = ({ type }: ContractCommand, state: ContractState, { digest }: Pick<ContractPorts, 'digest'>) => {
  if (type !== 'ReconcileContractText' || state.status === 'unknown' || !state.negotiated) return {};
  const { negotiationId } = state.negotiated;
  const terms = state.draft?.terms ?? [];
  return Object.fromEntries(
    terms.map(({ termId, statement }) => [termId, statementDigest(digest, { negotiationId, termId, statement })] as const),
  );
};

/** Adds what the decider is to know: who asks, of whose deal, when, under which process and calendar, and whether the bytes are here. */
const informing =
  ({ rulebook, documents, digest, owners }: Pick<ContractPorts, 'rulebook' | 'documents' | 'digest'> & { readonly owners: OwnersOfDeal }) =>
  async (request: Asked, state: ContractState, now: Instant): Promise<CommandRequest<InformedContractCommand>> => {
    const { command, actor, occurredAt: at = now, processVersion } = request;
    const definition = await publishedProcess(rulebook, state.status === 'unknown' ? processVersion : state.processVersion);
    const sha256 = bytesOf(command);
    const known: Known = {
      ...{ userId: principalOf(actor), persons: personsOf(actor), at, definition },
      calendar: await calendarAt(rulebook, now),
      statementDigests: statementDigestsOf(command, state, { digest }),
      dealOwners: state.status === 'unknown' ? [] : await owners(state.opened.opportunityId),
      ...present({ stored: sha256 === undefined ? undefined : await documents(sha256) }),
    };
    return { ...request, processVersion: definition.processVersion, command: { ...command, known } };
  };

/** Decides commands on contracts, with authority checked against the owner of the deal. */
export const contractCommands = (ports: ContractPorts): CommandHandler<ContractCommand> => {
  const { store, codec, directory, clock } = ports;
  return commandHandler<ContractState, InformedContractCommand, ContractEvent, ContractCommand>({
    store,
    codec: codecOf<ContractEvent>(codec),
    decider: contract,
    exists: ({ status }) => status !== 'unknown',
    creates: ['OpenContract'],
    authorize: ({ command, actor }, state) => denialFor(directory, command.type, actor, ownerOfContract(state)),
    inform: informing({ ...ports, owners: ownersOfDeal(store, codec) }),
    ...(clock && { clock }),
  });
};
