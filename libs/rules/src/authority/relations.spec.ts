import { roles, type Role } from '#event-contracts';
import { actions, authority, channelAuthority, denial, reachOf, type Acting, type Action, type Reach, type Subject } from './authority.ts';
import { neverForOneself, onlyInPerson, openWhileUnowned } from './limits.ts';
import { builtInAuthority } from './table.ts';
import { sharedWork } from './work.ts';

/** What somebody is to a deal. */
const relations = {
  owner: { ownerId: 'me', managerIds: [], memberIds: [] },
  member: { ownerId: 'rep', managerIds: [], memberIds: ['me'] },
  manager: { ownerId: 'rep', managerIds: ['me'], memberIds: [] },
  stranger: { ownerId: 'rep', managerIds: [], memberIds: [] },
} as const satisfies Readonly<Record<string, Subject>>;
type Relation = keyof typeof relations;
const everyRelation = Object.keys(relations) as readonly Relation[];

const acting = (...held: readonly Role[]): Acting => ({ userId: 'me', rolesAtThatTime: held, channel: 'api' });
const may = (action: Action, role: Role, relation: Relation): boolean =>
  denial(action, acting(role), relations[relation], builtInAuthority) === undefined;

/** One line: who does what, and whether they may as the deal's owner, on its team, as a manager of its owner, as a stranger. */
type Line = readonly [role: Role, action: Action, owner: 'yes' | 'no', member: 'yes' | 'no', manager: 'yes' | 'no', stranger: 'yes' | 'no'];

// prettier-ignore
const byHand: readonly Line[] = [
  // Leads: whoever works on one; marketing and sales development on all.
  ['SALES_REP',          'QualifyLead',                'yes', 'no',  'no',  'no'],
  ['SALES_MANAGER',      'QualifyLead',                'yes', 'no',  'yes', 'no'],
  ['MARKETING',          'QualifyLead',                'yes', 'yes', 'yes', 'yes'],
  ['MARKETING',          'ConvertLead',                'no',  'no',  'no',  'no'],
  ['SALES_REP',          'ReassignLead',               'no',  'no',  'no',  'no'],
  // Deals: their owner and the managers above; the team shares the work that moves nothing.
  ['SALES_REP',          'AdvanceOpportunity',         'yes', 'no',  'no',  'no'],
  ['SALES_MANAGER',      'AdvanceOpportunity',         'yes', 'no',  'yes', 'no'],
  ['SALES_DIRECTOR',     'AdvanceOpportunity',         'yes', 'no',  'yes', 'no'],
  ['PRESALES',           'AdvanceOpportunity',         'no',  'no',  'no',  'no'],
  ['SALES_REP',          'LogActivity',                'yes', 'yes', 'no',  'no'],
  ['SALES_MANAGER',      'LogActivity',                'yes', 'yes', 'yes', 'no'],
  ['PRESALES',           'LogActivity',                'yes', 'yes', 'no',  'no'],
  ['PRESALES',           'AssessProjectComplexity',    'yes', 'yes', 'no',  'no'],
  ['SALES_REP',          'AssessProjectComplexity',    'no',  'no',  'no',  'no'],
  ['SALES_REP',          'IssueQuote',                 'yes', 'no',  'no',  'no'],
  ['FINANCE',            'IssueQuote',                 'no',  'no',  'no',  'no'],
  ['SALES_REP',          'ReassignOpportunity',        'no',  'no',  'no',  'no'],
  ['SALES_OPS',          'ReassignOpportunity',        'yes', 'yes', 'yes', 'yes'],
  ['SALES_MANAGER',      'OverrideCriterion',          'yes', 'no',  'yes', 'no'],
  ['MANAGEMENT',         'OverrideCriterion',          'yes', 'yes', 'yes', 'yes'],
  // Negotiation: on what is sealed, the deal's team has no say.
  ['SALES_REP',          'SetNegotiationStrategy',     'yes', 'no',  'no',  'no'],
  ['SALES_REP',          'ApproveNegotiationStrategy', 'no',  'no',  'no',  'no'],
  ['SALES_MANAGER',      'ApproveNegotiationStrategy', 'yes', 'no',  'yes', 'no'],
  ['SALES_DIRECTOR',     'ApproveNegotiationStrategy', 'yes', 'yes', 'yes', 'yes'],
  ['SALES_REP',          'ReadNegotiation',            'yes', 'no',  'no',  'no'],
  ['LEGAL',              'ReadNegotiation',            'no',  'no',  'no',  'no'],
  ['FINANCE',            'ReadNegotiation',            'yes', 'yes', 'yes', 'yes'],
  // Approvals: by the table everybody whom a matrix may name; that nobody decides on their own is up to the approval.
  ['SALES_MANAGER',      'DecideApprovalStep',         'yes', 'no',  'yes', 'no'],
  ['SALES_DIRECTOR',     'DecideApprovalStep',         'yes', 'yes', 'yes', 'yes'],
  ['ADMIN',              'DecideApprovalStep',         'no',  'no',  'no',  'no'],
  ['AUDITOR',            'DecideApprovalStep',         'no',  'no',  'no',  'no'],
  // Contracts: the owner writes, others review, confirm and keep.
  ['SALES_REP',          'DraftContract',              'yes', 'no',  'no',  'no'],
  ['SALES_REP',          'CompleteLegalReview',        'no',  'no',  'no',  'no'],
  ['LEGAL',              'CompleteLegalReview',        'yes', 'yes', 'yes', 'yes'],
  ['FINANCE',            'CompleteLegalReview',        'no',  'no',  'no',  'no'],
  ['FINANCE',            'CompleteFinanceReview',      'yes', 'yes', 'yes', 'yes'],
  ['SALES_REP',          'ConfirmContractSignature',   'no',  'no',  'no',  'no'],
  ['SALES_MANAGER',      'ConfirmContractSignature',   'no',  'no',  'no',  'no'],
  ['CONTRACT_ADMIN',     'ConfirmContractSignature',   'yes', 'yes', 'yes', 'yes'],
  ['CONTRACT_ADMIN',     'WinOpportunity',             'no',  'no',  'no',  'no'],
  // Rules and the organisation: whoever writes does not approve, nobody raises themself.
  ['SALES_OPS',          'DraftDefinition',            'yes', 'yes', 'yes', 'yes'],
  ['SALES_OPS',          'ApproveDefinition',          'no',  'no',  'no',  'no'],
  ['MANAGEMENT',         'ApproveDefinition',          'yes', 'yes', 'yes', 'yes'],
  ['ADMIN',              'GrantRole',                  'no',  'yes', 'yes', 'yes'],
  ['ADMIN',              'ConfirmRoleGrant',           'no',  'yes', 'yes', 'yes'],
  ['ADMIN',              'WinOpportunity',             'no',  'no',  'no',  'no'],
  ['SALES_REP',          'DelegateAuthority',          'yes', 'no',  'no',  'no'],
  // Reading, by the same table.
  ['SALES_REP',          'ReadDeal',                   'yes', 'yes', 'no',  'no'],
  ['SALES_MANAGER',      'ReadDeal',                   'yes', 'yes', 'yes', 'no'],
  ['PRESALES',           'ReadDeal',                   'yes', 'yes', 'yes', 'yes'],
  ['PRESALES',           'ReadDocument',               'yes', 'yes', 'no',  'no'],
  ['ANALYST',            'ReadPersonalData',           'no',  'no',  'no',  'no'],
  ['COMPLIANCE',         'ErasePerson',                'yes', 'yes', 'yes', 'yes'],
  ['PARTNER',            'ReadDeal',                   'yes', 'no',  'no',  'no'],
];

