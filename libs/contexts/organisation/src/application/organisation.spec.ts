import { codecOf, eventCodec, catalogue, type AnyEvent, type UserEvent } from '#event-contracts';
import { aggregateRepository, type StoredEvent } from '#eventsourcing';
import { InMemoryEventStore } from '#in-memory';
import { acting, givingCommands, keysInMemory } from '../../../../../test/support/commands.ts';
import {
  attemptCommands,
  attemptLimit,
  attemptsStream,
  directory,
  foundOrganisation,
  personCommands,
  personKey,
  personStream,
  readOrgSeed,
  teamCommands,
  teamStream,
  user,
  userCommands,
  userStream,
  type KnownUser,
  type OrgSeed,
} from '../index.ts';

const ledgerId = '0b8f2f0e-7a55-4d5c-9a7e-0f5d3f0a9f11';
const admin = acting('ada', ['ADMIN']);

const seed: OrgSeed = {
  users: [
    { userId: 'ada', displayName: 'Ada Admin', roles: ['ADMIN'] },
    { userId: 'dana', roles: ['SALES_MANAGER'], teamId: 'sales' },
    { userId: 'nora', roles: ['SALES_MANAGER'], teamId: 'north' },
    { userId: 'wei', roles: ['SALES_REP', 'SDR'], teamId: 'north' },
  ],
  // Not in the order in which they can be formed.
  teams: [
    { teamId: 'harbour', name: 'Harbour', parentTeamId: 'north' },
    { teamId: 'north', name: 'North', parentTeamId: 'sales', managerId: 'nora' },
    { teamId: 'sales', name: 'Sales', managerId: 'dana' },
  ],
};

const organisation = (store = new InMemoryEventStore()) => {
  const vault = keysInMemory();
  const codec = eventCodec<AnyEvent>(catalogue, vault);
  const who = directory(store, codec, { trustedFor: 3_600_000 });
  const handlers = { users: userCommands({ store, codec, directory: who }), teams: teamCommands({ store, codec, directory: who }) };
  return { store, vault, codec, who, handlers, users: givingCommands(handlers.users), teams: givingCommands(handlers.teams) };
};

const founded = async () => {
  const org = organisation();
  await foundOrganisation(seed, ledgerId, org.handlers);
  return org;
};

describe('founding an organisation', () => {
  it('does all that the file states', async () => {
    const org = organisation();
    const outcomes = await foundOrganisation(seed, ledgerId, org.handlers);
    expect(outcomes.map(({ result }) => result.kind === 'answered' && result.answer.kind)).toEqual(outcomes.map(() => 'accepted'));
    expect(await org.who.user('wei')).toMatchObject({
      userId: 'wei',
      active: true,
      roles: ['SALES_REP', 'SDR'],
      teamId: 'north',
      userRevision: 3,
    });
    expect(await org.who.managersOf('harbour')).toEqual(['nora', 'dana']);
  });

  it('writes nothing when it is done again', async () => {
    const { store, handlers } = await founded();
    const before = await Promise.all(['ada', 'wei', 'nora'].map((userId) => store.read(userStream(userId))));
    const outcomes = await foundOrganisation(seed, ledgerId, organisation(store).handlers);
    await foundOrganisation(seed, ledgerId, handlers);
    expect(outcomes.every(({ result }) => result.kind === 'answered' && result.repeated)).toBe(true);
    expect(await Promise.all(['ada', 'wei', 'nora'].map((userId) => store.read(userStream(userId))))).toEqual(before);
  });

  it('leaves alone what was changed by hand since', async () => {
    const { who, users, handlers } = await founded();
    await users(admin, userStream('wei'), { type: 'RevokeRole', data: { userId: 'wei', role: 'SDR' } });
    await foundOrganisation(seed, ledgerId, handlers);
    expect((await who.user('wei'))?.roles).toEqual(['SALES_REP']);
  });

  it('takes up what was added to the file', async () => {
    const { who, handlers } = await founded();
    const more: OrgSeed = {
      ...seed,
      users: [...seed.users, { userId: 'lina', displayName: 'Lina', roles: ['SALES_REP'], teamId: 'harbour' }],
    };
    await foundOrganisation(more, ledgerId, handlers);
    expect(await who.user('lina')).toMatchObject({ roles: ['SALES_REP'], teamId: 'harbour' });
  });

  it('keeps names out of everything that is not sealed, digests included', async () => {
    const { store } = await founded();
    const other = organisation();
    await foundOrganisation({ ...seed, users: seed.users.map((one) => ({ ...one, displayName: 'Another' })) }, ledgerId, other.handlers);
    const idOf = ([first]: readonly StoredEvent[]) => (JSON.parse(first!.entry.toString()) as { eventId: string }).eventId;
    expect(idOf(await store.read(userStream('ada')))).toBe(idOf(await other.store.read(userStream('ada'))));
  });
});

