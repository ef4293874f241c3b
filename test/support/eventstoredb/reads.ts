import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { once } from 'node:events';
import type { ServerWritableStream } from '@grpc/grpc-js';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import type { ReadReq, ReadResp } from '@eventstore/db-client/generated/streams_pb.js';
import type { LoggedEvent } from './event-log.ts';
import type { FaultState } from './faults.ts';
import { caughtUpReply, checkpointReply, confirmationReply, eventReply, filterOf, notFoundReply } from './read-replies.ts';
import { streamDeleted } from './refusals.ts';
import type { Writer } from './writer.ts';

export type ReadCall = ServerWritableStream<ReadReq, ReadResp>;

/** What handling a read needs of the server. */
export interface ReadSetting {
  readonly writer: Writer;
  readonly faults: FaultState;
}

const backwards = streams.ReadReq.Options.ReadDirection.BACKWARDS;

const ends = new WeakMap<ReadCall, Promise<unknown>>();

/** Resolves when the reader has gone. */
const ended = (call: ReadCall): Promise<unknown> => {
  const end = ends.get(call) ?? new Promise((resolve) => call.once('cancelled', resolve));
  ends.set(call, end);
  return end;
};

/** False when the reader has gone. */
const send = async ({ faults }: ReadSetting, call: ReadCall, reply: ReadResp): Promise<boolean> => {
  if (faults.pauseBeforeRead > 0) await Promise.race([pause(faults.pauseBeforeRead), ended(call)]);
  if (call.cancelled) return false;
  if (reply.hasEvent()) faults.sending();
  if (!call.write(reply)) await Promise.race([once(call, 'drain'), ended(call)]);
  return !call.cancelled;
};

/** The revisions that a read of a stream covers. */
const reachOf = (options: ReadReq.Options, reversed: boolean): ((revision: number) => boolean) => {
  const asked = options.getStream();
  if (asked?.hasRevision()) {
    const from = Number(asked.getRevision());
    return (revision) => (reversed ? revision <= from : revision >= from);
  }
  return () => asked?.hasEnd() === reversed;
};

const readStream = async (setting: ReadSetting, call: ReadCall, options: ReadReq.Options): Promise<void> => {
  const name = Buffer.from(options.getStream()?.getStreamIdentifier()?.getStreamName_asU8() ?? new Uint8Array()).toString();
  const found = setting.writer.read(name);
  if (found === 'tombstoned') return void call.emit('error', streamDeleted(name));
  if (found.length === 0) call.write(notFoundReply(name));
  const reversed = options.getReadDirection() === backwards;
  const inReach = reachOf(options, reversed);
  const covered = found.filter(({ revision }) => inReach(revision));
  const chosen = (reversed ? covered.reverse() : covered).slice(0, Number(options.getCount()));
  for (const event of chosen) if (!(await send(setting, call, eventReply(event)))) return;
  call.end();
};

/** The index in `$all` at which a read starts; one forwards starts with the event at its position, one backwards with the event before. */
const startIn = (writer: Writer, options: ReadReq.Options): number => {
  const asked = options.getAll();
  if (asked?.hasPosition()) return writer.indexOf(BigInt(asked.getPosition()?.getCommitPosition() ?? 0));
  return asked?.hasEnd() ? writer.size : 0;
};

const readAll = async (setting: ReadSetting, call: ReadCall, options: ReadReq.Options): Promise<void> => {
  const { writer } = setting;
  const { matches } = filterOf(options);
  const [step, offset] = options.getReadDirection() === backwards ? [-1, -1] : [1, 0];
  let left = Number(options.getCount());
  for (let index = startIn(writer, options) + offset; left > 0; index += step) {
    const event = writer.at(index);
    if (!event) break;
    if (!matches(event)) continue;
    left -= 1;
    if (!(await send(setting, call, eventReply(event)))) return;
  }
  call.end();
};

/** Where a subscription starts: behind the position it names. */
const subscriptionStart = (writer: Writer, options: ReadReq.Options): number => {
  const start = startIn(writer, options);
  const position = options.getAll()?.getPosition()?.getCommitPosition();
  return position !== undefined && String(writer.at(start)?.position) === position ? start + 1 : start;
};

const grown = async (writer: Writer, call: ReadCall, from: number): Promise<void> => {
  if (writer.size > from) return;
  let silence: () => void = () => undefined;
  const growth = new Promise<void>((resolve) => (silence = writer.onGrowth(resolve)));
  await Promise.race([growth, ended(call)]);
  silence();
};

const subscribe = async (setting: ReadSetting, call: ReadCall, options: ReadReq.Options): Promise<void> => {
  const { writer, faults } = setting;
  const { matches, checkpointEvery } = filterOf(options);
  const understandsCaughtUp = (options.getControlOption()?.getCompatibility() ?? 0) > 0;
  let next = subscriptionStart(writer, options);
  let [looked, behind] = [0, true];
  const told = async (event: LoggedEvent): Promise<void> => {
    looked += 1;
    if (matches(event)) await send(setting, call, eventReply(event));
    if (looked % checkpointEvery === 0) await send(setting, call, checkpointReply(event));
  };
  await send(setting, call, confirmationReply(randomUUID()));
  faults.subscribed(call);
  while (!call.cancelled) {
    for (let event = writer.at(next); event && !call.cancelled && !faults.isStalled(call); event = writer.at((next += 1)))
      await told(event);
    if (faults.isStalled(call)) return void (await ended(call));
    if (behind && understandsCaughtUp) await send(setting, call, caughtUpReply());
    behind = false;
    await grown(writer, call, next);
  }
};

export const handleRead =
  (setting: ReadSetting) =>
  (call: ReadCall): void => {
    const options = call.request.getOptions();
    if (!options) return void call.end();
    call.on('error', () => undefined);
    if (options.hasStream()) void readStream(setting, call, options);
    else if (options.hasSubscription()) void subscribe(setting, call, options);
    else void readAll(setting, call, options);
  };