describe('who may do what to a deal, by what they are to it', () => {
  it.each(byHand)('%s %s: owner %s, member %s, manager %s, stranger %s', (role, action, ...expected) =>
    expect(everyRelation.map((relation) => (may(action, role, relation) ? 'yes' : 'no'))).toEqual(expected),
  );
});

/** Whom a reach lets through, where nothing else stands against it. */
const reaching: Readonly<Record<Reach, readonly Relation[]>> = {
  own: ['owner'],
  member: ['owner', 'member'],
  team: ['owner', 'manager'],
  all: everyRelation,
};
const openToMembers: readonly Action[] = [...sharedWork, 'ReadDeal', 'ReadDocument', 'ReadPersonalData'];
const everyPair = roles.flatMap((role) => actions.map((action) => [role, action] as const));

describe.each(roles)('%s by the whole table', (role) => {
  it('reaches just as far as the published table says', () => {
    for (const action of actions) expect([action, builtInAuthority.reach(action, role)]).toEqual([action, authority[role][action]]);
  });

  it('is let through to those whom that reach covers, and to no others', () => {
    for (const action of actions) {
      const reach = authority[role][action];
      const through = everyRelation.filter((relation) => may(action, role, relation));
      const covered = (reach ? reaching[reach] : []).filter(
        (relation) => !(relation === 'owner' && neverForOneself.has(action)) && !(relation !== 'owner' && onlyInPerson.has(action)),
      );
      // Whoever has a team's reach does on the team of another's deal what everyone on it does.
      const asMember: readonly Relation[] = reach === 'team' && openToMembers.includes(action) ? ['member'] : [];
      expect([action, through.toSorted()]).toEqual([action, [...covered, ...asMember].toSorted()]);
    }
  });

  it('may no less where they are more to the deal', () => {
    for (const action of actions.filter((each) => !neverForOneself.has(each))) {
      const [owner, member, manager, stranger] = everyRelation.map((relation) => may(action, role, relation));
      if (stranger) expect([action, member, manager]).toEqual([action, true, true]);
      if (member || manager) expect([action, owner]).toEqual([action, true]);
    }
  });

  it('may what belongs to nobody only with all of it in reach, but for what is open then', () => {
    for (const action of actions) {
      const allowed = denial(action, acting(role), { ownerId: null, managerIds: [] }, builtInAuthority) === undefined;
      const reach = authority[role][action];
      expect([action, allowed]).toEqual([action, reach === 'all' || (reach !== undefined && openWhileUnowned.has(action))]);
    }
  });
});

describe('several roles together', () => {
  it.each(['SALES_REP', 'SALES_MANAGER', 'AUDITOR'] as const)('allow what one of them does beside %s, and nothing besides', (other) => {
    for (const [role, action] of everyPair) {
      const allowed = (held: readonly Role[]) =>
        everyRelation.filter((relation) => denial(action, acting(...held), relations[relation], builtInAuthority) === undefined);
      const either = everyRelation.filter((relation) => may(action, role, relation) || may(action, other, relation));
      expect([role, action, allowed([role, other])]).toEqual([role, action, either]);
    }
  });
});

describe('the channels of the program', () => {
  it.each(['api', 'import'] as const)('lend the roles nothing through %s but what is granted to it', (channel) => {
    for (const [role, action] of everyPair) {
      const reach = reachOf(action, { ...acting(role), channel }, builtInAuthority);
      expect([role, action, reach]).toEqual([role, action, channelAuthority[channel]?.[action] ?? authority[role][action]]);
    }
  });
});
