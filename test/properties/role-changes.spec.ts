import { catalogue, eventCodec, type AnyEvent, type Role } from '#event-contracts';
import { foldAll } from '#eventsourcing/testing';
import { InMemoryEventStore } from '#in-memory';
import { directory, foundOrganisation, teamCommands, userCommands, userStream, type OrgSeed, type UserCommand } from '#organisation';
import { denialFor, type Action } from '#rules';
import { approvalId, approvalUnderTest, asked, askOf, contentSha256, someone } from '../support/approval-story.ts';
import { acting, givingCommands, keysInMemory } from '../support/commands.ts';

const seed: OrgSeed = {
  users: [
    { userId: 'ada', roles: ['ADMIN'] },
    { userId: 'rep', roles: ['SALES_REP'], teamId: 'north' },
    { userId: 'me', roles: [] },
  ],
  teams: [{ teamId: 'north', name: 'North', managerId: 'me' }],
};

/** What somebody is to the deal that is asked about. */
const relations = {
  owner: { ownerId: 'me', memberIds: [] },
  member: { ownerId: 'rep', memberIds: ['me'] },
  manager: { ownerId: 'rep', memberIds: [] },
} as const;
type Relation = keyof typeof relations | 'stranger';

/** Managing the team is what makes a manager: strangers look at a deal of nobody's team. */
const subjectOf = (relation: Relation) => (relation === 'stranger' ? { ownerId: 'ada', memberIds: [] } : relations[relation]);

const office = async () => {
  const store = new InMemoryEventStore();
  const codec = eventCodec<AnyEvent>(catalogue, keysInMemory());
  const who = directory(store, codec);
  const users = userCommands({ store, codec, directory: who });
  await foundOrganisation(seed, '0b8f2f0e-7a55-4d5c-9a7e-0f5d3f0a9f13', { users, teams: teamCommands({ store, codec, directory: who }) });
  const give = givingCommands(users);
  /** Through the channel of the founding, which takes no second person. */
  const changes = async (command: UserCommand) => {
    const result = await give(acting('ada', ['ADMIN'], 'bootstrap'), userStream('me'), command);
    expect(result).toMatchObject({ kind: 'answered', answer: { kind: 'accepted' } });
    who.noticed(userStream('me'));
  };
  /** As a request of that moment is judged: by the roles that the record says are held then. */
  const may = async (action: Action, relation: Relation): Promise<'yes' | 'no'> => {
    const user = await who.user('me');
    const { ownerId, memberIds } = subjectOf(relation);
    const denied = await denialFor(who, action, acting('me', user?.active ? user.roles : []), ownerId, memberIds);
    return denied === undefined ? 'yes' : 'no';
  };
  return { changes, may };
};

/** Whether somebody may, before a role is granted, from its grant on, from its revocation on, when it is granted again. */
type Line = readonly [role: Role, action: Action, relation: Relation, before: string, granted: string, revoked: string, again: string];

// prettier-ignore
const lines: readonly Line[] = [
  ['SALES_REP',      'WinOpportunity',             'owner',    'no', 'yes', 'no', 'yes'],
  ['SALES_REP',      'WinOpportunity',             'member',   'no', 'no',  'no', 'no'],
  ['SALES_REP',      'LogActivity',                'member',   'no', 'yes', 'no', 'yes'],
  ['SALES_MANAGER',  'WinOpportunity',             'manager',  'no', 'yes', 'no', 'yes'],
  ['SALES_MANAGER',  'WinOpportunity',             'stranger', 'no', 'no',  'no', 'no'],
  ['SALES_MANAGER',  'DecideApprovalStep',         'manager',  'no', 'yes', 'no', 'yes'],
  ['SALES_DIRECTOR', 'DecideApprovalStep',         'stranger', 'no', 'yes', 'no', 'yes'],
  ['LEGAL',          'CompleteLegalReview',        'stranger', 'no', 'yes', 'no', 'yes'],
  ['CONTRACT_ADMIN', 'ConfirmContractSignature',   'stranger', 'no', 'yes', 'no', 'yes'],
  ['PRESALES',       'AssessProjectComplexity',    'member',   'no', 'yes', 'no', 'yes'],
  ['PRESALES',       'AssessProjectComplexity',    'stranger', 'no', 'no',  'no', 'no'],
  ['FINANCE',        'ReadNegotiation',            'stranger', 'no', 'yes', 'no', 'yes'],
  ['ANALYST',        'ReadDeal',                   'stranger', 'no', 'yes', 'no', 'yes'],
  ['ANALYST',        'WinOpportunity',             'owner',    'no', 'no',  'no', 'no'],
];

describe('a role’s change (L48)', () => {
  it.each(lines)('%s %s as %s: before %s, granted %s, revoked %s, again %s', async (role, action, relation, ...expected) => {
    const { changes, may } = await office();
    const found = [await may(action, relation)];
    for (const type of ['GrantRole', 'RevokeRole', 'GrantRole'] as const) {
      await changes({ type, data: { userId: 'me', role } });
      found.push(await may(action, relation));
    }
    expect(found).toEqual(expected);
  });

  it('counts for nobody who may not act, and again from when they may', async () => {
    const { changes, may } = await office();
    await changes({ type: 'GrantRole', data: { userId: 'me', role: 'SALES_DIRECTOR' } });
    await changes({ type: 'DeactivateUser', data: { userId: 'me' } });
    expect(await may('DecideApprovalStep', 'stranger')).toBe('no');
    await changes({ type: 'ReactivateUser', data: { userId: 'me' } });
    expect(await may('DecideApprovalStep', 'stranger')).toBe('yes');
  });
});

describe('a role in an approval, by when it was granted (L188)', () => {
  const opening = approvalUnderTest.decide(
    { type: 'OpenApproval', data: { approvalId, ask: askOf(), barred: [] } },
    approvalUnderTest.initialState,
  );
  const opened = foldAll(
    approvalUnderTest,
    opening.kind === 'accepted' ? opening.events.map((event) => ({ ...event, occurredAt: asked })) : [],
  );
  it.each([
    ['before it was asked for', '2026-06-01T07:59:59.999Z', 'accepted'],
    ['at the moment when it was asked for', asked, 'accepted'],
    ['after it was asked for', '2026-06-01T08:00:00.001Z', 'RoleHeldTooLate'],
  ])('%s', (_, heldSince, expected) => {
    const at = '2026-06-01T12:00:00.000Z';
    const known = { ...someone('mona', 'SALES_MANAGER'), heldSince: { SALES_MANAGER: heldSince }, at, now: at };
    const data = { approvalId, step: 1, decision: 'approved', contentSha256 } as const;
    const decision = approvalUnderTest.decide({ type: 'DecideApprovalStep', data, known }, opened);
    expect(decision.kind === 'refused' ? decision.reason : decision.kind).toBe(expected);
  });
});