describe('a file that states an organisation', () => {
  it('is read', () => expect(readOrgSeed(structuredClone(seed))).toEqual({ kind: 'seed', seed }));
  it('may state users only', () => expect(readOrgSeed({ users: [] })).toEqual({ kind: 'seed', seed: { users: [], teams: [] } }));

  const problemsOf = (value: unknown) => {
    const reading = readOrgSeed(value);
    return reading.kind === 'invalid' ? reading.problems.map(({ path, problem }) => `${path} ${problem}`) : [];
  };
  it.each([
    ['nothing', null, [/^ must be a record/]],
    ['no users', {}, [/^users must be a list/]],
    ['something else', { users: [], boss: 1 }, [/^boss is not a field/]],
    ['a user that is none', { users: ['wei'] }, [/^users\[0\] must be a record/]],
    ['a user without an id', { users: [{ roles: [] }] }, [/^users\[0\]\.userId is missing/]],
    ['an id that is none', { users: [{ userId: 'wei chen', roles: [] }] }, [/^users\[0\]\.userId must be an id.*"wei chen"/]],
    ['an id that no token can name', { users: [{ userId: 'w'.repeat(121), roles: [] }] }, [/^users\[0\]\.userId must be an id: 1 to 120/]],
    [
      'a role that is none',
      { users: [{ userId: 'wei', roles: ['REP'] }] },
      [/^users\[0\]\.roles must be a list of roles out of ADMIN.*\["REP"\]/],
    ],
    [
      'a territory that is none',
      { users: [{ userId: 'wei', roles: [], territories: ['kiel and bremen'] }] },
      [/^users\[0\]\.territories must be a list of at most 500 ids/],
    ],
    ['a misspelt field', { users: [{ userId: 'wei', roles: [], team: 'north' }] }, [/^users\[0\]\.team is not a field/]],
    ['an empty name', { users: [{ userId: 'wei', roles: [], displayName: '' }] }, [/^users\[0\]\.displayName must be one line/]],
    [
      'someone twice',
      {
        users: [
          { userId: 'wei', roles: [] },
          { userId: 'wei', roles: [] },
        ],
      },
      [/^users\[1\]\.userId "wei" stands at users\[0\] already/],
    ],
    ['a team that is not there', { users: [{ userId: 'wei', roles: [], teamId: 'x' }] }, [/^users\[0\]\.teamId names the team "x"/]],
    [
      'a manager and a parent that are not there',
      { users: [], teams: [{ teamId: 'north', name: 'North', managerId: 'nora', parentTeamId: 'sales' }] },
      [/^teams\[0\]\.parentTeamId names the team "sales"/, /^teams\[0\]\.managerId names the user "nora"/],
    ],
    [
      'teams in a circle',
      {
        users: [],
        teams: [
          { teamId: 'a', name: 'A', parentTeamId: 'b' },
          { teamId: 'b', name: 'B', parentTeamId: 'a' },
        ],
      },
      [/^teams\[0\]\.parentTeamId leads round/, /^teams\[1\]\.parentTeamId leads round/],
    ],
  ] as const)('is told where it has %s', (_, value, expected) => {
    const problems = problemsOf(value);
    expect(problems).toHaveLength(expected.length);
    expected.forEach((pattern, at) => expect(problems[at]).toMatch(pattern));
  });
});

