import type { sendUnaryData, ServerDuplexStream, ServerReadableStream } from '@grpc/grpc-js';
import shared from '@eventstore/db-client/generated/shared_pb.js';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import type { AppendReq, AppendResp, BatchAppendReq, BatchAppendResp } from '@eventstore/db-client/generated/streams_pb.js';
import type { Expected, ProposedEvent } from './event-log.ts';
import type { AppendFault, FaultState } from './faults.ts';
import { identifierOf } from './read-replies.ts';
import * as refusals from './refusals.ts';
import type { Writer, Written } from './writer.ts';

/** What handling an append needs of the server. */
export interface AppendSetting {
  readonly writer: Writer;
  readonly faults: FaultState;
  readonly maxAppendBytes: number;
  /** Cuts the connection that a call came by. */
  cut(peer: string): void;
}

type Options = AppendReq.Options | BatchAppendReq.Options;

const nameOf = (options: Options): string =>
  Buffer.from(options.getStreamIdentifier()?.getStreamName_asU8() ?? new Uint8Array()).toString();

const expectedOf = (options: Options): Expected => {
  if (options.hasNoStream()) return 'no_stream';
  if (options.hasStreamExists()) return 'stream_exists';
  if (options.hasAny()) return 'any';
  return Number('getRevision' in options ? options.getRevision() : options.getStreamPosition());
};

const proposed = (message: AppendReq.ProposedMessage | BatchAppendReq.ProposedMessage): ProposedEvent => ({
  id: message.getId()?.getString() ?? '',
  type: message.getMetadataMap().get('type') ?? '',
  contentType: message.getMetadataMap().get('content-type') ?? '',
  data: message.getData_asU8(),
  metadata: message.getCustomMetadata_asU8(),
});

const sizeOf = (events: readonly ProposedEvent[]): number =>
  events.reduce((bytes, { type, data, metadata }) => bytes + type.length + data.length + metadata.length, 0);

const write = ({ writer }: AppendSetting, options: Options, events: readonly ProposedEvent[]): Promise<Written> =>
  writer.write((log) => log.append(nameOf(options), expectedOf(options), events, Date.now()));

/** Lets a fault happen; what is returned is the answer, and nothing means that there will be none. */
const befall = async (
  setting: AppendSetting,
  fault: AppendFault,
  peer: string,
  commit: () => Promise<Written>,
): Promise<Error | undefined> => {
  if (fault.kind.endsWith('AfterCommit')) await commit();
  await fault.meanwhile?.();
  switch (fault.kind) {
    case 'notReady':
      return refusals.notReady();
    case 'notLeader':
      return refusals.notLeader(fault.leader);
    case 'timeoutAfterCommit':
      return refusals.timedOut();
    case 'silentAfterCommit':
      return undefined;
    case 'cutBeforeCommit':
    case 'cutAfterCommit':
      return void setting.cut(peer);
  }
};

const appendReply = (written: Extract<Written, { kind: 'written' | 'wrong' }>, expected: Expected): AppendResp => {
  const reply = new streams.AppendResp();
  if (written.kind === 'written') {
    const success = new streams.AppendResp.Success();
    success.setCurrentRevision(String(written.revision));
    success.setNoPosition(new shared.Empty());
    reply.setSuccess(success);
    return reply;
  }
  const wrong = new streams.AppendResp.WrongExpectedVersion();
  if (written.current === undefined) wrong.setCurrentNoStream(new shared.Empty());
  else wrong.setCurrentRevision(String(written.current));
  if (typeof expected === 'number') wrong.setExpectedRevision(String(expected));
  else if (expected === 'any') wrong.setExpectedAny(new shared.Empty());
  else if (expected === 'no_stream') wrong.setExpectedNoStream(new shared.Empty());
  else wrong.setExpectedStreamExists(new shared.Empty());
  reply.setWrongExpectedVersion(wrong);
  return reply;
};

/** One append, in a call of its own: options first, then its events. */
export const handleAppend =
  (setting: AppendSetting) =>
  (call: ServerReadableStream<AppendReq, AppendResp>, answer: sendUnaryData<AppendResp>): void => {
    let options: AppendReq.Options | undefined;
    const events: ProposedEvent[] = [];
    call.on('data', (request: AppendReq) => {
      options ??= request.getOptions();
      const message = request.getProposedMessage();
      if (message) events.push(proposed(message));
    });
    call.on('error', () => undefined);
    // A call that was broken off ends too, and tells a moment later that it was.
    const ended = (): void => void (options && !call.cancelled && appended(setting, options, events, call.getPeer(), answer));
    call.on('end', () => setImmediate(ended));
  };

const appended = async (
  setting: AppendSetting,
  options: AppendReq.Options,
  events: readonly ProposedEvent[],
  peer: string,
  answer: sendUnaryData<AppendResp>,
): Promise<void> => {
  const fault = setting.faults.nextAppend();
  if (fault) {
    const refusal = await befall(setting, fault, peer, () => write(setting, options, events));
    return refusal && answer(refusal);
  }
  if (sizeOf(events) > setting.maxAppendBytes) return answer(refusals.tooLarge(setting.maxAppendBytes));
  const written = await write(setting, options, events);
  if (written.kind === 'deleted') return answer(refusals.streamDeleted(nameOf(options)));
  if (written.kind === 'corrupt') return answer(refusals.invalidTransaction());
  answer(null, appendReply(written, expectedOf(options)));
};

const batchReply = (written: Written, options: BatchAppendReq.Options): BatchAppendResp => {
  const reply = new streams.BatchAppendResp();
  reply.setStreamIdentifier(identifierOf(nameOf(options)));
  if (written.kind === 'wrong') reply.setError(refusals.wrongExpectedVersionStatus(expectedOf(options), written.current));
  else if (written.kind === 'deleted') reply.setError(refusals.streamDeletedStatus(nameOf(options)));
  else if (written.kind === 'corrupt') reply.setError(refusals.unknownStatus());
  else {
    const success = new streams.BatchAppendResp.Success();
    success.setCurrentRevision(String(written.revision));
    reply.setSuccess(success);
  }
  return reply;
};

/** Appends one after the other in one call, each in one or more requests under an id of its own. */
export const handleBatchAppend =
  (setting: AppendSetting) =>
  (call: ServerDuplexStream<BatchAppendReq, BatchAppendResp>): void => {
    const open = new Map<string, { readonly options: BatchAppendReq.Options; readonly events: ProposedEvent[] }>();
    call.on('data', (request: BatchAppendReq) => {
      const id = request.getCorrelationId()?.getString() ?? '';
      const options = open.get(id)?.options ?? request.getOptions();
      if (!options) return;
      const events = [...(open.get(id)?.events ?? []), ...request.getProposedMessagesList().map(proposed)];
      open.set(id, { options, events });
      if (!request.getIsFinal()) return;
      open.delete(id);
      void write(setting, options, events).then((written) => {
        const reply = batchReply(written, options);
        reply.setCorrelationId(request.getCorrelationId());
        call.write(reply);
      });
    });
    call.on('error', () => undefined);
    call.on('end', () => call.end());
  };
