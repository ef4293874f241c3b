import { setTimeout as pause } from 'node:timers/promises';
import type { AppName } from '../support/distributed.ts';
import type { Member } from '../support/fleet.ts';
import type { ProvingGround } from '../support/proving-ground.ts';
import type { TcpProxy } from '../support/tcp-proxy.ts';
import type { LineName, Step } from './step.ts';

const lineOf = ({ lines }: ProvingGround, name: LineName): TcpProxy => {
  switch (name) {
    case 'postgres':
      return lines.postgres;
    case 'event store':
      return lines.eventStore;
    case 'kafka-1':
    case 'kafka-2':
    case 'kafka-3':
      return lines.kafka[Number(name.slice(-1)) - 1]!;
  }
};

/** One of the app's processes that is up. */
const memberOf = async ({ fleet }: ProvingGround, app: AppName, which: number): Promise<Member> => {
  const members = fleet.members(app);
  const member = members[which % members.length]!;
  await member.up();
  return member;
};

const onApp = async (ground: ProvingGround, step: Extract<Step, { app: AppName }>): Promise<void> => {
  const { fleet } = ground;
  switch (step.kind) {
    case 'kill':
      return (await memberOf(ground, step.app, step.which)).end('SIGKILL');
    case 'terminate':
      return (await memberOf(ground, step.app, step.which)).end('SIGTERM');
    case 'halt': {
      const member = await memberOf(ground, step.app, step.which);
      member.signal('SIGSTOP');
      await pause(step.for);
      return void member.signal('SIGCONT');
    }
    case 'double': {
      const another = await fleet.launch(step.app);
      await pause(step.for);
      return another.retire('SIGTERM');
    }
    case 'move': {
      const [oldest] = fleet.members(step.app);
      await fleet.launch(step.app);
      return oldest?.retire('SIGTERM');
    }
  }
};

const onBroker = async ({ kafka }: ProvingGround, step: Extract<Step, { broker: number }>): Promise<void> => {
  switch (step.kind) {
    case 'kill broker':
    case 'stop broker':
      await kafka.kill(step.broker, step.kind === 'kill broker' ? 'SIGKILL' : 'SIGTERM');
      await pause(step.for);
      return kafka.restart(step.broker);
    case 'halt broker':
      await kafka.kill(step.broker, 'SIGSTOP');
      await pause(step.for);
      return kafka.kill(step.broker, 'SIGCONT');
  }
};

const onLine = async (line: TcpProxy, step: Extract<Step, { line: LineName }>): Promise<void> => {
  switch (step.kind) {
    case 'cut':
      return line.cut();
    case 'shut':
      line.shut();
      await pause(step.for);
      return line.open();
    case 'delay':
      line.delay(step.direction, step.by);
      await pause(step.for);
      return line.heal();
    case 'swallow':
      line.swallow(step.direction);
      await pause(step.for);
      return line.heal();
  }
};

/** Does a step, and undoes it; resolves when all is as it was, but for apps that are still starting. */
export const befall = async (ground: ProvingGround, step: Step): Promise<void> => {
  if ('app' in step) return onApp(ground, step);
  if ('broker' in step) return onBroker(ground, step);
  if ('line' in step) return onLine(lineOf(ground, step.line), step);
  switch (step.kind) {
    case 'kill database':
      await ground.postgres.kill('SIGKILL');
      return ground.postgres.restart();
    case 'restart event store':
      return ground.eventStore.restart();
    case 'lose answers':
      return ground.eventStore.server().faults.onNextAppends(...Array.from({ length: step.count }, () => ({ kind: step.answer })));
    case 'rebuild': {
      const status = await ground.order('query-api', `/v1/operations/projections/${step.model}/rebuild`, {});
      if (status !== 202) throw new Error(`the rebuild of ${step.model} was answered with ${status}`);
    }
  }
};
