import { provingGround, type ProvingGround } from '../support/proving-ground.ts';
import type { SalesLoad } from '../support/sales-load.ts';

/** All under load, each test up to a history that is whole, from the first command on. */
describe('the distributed profile while it is hurt', () => {
  let ground: ProvingGround;
  let load: SalesLoad;

  beforeAll(async () => {
    ground = await provingGround({ brokers: 3, environment: { LEASE_SECONDS: '1' } });
    await ground.launch({ relay: 2, 'command-api': 2, projector: 2, 'query-api': 1 });
  }, 240_000);
  afterAll(() => ground.stop(), 120_000);

  beforeEach(async () => void (load = await ground.load({ seed: 1, restFor: 20 })));
  const expectWhole = async (): Promise<void> => {
    await load.stop();
    expect(await ground.findings(load)).toEqual([]);
  };

  it('loses, skips and doubles nothing when its apps are killed (I1, I2, I5, I8)', async () => {
    for (const member of ground.fleet.members()) {
      expect(await load.more(20)).toBe(true);
      await member.end('SIGKILL');
    }
    expect(await load.more(20)).toBe(true);
    await expectWhole();
  }, 120_000);
});
