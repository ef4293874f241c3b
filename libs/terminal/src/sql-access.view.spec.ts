import { sqlAccessText } from './sql-access.view.ts';

const told = {
  login: 'dealtrail_analyst_lina',
  until: '2026-02-01T00:00:00.000Z',
  url: 'postgresql://dealtrail_analyst_lina@127.0.0.1:5432/dealtrail',
  password: 'open-sesame',
};

describe('how to read by SQL', () => {
  it('is a command to be copied, with the password apart from it', () => {
    const lines = sqlAccessText(told).split('\n');
    expect(lines).toContain(`  psql '${told.url}'`);
    expect(lines.filter((line) => line.includes('open-sesame'))).toEqual(['The password, told this once: open-sesame']);
    expect(lines[0]).toContain(told.until);
  });

  it('is one word for a shell, whatever the address holds', () =>
    expect(sqlAccessText({ ...told, url: `postgresql://a@h/it's` })).toContain(`psql 'postgresql://a@h/it'\\''s'`));
});
