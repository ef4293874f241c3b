import type { ReadReq, ReadResp } from '@eventstore/db-client/generated/streams_pb.js';
import shared from '@eventstore/db-client/generated/shared_pb.js';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import type { LoggedEvent } from './event-log.ts';

const ticksPerMillisecond = 10_000n;

export const identifierOf = (stream: string) => {
  const identifier = new shared.StreamIdentifier();
  identifier.setStreamName(Buffer.from(stream));
  return identifier;
};

const uuidOf = (id: string) => {
  const uuid = new shared.UUID();
  uuid.setString(id);
  return uuid;
};

export const eventReply = (event: LoggedEvent): ReadResp => {
  const recorded = new streams.ReadResp.ReadEvent.RecordedEvent();
  recorded.setId(uuidOf(event.id));
  recorded.setStreamIdentifier(identifierOf(event.stream));
  recorded.setStreamRevision(String(event.revision));
  recorded.setPreparePosition(String(event.position));
  recorded.setCommitPosition(String(event.position));
  recorded.getMetadataMap().set('type', event.type);
  recorded.getMetadataMap().set('content-type', event.contentType);
  recorded.getMetadataMap().set('created', String(BigInt(event.created) * ticksPerMillisecond));
  recorded.setData(event.data);
  recorded.setCustomMetadata(event.metadata);
  const read = new streams.ReadResp.ReadEvent();
  read.setEvent(recorded);
  read.setCommitPosition(String(event.position));
  const reply = new streams.ReadResp();
  reply.setEvent(read);
  return reply;
};

export const notFoundReply = (stream: string): ReadResp => {
  const missing = new streams.ReadResp.StreamNotFound();
  missing.setStreamIdentifier(identifierOf(stream));
  const reply = new streams.ReadResp();
  reply.setStreamNotFound(missing);
  return reply;
};

export const confirmationReply = (id: string): ReadResp => {
  const confirmation = new streams.ReadResp.SubscriptionConfirmation();
  confirmation.setSubscriptionId(id);
  const reply = new streams.ReadResp();
  reply.setConfirmation(confirmation);
  return reply;
};

export const checkpointReply = ({ position }: LoggedEvent): ReadResp => {
  const checkpoint = new streams.ReadResp.Checkpoint();
  checkpoint.setCommitPosition(String(position));
  checkpoint.setPreparePosition(String(position));
  const reply = new streams.ReadResp();
  reply.setCheckpoint(checkpoint);
  return reply;
};

export const caughtUpReply = (): ReadResp => {
  const reply = new streams.ReadResp();
  reply.setCaughtUp(new streams.ReadResp.CaughtUp());
  return reply;
};

/** Which events of `$all` a client asked for, and after how many looked at it wants to hear how far the search has come. */
export interface Filter {
  matches(event: LoggedEvent): boolean;
  readonly checkpointEvery: number;
}

const defaultWindow = 32;

export const filterOf = (options: ReadReq.Options): Filter => {
  const filter = options.getFilter();
  if (!filter) return { matches: () => true, checkpointEvery: Infinity };
  const onStream = filter.getStreamIdentifier();
  const expression = onStream ?? filter.getEventType();
  const prefixes = expression?.getPrefixList() ?? [];
  const regex = expression?.getRegex() ? new RegExp(expression.getRegex()) : undefined;
  return {
    matches: ({ stream, type }) => {
      const text = onStream ? stream : type;
      return regex ? regex.test(text) : prefixes.some((prefix) => text.startsWith(prefix));
    },
    checkpointEvery: (filter.getMax() || defaultWindow) * filter.getCheckpointintervalmultiplier(),
  };
};