describe('commands on the organisation', () => {
  it.each([
    { by: 'someone who is no administrator', actor: acting('nora', ['SALES_MANAGER', 'SALES_OPS']), userId: 'wei', kind: 'denied' },
    { by: 'an administrator to themself', actor: admin, userId: 'ada', kind: 'denied' },
    { by: 'an administrator to another', actor: admin, userId: 'wei', kind: 'answered' },
  ])('that grant a role, by $by: $kind', async ({ actor, userId, kind }) => {
    const { users } = await founded();
    expect((await users(actor, userStream(userId), { type: 'GrantRole', data: { userId, role: 'MARKETING' } })).kind).toBe(kind);
  });
  it('let no administrator appoint themself', async () => {
    const { teams } = await founded();
    const command = { type: 'AppointManager', data: { teamId: 'north', userId: 'ada' } } as const;
    expect((await teams(admin, teamStream('north'), command)).kind).toBe('denied');
  });
  it('know which teams and users there are', async () => {
    const { users, teams } = await founded();
    const joining = await users(admin, userStream('wei'), { type: 'JoinTeam', data: { userId: 'wei', teamId: 'nowhere' } });
    const forming = await teams(admin, teamStream('x'), { type: 'FormTeam', data: { teamId: 'x', name: 'X', parentTeamId: 'nowhere' } });
    const appointing = await teams(admin, teamStream('north'), { type: 'AppointManager', data: { teamId: 'north', userId: 'nobody' } });
    expect([joining, forming, appointing].map((result) => result.kind === 'answered' && result.answer)).toMatchObject([
      { reason: 'TeamUnknown' },
      { reason: 'ParentTeamUnknown' },
      { reason: 'AppointeeNotActive' },
    ]);
  });
  it('find nobody who was not registered', async () => {
    const { users } = await founded();
    expect(await users(admin, userStream('x'), { type: 'GrantRole', data: { userId: 'x', role: 'SDR' } })).toEqual({ kind: 'notFound' });
  });
});

