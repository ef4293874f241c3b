import { runningApp, type RunningApp } from '../../../../test/support/running-app.ts';
import { dice } from './dice.ts';
import { demoProcesses } from './processes.ts';
import { wonStory } from './programme.ts';
import { runDemo } from './run-demo.ts';
import { yearOfSales } from './year-of-sales.ts';

/** A year that ends now, as the demonstration's does: gates are judged by the day. */
const until = new Date().toISOString();
/** What becomes of so few leads depends on the hour at which their year ends: one of these years has a deal that is won. */
const seed = Array.from({ length: 100 }, (_, at) => at).find((each) => wonStory(yearOfSales(dice(each), new Date(until), 30))) ?? 0;
const silent = { update: () => undefined, stop: () => undefined };

describe('the demonstration', () => {
  let running: RunningApp;
  beforeEach(async () => void (running = await runningApp({ gates: true, definitions: demoProcesses })));
  afterEach(() => running.stop());

  const shown = async (leads: number): Promise<string> => {
    let text = '';
    await runDemo(running.app, {
      first: { seed, until, leads },
      write: (part) => void (text += part),
      progress: silent,
    });
    return text;
  };
  const size = async (): Promise<number> => (await running.get('/v1/ledger/head')).body.size;

  it('plays its year through the API, shows what became of it, and adds nothing when it is run again', async () => {
    const first = await shown(30);
    expect(first).toContain('Leads: 30 captured');
    expect(first).toContain('Nothing was found');
    expect(first).toMatch(/demo-\d+, a deal that was won/);
    expect(first).toMatch(
      /from its confirmed proposal to: Closed won · 已赢单[^]*refused: BelowFloor[^]*refused: DiscountNotAuthorised[^]*ApprovalSentBack/,
    );
    expect(first).toMatch(/ContractFullySigned[^]*ContractArchived[^]*OpportunityWon/);
    expect(first).toContain(`Dealtrail runs at ${running.url}`);
    const events = await size();
    expect(events).toBeGreaterThan(100);

    const second = await shown(30);
    expect(second).toContain('Going on with a year of sales');
    expect(second).toContain('Leads: 30 captured');
    expect(await size()).toBe(events);
  });

  it('shows tokens that open what their bearers may see', async () => {
    const text = await shown(8);
    const tokenOf = (name: string): string => new RegExp(`^${name}=(.+)$`, 'm').exec(text)?.[1] ?? '';
    const status = async (name: string, path: string): Promise<number> =>
      (await fetch(`${running.url}${path}`, { headers: { authorization: `Bearer ${tokenOf(name)}` } })).status;
    expect(await status('COMPLIANCE', '/v1/deals/demo-1/history')).toBe(200);
    expect(await status('ANALYST', '/v1/funnel')).toBe(200);
    expect(await status('MANAGER', '/v1/forecast?teamId=north')).toBe(200);
    expect(await status('REP', '/v1/approvals/today-discount-again/form?lang=zh')).toBe(200);
    expect(await status('REP', '/v1/contracts/today-contract')).toBe(200);
    expect(await status('REP', '/v1/operations/projections')).toBe(403);
  });

  it('plays nothing among other data', async () => {
    const lead = { leadId: 'real-1', source: 'web', company: 'Acme' };
    await running.post('/v1/users', { userId: 'lina' }, { as: 'operator' });
    await running.post('/v1/users/lina/roles', { role: 'SALES_REP' }, { as: 'operator' });
    const captured = await running.post('/v1/leads', lead, { as: 'lina' });
    await running.get(`/v1/leads?after=${captured.body.position}`, { as: 'operator' });
    const events = await size();
    await expect(shown(8)).rejects.toThrow('holds other data than a demonstration');
    expect(await size()).toBe(events);
  });
});
