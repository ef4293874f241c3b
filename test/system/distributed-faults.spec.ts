import pg from 'pg';
import type { Member } from '../support/fleet.ts';
import { allInSync } from '../support/in-sync.ts';
import { watchCheckpoints, type CheckpointWatch } from '../support/checkpoint-watch.ts';
import { provingGround, type ProvingGround } from '../support/proving-ground.ts';
import type { SalesLoad } from '../support/sales-load.ts';
import type { TcpProxy } from '../support/tcp-proxy.ts';
import { until } from '../support/until.ts';

interface Checks {
  readonly publisher: { readonly role: 'leader' | 'follower' };
}

/** All under load, each test up to a history that is whole: of its own commands, and of all that is in the store by then. */
describe('the distributed profile while it is hurt', () => {
  let ground: ProvingGround;
  let load: SalesLoad;
  let watch: CheckpointWatch;
  let database: pg.Pool;
  let seed = 0;

  beforeAll(async () => {
    ground = await provingGround({ brokers: 3, environment: { LEASE_SECONDS: '1' } });
    await ground.launch({ relay: 2, 'command-api': 2, projector: 2, 'query-api': 1 });
    watch = watchCheckpoints(ground.postgres.connectionString);
    database = new pg.Pool({ connectionString: ground.postgres.connectionString, max: 1 });
    database.on('error', () => undefined);
  }, 240_000);
  afterAll(async () => {
    await watch?.stop();
    await database?.end();
    await ground?.stop();
  }, 120_000);

  beforeEach(async () => void (load = await ground.load({ seed: (seed += 1), restFor: 20 })), 60_000);
  // Also after a test that failed: the next one is to be alone.
  afterEach(() => load.stop());
  const expectWhole = async (): Promise<void> => {
    await load.stop();
    expect(await ground.findings(load)).toEqual([]);
    expect(watch.findings).toEqual([]);
  };

  const numberFrom = (query: string): Promise<number> =>
    database.query<{ value: string }>(query).then(
      ({ rows }) => Number(rows[0]?.value ?? 0),
      () => 0, // while it is down
    );
  const published = (): Promise<number> => numberFrom('select max(position) as value from dealtrail.publications');
  /** Each slice goes on by itself; that some do is enough to tell. */
  const projected = (): Promise<number> =>
    numberFrom(`
      select sum(position) as value from dealtrail.projection_checkpoints join dealtrail.projection_builds using (projection, version, build)
      where projection = 'audit' and state = 'live'`);
  const conditions = async (): Promise<string> => {
    const told = ground.fleet.members().map(async (member) => {
      const answer = await fetch(`${member.url()}/health/ready`, { signal: AbortSignal.timeout(5000) }).then(
        (response) => response.text(),
        (error: unknown) => String(error),
      );
      return `${member.name}: ${answer.trim()}`;
    });
    return (await Promise.all(told)).join('\n');
  };
  /** Waits until so many more events are there. */
  const grown = async (size: () => Promise<number>, by = 20): Promise<void> => {
    const before = await size();
    if (await until(async () => (await size()) >= before + by, 60_000)) return;
    throw new Error(`it stays at ${before}; this is how the apps are: ${await conditions()}`);
  };

  const leads = async (relay: Member): Promise<boolean> => {
    const answer = await fetch(`${relay.url()}/health/ready`).catch(() => undefined);
    return ((await answer?.json()) as { checks: Checks } | undefined)?.checks.publisher.role === 'leader';
  };
  const leaderAmong = async (relays: readonly Member[]): Promise<Member> => {
    let leader: Member | undefined;
    const found = async (): Promise<boolean> => {
      for (const relay of relays) if (await leads(relay)) leader = relay;
      return leader !== undefined;
    };
    expect(await until(found, 60_000)).toBe(true);
    return leader!;
  };

  it('loses, skips and doubles nothing when its apps are killed (I1, I2, I5, I8)', async () => {
    const [[commandApi], [projector]] = [ground.fleet.members('command-api'), ground.fleet.members('projector')];
    for (const member of [...ground.fleet.members('relay'), commandApi!, projector!]) {
      await grown(published);
      await member.end('SIGKILL');
    }
    await grown(projected);
    await expectWhole();
  }, 240_000);

  it('interleaves nothing when the leading relay sleeps past its lease and wakes while another leads (I6)', async () => {
    const relays = ground.fleet.members('relay');
    await Promise.all(relays.map((relay) => relay.up()));
    for (let turn = 0; turn < 3; turn += 1) {
      const leader = await leaderAmong(relays);
      await grown(published);
      leader.signal('SIGSTOP');
      await leaderAmong(relays.filter((relay) => relay !== leader));
      await grown(published);
      leader.signal('SIGCONT');
      expect(await until(async () => !(await leads(leader)))).toBe(true);
      await grown(published);
    }
    await expectWhole();
  }, 240_000);

  /** The bytes of one direction vanish until so many have; then the connections break. */
  const swallowed = async (line: TcpProxy, direction: 'to-server' | 'to-client', bytes: number): Promise<void> => {
    const before = line.passed(direction);
    line.swallow(direction);
    expect(await until(() => line.passed(direction) > before + bytes)).toBe(true);
    line.heal();
  };

  it('loses and doubles nothing when answers are lost and lines are cut, at Kafka, Postgres and the event store (I1, I2, I5, I7)', async () => {
    const { lines, eventStore } = ground;
    for (const line of [...lines.kafka, lines.postgres, lines.eventStore]) {
      await grown(published);
      await swallowed(line, 'to-client', 100);
      await grown(published);
      await swallowed(line, 'to-server', 100);
      line.delay('to-client', 50);
      await grown(published);
      line.cut();
      line.heal();
    }
    for (const kind of ['cutAfterCommit', 'timeoutAfterCommit', 'silentAfterCommit', 'cutBeforeCommit'] as const)
      eventStore.server().faults.onNextAppends({ kind }, { kind });
    await grown(projected, 50);
    await expectWhole();
  }, 240_000);

  it('loses nothing when leaders of partitions move, a broker is killed and relays start without it (I7)', async () => {
    const { kafka, on } = ground;
    const relays = ground.fleet.members('relay');
    const goesOn = async (): Promise<void> => {
      await grown(published);
      // Those that start now find the first or the second broker of their list down.
      await Promise.all(relays.map((relay) => relay.end('SIGKILL')));
      await Promise.all(relays.map((relay) => relay.up()));
      await grown(published);
    };
    for (const [broker, signal] of [
      [1, 'SIGTERM'],
      [2, 'SIGKILL'],
    ] as const) {
      await grown(published);
      await allInSync(kafka.direct, on.topic);
      await kafka.kill(broker, signal);
      // Whatever becomes of this, the tests after it have all brokers.
      await goesOn().finally(() => kafka.restart(broker));
    }
    await grown(projected);
    await expectWhole();
  }, 240_000);

  it('goes on by itself when the database crashes and the event store is started anew (I1, I8)', async () => {
    for (let turn = 0; turn < 2; turn += 1) {
      await grown(published);
      await ground.postgres.kill('SIGKILL');
      await ground.postgres.restart();
      await grown(published);
      await ground.eventStore.restart();
    }
    await grown(projected);
    await expectWhole();
  }, 240_000);

  it('rebuilds under load while projectors come, go and are killed, and no reader sees half a model (I8, I9)', async () => {
    const deals = (): Promise<number> => numberFrom('select count(*) as value from read.opportunity_list');
    await grown(projected);
    let [most, fewer, reading] = [await deals(), 0, true];
    const reader = (async () => {
      while (reading) {
        const seen = await deals();
        if (seen < most) fewer += 1;
        most = Math.max(most, seen);
      }
    })();
    const build = (): Promise<number> =>
      numberFrom(`select max(build) as value from dealtrail.projection_builds where projection = 'opportunity-list' and state = 'live'`);
    const before = await build();
    expect(await ground.order('query-api', '/v1/operations/projections/opportunity-list/rebuild', {})).toBe(202);
    const [first] = ground.fleet.members('projector');
    await first!.end('SIGKILL');
    const third = await ground.fleet.launch('projector');
    expect(await until(async () => (await build()) > before, 60_000)).toBe(true);
    await grown(projected);
    await third.retire('SIGTERM');
    await grown(projected);
    reading = false;
    await reader;
    expect(fewer).toBe(0);
    await expectWhole();
  }, 240_000);
});