describe('the directory', () => {
  it('says at once what this process has accepted, however long it trusts what it read', async () => {
    const { who, users } = await founded();
    expect(await who.standing('wei')).toBe('active');
    await users(admin, userStream('wei'), { type: 'DeactivateUser', data: { userId: 'wei' } });
    expect(await who.standing('wei')).toBe('inactive');
    expect(await who.user('wei')).toMatchObject({ active: false, roles: ['SALES_REP', 'SDR'] });
  });

  it('gives who asks after a command no reading that began before it', async () => {
    const org = await founded();
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    const slow = {
      read: async (stream: string, from?: number) => {
        const events = await org.store.read(stream, from);
        await held;
        return events;
      },
    };
    const who = directory(slow, org.codec, { trustedFor: 3_600_000 });
    const early = who.standing('wei');
    await givingCommands(userCommands({ store: org.store, codec: org.codec, directory: who }))(admin, userStream('wei'), {
      type: 'DeactivateUser',
      data: { userId: 'wei' },
    });
    const late = who.standing('wei');
    release();
    expect([await early, await late]).toEqual(['active', 'inactive']);
  });

  it('learns what another process accepted once its trust has run out', async () => {
    const org = await founded();
    const who = directory(org.store, org.codec, { trustedFor: 1 });
    expect(await who.standing('wei')).toBe('active');
    await org.users(admin, userStream('wei'), { type: 'DeactivateUser', data: { userId: 'wei' } });
    const deadline = Date.now() + 5_000;
    while ((await who.standing('wei')) === 'active' && Date.now() < deadline) await new Promise((resolve) => setImmediate(resolve));
    expect(await who.standing('wei')).toBe('inactive');
  });

  it('asks again after a reading that failed', async () => {
    const org = await founded();
    let fails = true;
    const who = directory(
      {
        read: async (stream, from) => {
          if (fails) throw new Error('no connection');
          return org.store.read(stream, from);
        },
      },
      org.codec,
      { trustedFor: 3_600_000 },
    );
    await expect(who.user('wei')).rejects.toThrow('no connection');
    fails = false;
    expect(await who.standing('wei')).toBe('active');
  });

  it('knows nobody and nothing that is not there', async () => {
    const { who } = await founded();
    expect(await Promise.all([who.user('x'), who.standing('x'), who.teamExists('x'), who.managersOf('x')])).toEqual([
      undefined,
      'unknown',
      false,
      [],
    ]);
  });

  it('reads each stream once while it trusts it', async () => {
    const org = await founded();
    const reads: string[] = [];
    const who = directory(
      {
        read: async (stream, from) => {
          reads.push(stream);
          return org.store.read(stream, from);
        },
      },
      org.codec,
      { trustedFor: 3_600_000 },
    );
    for (let times = 0; times < 3; times += 1) await Promise.all([who.user('wei'), who.managersOf('harbour')]);
    expect(reads.toSorted()).toEqual(['team-harbour', 'team-north', 'team-sales', 'user-wei']);
  });
});

describe('who covers a territory (L105)', () => {
  const office = async () => {
    const org = await founded();
    const all = ['ada', 'dana', 'nora', 'wei'];
    const listed = async (): Promise<readonly KnownUser[]> => {
      const codec = codecOf<UserEvent>(org.codec);
      const found = await Promise.all(all.map((userId) => aggregateRepository(org.store, codec, user).refresh(userStream(userId))));
      return found.map(({ state }) => state).filter((state) => state.status !== 'unknown');
    };
    const list = await listed();
    const who = directory(org.store, org.codec, { trustedFor: 3_600_000, everybody: async () => list });
    const ports = { store: org.store, codec: org.codec, directory: who };
    const [users, teams] = [givingCommands(userCommands(ports)), givingCommands(teamCommands(ports))];
    const team = (teamId: string, ...of: readonly string[]) =>
      teams(admin, teamStream(teamId), { type: 'SetTeamTerritories', data: { teamId, territories: of } });
    const person = (userId: string, ...of: readonly string[]) =>
      users(admin, userStream(userId), { type: 'SetUserTerritories', data: { userId, territories: of } });
    return { who, users, team, person };
  };

  it('is who is in a team that does, or below one, and has none of their own', async () => {
    const { who, team, person } = await office();
    await team('sales', 'kiel', 'bremen');
    expect([await who.territoriesOf('wei'), await who.covering('kiel')]).toEqual([
      ['bremen', 'kiel'],
      ['dana', 'nora', 'wei'],
    ]);
    await team('north', 'bremen');
    expect([await who.territoriesOf('wei'), await who.covering('kiel')]).toEqual([['bremen'], ['dana']]);
    await person('dana', 'bremen');
    expect(await who.covering('kiel')).toEqual([]);
    await person('ada', 'kiel');
    expect([await who.territoriesOf('ada'), await who.territoriesOf('nobody')]).toEqual([['kiel'], []]);
  });

  it('is nobody who may not act any more, however late the list of everybody is', async () => {
    const { who, users, team } = await office();
    await team('sales', 'kiel');
    await users(admin, userStream('wei'), { type: 'DeactivateUser', data: { userId: 'wei' } });
    expect(await who.covering('kiel')).toEqual(['dana', 'nora']);
  });

  it('is set by administrators, and by what founds the organisation', async () => {
    const { users } = await founded();
    const command = { type: 'SetUserTerritories', data: { userId: 'wei', territories: ['kiel'] } } as const;
    expect((await users(acting('nora', ['SALES_MANAGER']), userStream('wei'), command)).kind).toBe('denied');
    const org = organisation();
    const [one, ...others] = seed.teams;
    const outcomes = await foundOrganisation({ ...seed, teams: [{ ...one!, territories: ['kiel'] }, ...others] }, ledgerId, org.handlers);
    expect(outcomes.every(({ result }) => result.kind === 'answered' && result.answer.kind === 'accepted')).toBe(true);
    await org.users(admin, userStream('wei'), { type: 'JoinTeam', data: { userId: 'wei', teamId: 'harbour' } });
    expect(await org.who.territoriesOf('wei')).toEqual(['kiel']);
  });
});

