import { crmExport, type CrmExport } from '../support/crm-export.ts';
import { byStream, bytesOf } from '../support/event-bytes.ts';
import { importConcurrently, importSerially, readExport } from '../support/import-export.ts';
import { distributedProfile, standaloneProfile, type Profile } from '../support/profiles.ts';
import { withStaff } from '../support/running-app.ts';

/** Both run at the same time: neither knows of the other. */
const inBoth = async <T>(profiles: readonly Profile[], work: (profile: Profile) => Promise<T>): Promise<readonly [T, T]> => {
  const [one, other] = await Promise.all(profiles.map(work));
  return [one as T, other as T];
};

const answer = { met: true, answer: 'yes' };

/** A lead with sealed parts, whose conversion a process manager carries on. */
const convertLead = async ({ client, given, drained }: Profile): Promise<void> => {
  const lead = { leadId: 'l1', source: 'web', company: 'Nordwind Foods', contactName: 'Hanna Weber', phone: '+49 30 1234' };
  const steps = [
    ['/v1/leads', lead, 'sdr'],
    ['/v1/leads/l1/assign', { to: 'rita' }, 'sdr'],
    ['/v1/leads/l1/qualify', { as: 'SQL', bant: { budget: answer, authority: answer, need: answer, timeline: answer } }, 'rita'],
    [
      '/v1/leads/l1/convert',
      { opportunityId: 'o1', name: 'Nordwind', expectedAmount: { minor: 150_000, currency: 'EUR' }, expectedSigningDate: '2026-06-30' },
      'rita',
    ],
  ] as const;
  for (const [path, body, as] of steps) {
    given.pass(60);
    const { status, text } = await client.post(path, body, { as });
    if (status >= 300) throw new Error(`${path}: ${status} ${text}`);
    await drained();
  }
};

describe('the distributed profile', () => {
  let exported: CrmExport;
  let profiles: readonly Profile[];
  beforeEach(async () => {
    exported = await crmExport(100);
    profiles = await Promise.all([standaloneProfile(), distributedProfile()]);
  });
  afterEach(async () => {
    await Promise.all(profiles.map((profile) => profile.stop()));
    await exported.remove();
  });

  it('comes to the same ledger and rows as standalone when the same is done serially', async () => {
    const [standalone, distributed] = await inBoth(profiles, async (profile) => {
      await withStaff(profile.client);
      await convertLead(profile);
      const report = await importSerially(profile, await readExport(exported.folder));
      await profile.settled();
      return { report, head: await profile.head(), events: await profile.events(), checksums: await profile.checksums() };
    });
    expect(standalone.report.files.at(-1)).toMatchObject({ rows: exported.expected.rows, imported: 100, rejected: 3 });
    expect(standalone.events.length).toBeGreaterThan(exported.expected.facts);
    expect(standalone.events.filter(({ sealed }) => sealed.length > 0)).not.toHaveLength(0);
    expect(standalone.events.filter(({ stream }) => stream === 'opportunity-o1')).toHaveLength(1);
    expect(distributed.report).toEqual(standalone.report);
    expect(distributed.events.map(bytesOf)).toEqual(standalone.events.map(bytesOf));
    expect(distributed.head).toEqual(standalone.head);
    expect(distributed.checksums).toEqual(standalone.checksums);
    expect(standalone.checksums.find(({ readModel }) => readModel === 'audit')).toMatchObject({ rows: standalone.head.size });
  }, 180_000);

  it('has the same entries stream by stream when many are imported at once, and the same rows but for where events stand in the ledger', async () => {
    const [standalone, distributed] = await inBoth(profiles, async (profile) => {
      await importConcurrently(profile, await readExport(exported.folder));
      await profile.settled();
      return { events: await profile.events(), checksums: await profile.checksums({ ledgerIndexes: 'leftOut' }) };
    });
    expect(standalone.events.length).toBeGreaterThan(exported.expected.facts);
    expect(byStream(distributed.events).map(bytesOf)).toEqual(byStream(standalone.events).map(bytesOf));
    expect(distributed.checksums).toEqual(standalone.checksums);
  });
});
