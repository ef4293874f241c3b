import { openMetrics } from './metrics.ts';
import { counters, gauges, scraped } from './scraped.ts';

const underway = () => {
  let time = 0;
  let reads = 0;
  const metrics = openMetrics();
  const read = async () => (reads += 1);
  const figure = scraped(metrics, 'test', read, { now: () => time });
  return { metrics, figure, reads: () => reads, pass: (ms: number) => void (time += ms) };
};

describe('what is read at a scrape', () => {
  it('is read once for all scrapers of two seconds', async () => {
    const { figure, reads, pass } = underway();
    await Promise.all([figure(), figure()]);
    pass(1999);
    await figure();
    expect(reads()).toBe(1);
    pass(1);
    await figure();
    expect(reads()).toBe(2);
  });

  it('is absent when it could not be read, and that is counted', async () => {
    const metrics = openMetrics();
    const figure = scraped(metrics, 'broken', () => Promise.reject(new Error('the database is gone')));
    const one = { name: 'one', help: '-', values: (value: number) => [[{}, value]] as const };
    const two = { name: 'two', help: '-', labels: ['of'], values: (value: number) => [[{ of: 'x' }, value]] as const };
    gauges<number>(metrics, figure, [one, two]);
    expect(await metrics.text()).not.toMatch(/^(one|two)[ {]/m);
    expect(await metrics.text()).toContain('dealtrail_scrape_errors_total{part="broken"} 1');
  });

  it('keeps nobody back that does not need it, and is not asked for again while it hangs', async () => {
    const metrics = openMetrics();
    let asked = 0;
    const hangs = () => {
      asked += 1;
      return new Promise<never>(() => undefined);
    };
    const figure = scraped(metrics, 'slow', hangs, { patience: 5, freshFor: 0 });
    expect(await figure()).toBeUndefined();
    expect(await figure()).toBeUndefined();
    expect(asked).toBe(1);
    expect(await metrics.text()).toContain('dealtrail_scrape_errors_total{part="slow"} 2');
  });

  it('leaves no series behind of what is no more', async () => {
    const metrics = openMetrics();
    let all = ['a', 'b'];
    gauges(metrics, async () => all, [
      { name: 'there', help: '-', labels: ['name'], values: (names) => names.map((name) => [{ name }, 1]) },
    ]);
    expect(await metrics.text()).toContain('there{name="b"} 1');
    all = ['a'];
    const text = await metrics.text();
    expect(text).toContain('there{name="a"} 1');
    expect(text).not.toContain('there{name="b"}');
  });

  it('may be a counter that is kept elsewhere', async () => {
    const metrics = openMetrics();
    let steps = 3;
    counters(metrics, [{ name: 'steps_total', help: '-', value: () => steps }]);
    expect(await metrics.text()).toContain('steps_total 3');
    steps = 5;
    expect(await metrics.text()).toContain('steps_total 5');
  });
});
