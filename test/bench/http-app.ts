import 'reflect-metadata';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Controller, Injectable, Module } from '@nestjs/common';
import type { Command, CommandRequest } from '#eventsourcing';
import { LeadsController } from '#leads/nest';
import { etagOf } from '#platform';
import { CommandGateway, createLogger, type AnswerBody, type Caller, type CommandMessage, type Intent } from '#platform/nest';
import { readConfig } from '../../apps/standalone/src/config.ts';
import { growHeapSparingly } from '../../apps/common/src/memory.ts';
import { withoutGates } from '../support/without-gates.ts';
import { startStandalone } from '../../apps/standalone/src/standalone.ts';
import { foundUsers, type BenchUsers } from './http-users.ts';

/** What the bench's app tells once it answers. */
export interface AppReady extends BenchUsers {
  readonly url: string;
  readonly pid: number;
}

/** Answers what was validated and authenticated, without deciding anything. */
@Injectable()
class UndecidedGateway extends CommandGateway {
  override async send<C extends Command>(
    caller: Caller,
    _message: new (request: CommandRequest<C>) => CommandMessage<C>,
    { stream, caseId, command }: Intent<C>,
  ): Promise<AnswerBody> {
    const { idempotencyKey } = this.origin(caller);
    caller.reply.status(200).header('etag', etagOf(0)).header('dealtrail-position', idempotencyKey);
    return { outcome: 'accepted', events: [command.type], stream, revision: 0, stateRevision: 0, caseId, position: idempotencyKey };
  }
}

/** The same routes, bodies and checks, with nothing behind them. */
@Controller('v1/bench/noop')
class UndecidedLeads extends LeadsController {
  constructor(gateway: UndecidedGateway) {
    super(gateway);
  }
}

@Module({ controllers: [UndecidedLeads], providers: [UndecidedGateway] })
class UndecidedModule {}

const main = async (): Promise<void> => {
  growHeapSparingly();
  const dataDir = await mkdtemp(join(tmpdir(), 'dealtrail-bench-app-'));
  const config = readConfig({
    DATA_DIR: dataDir,
    DATABASE_URL: process.argv[2],
    PORT: '0',
    LOG_LEVEL: 'warn',
    DEFINITIONS_FILE: withoutGates,
  });
  const app = await startStandalone(config, { logger: createLogger('warn'), extra: [UndecidedModule] });
  if (!app.issuer) throw new Error('the bench needs the local issuer');
  const ready: AppReady = { url: app.url, pid: process.pid, ...(await foundUsers(app.url, app.issuer)) };

  process.send?.(ready);
  process.once('disconnect', () => {
    void app
      .stop()
      .then(() => rm(dataDir, { recursive: true, force: true }))
      .finally(() => process.exit());
  });
};

await main();
