import { Module, type DynamicModule } from '@nestjs/common';
import type { LedgerReader } from '#eventsourcing';
import { LEDGER_READER } from '#platform/nest';
import { openFeed } from './feed.ts';
import { FEED, FEED_SETTINGS, FeedDoor } from './http/feed-door.ts';
import { FeedAtRootController, FeedController } from './http/feed.controller.ts';
import { feedDefaults, type FeedSettings } from './settings.ts';

/** Events for other programs, over HTTP, from nothing but a reader of the ledger. */
@Module({})
export class FeedModule {
  static of(settings: FeedSettings = feedDefaults): DynamicModule {
    return {
      module: FeedModule,
      controllers: [FeedController, FeedAtRootController],
      providers: [
        FeedDoor,
        { provide: FEED_SETTINGS, useValue: settings },
        { provide: FEED, useFactory: (ledger: LedgerReader) => openFeed(ledger), inject: [LEDGER_READER] },
      ],
    };
  }
}
