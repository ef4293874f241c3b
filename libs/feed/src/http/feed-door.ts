import { Inject, Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Actor, LedgerReader } from '#eventsourcing';
import { unavailable } from '#platform';
import { DIRECTORY, LEDGER_READER } from '#platform/nest';
import type { AuthorityLookup } from '#rules';
import type { Feed } from '../feed.ts';
import type { FeedFilter } from '../filter.ts';
import { follow } from '../follow.ts';
import { nextPage, type FeedPage, type PageRequest } from '../page.ts';
import { encodeFeedPosition } from '../position.ts';
import { seatsFor, type Seat, type Seats } from '../seats.ts';
import type { FeedSettings } from '../settings.ts';
import { openEventStream } from './event-stream.ts';
import { beginningOf, filterOf, requireFeed, wantsStream } from './feed-request.ts';
import type { FeedQuery } from './feed.dto.ts';

export const FEED = Symbol('Feed');
export const FEED_SETTINGS = Symbol('FeedSettings');

/** One JSON document, around events that are written out already. */
const pageBody = ({ events, next, more }: FeedPage, ledgerId: string): Buffer => {
  const comma = Buffer.from(',');
  const listed = events.flatMap((event, at) => (at === 0 ? [event.json()] : [comma, event.json()]));
  const rest = JSON.stringify({ next: encodeFeedPosition({ ledgerId, index: next }), more }).slice(1);
  return Buffer.concat([Buffer.from('{"events":['), ...listed, Buffer.from(`],${rest}`)]);
};

/** Lets readers of the feed in, as many as there is room for, and out again when the program stops. */
@Injectable()
export class FeedDoor implements OnModuleDestroy {
  private readonly seats: Seats;
  private readonly logger = new Logger('Feed');

  constructor(
    @Inject(FEED) private readonly feed: Feed,
    @Inject(FEED_SETTINGS) private readonly settings: FeedSettings,
    @Inject(LEDGER_READER) private readonly ledger: LedgerReader,
    @Inject(DIRECTORY) private readonly directory: AuthorityLookup,
  ) {
    this.seats = seatsFor(settings.readers);
  }

  /** Answers the request; throws its problem where nothing was answered yet. */
  async enter(query: FeedQuery, actor: Actor, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    await requireFeed(this.directory, actor);
    const filter = filterOf(query);
    const after = await beginningOf(query, request, this.ledger);
    const seat = this.seatFor(reply);
    if (wantsStream(request)) return this.stream(after, filter, seat, request, reply);
    const { limit = 100, wait = 0 } = query;
    await this.page({ after, filter, limit, waitMs: request.method === 'HEAD' ? 0 : wait * 1000 }, seat, reply);
  }

  onModuleDestroy(): void {
    this.seats.close();
    this.feed.close();
  }

  /** Left when the connection is closed, or the answer is out. */
  private seatFor({ raw }: FastifyReply): Seat {
    const seat = this.seats.take();
    if (!seat) throw unavailable('As many readers as there is room for read the feed already.', 5);
    if (raw.destroyed) seat.leave();
    raw.once('close', seat.leave);
    return seat;
  }

  private async page(request: PageRequest, seat: Seat, reply: FastifyReply): Promise<void> {
    try {
      const page = await nextPage(this.feed, request, seat.signal);
      // Sent away rather than gone: the server stops, and would wait for a connection that is kept alive.
      if (seat.signal.aborted) reply.header('connection', 'close');
      void reply.header('cache-control', 'no-store').type('application/json; charset=utf-8').send(pageBody(page, this.feed.ledgerId));
    } finally {
      seat.leave();
    }
  }

  private async stream(after: number, filter: FeedFilter, { signal }: Seat, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const { heartbeatMs, stalledMs } = this.settings;
    const { sink, end } = openEventStream(reply);
    const admit = async (): Promise<void> => requireFeed(this.directory, await request.server.admit(request));
    try {
      const ended = await follow(this.feed, { after, filter, sink, signal, heartbeatMs, stalledMs, admit });
      if (ended === 'stalled') this.logger.warn(`a reader took nothing for ${stalledMs} ms and was cut off (${request.id})`);
    } catch (error) {
      // Its reader comes back to where it was, and is told then what is the matter.
      this.logger.warn(`a stream was ended: ${error instanceof Error ? error.name : 'unknown'} (${request.id})`);
    } finally {
      end();
    }
  }
}