describe('erasing a person', () => {
  const erase = { type: 'ErasePerson', data: { personId: 'p1', legalBasis: 'request' } } as const;
  const auditor = acting('ivo', ['COMPLIANCE']);

  it('puts it on record, then destroys the key, and does so again when asked again', async () => {
    const { store, codec, who, vault } = organisation();
    await vault.obtain(personKey('p1'));
    const persons = givingCommands(personCommands({ store, codec, directory: who, vault }));
    expect(await persons(auditor, personStream('p1'), erase, { key: 'k' })).toMatchObject({ kind: 'answered', repeated: false });
    expect(await vault.find(personKey('p1'))).toEqual({ kind: 'erased' });
    expect(await persons(auditor, personStream('p1'), erase, { key: 'k' })).toMatchObject({ kind: 'answered', repeated: true });
    expect(await store.read(personStream('p1'))).toHaveLength(1);
  });

  it('completes with the same command again what a crash cut off', async () => {
    const { store, codec, who, vault } = organisation();
    await vault.obtain(personKey('p1'));
    const crashing = {
      erase: async () => {
        throw new Error('killed');
      },
    };
    const before = givingCommands(personCommands({ store, codec, directory: who, vault: crashing }));
    await expect(before(auditor, personStream('p1'), erase, { key: 'k' })).rejects.toThrow('killed');
    expect((await vault.find(personKey('p1'))).kind).toBe('found');
    await givingCommands(personCommands({ store, codec, directory: who, vault }))(auditor, personStream('p1'), erase, { key: 'k' });
    expect(await vault.find(personKey('p1'))).toEqual({ kind: 'erased' });
  });

  it('is compliance’s alone, and a denial leaves the key', async () => {
    const { store, codec, who, vault } = organisation();
    await vault.obtain(personKey('p1'));
    const persons = givingCommands(personCommands({ store, codec, directory: who, vault }));
    expect((await persons(admin, personStream('p1'), erase)).kind).toBe('denied');
    expect((await vault.find(personKey('p1'))).kind).toBe('found');
  });
});

describe('attempts in vain', () => {
  it('are recorded in the stream of whoever made them', async () => {
    const { store, codec } = organisation();
    const attempted = givingCommands(attemptCommands({ store, codec }));
    const data = { command: 'WinOpportunity', stream: 'opportunity-o1', outcome: 'denied', reason: 'not theirs' } as const;
    await attempted(acting('wei', []), attemptsStream('wei'), { type: 'RecordDeniedAttempt', data });
    expect((await store.read(attemptsStream('wei'))).map((stored) => codec.decode(stored))).toMatchObject([
      { type: 'AttemptDenied', data },
    ]);
  });

  it('are limited by user and minute', () => {
    let now = 0;
    const allows = attemptLimit(2, () => now);
    expect([allows('wei'), allows('wei'), allows('wei'), allows('ada')]).toEqual([true, true, false, true]);
    now = 59_999;
    expect(allows('wei')).toBe(false);
    now = 60_000;
    expect(allows('wei')).toBe(true);
  });
});
