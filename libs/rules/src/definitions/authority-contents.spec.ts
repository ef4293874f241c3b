import { roles } from '#event-contracts';
import {
  actions,
  authority,
  faultsOf,
  malformations,
  standardAuthority,
  type AuthorityContents,
  type AuthorityRow,
  type Fault,
} from '../index.ts';
import { definitionVocabularies } from './vocabularies.ts';

const around = { vocabularies: definitionVocabularies, isProcess: () => false, publishedProcess: () => undefined };

const withRow = (row: AuthorityRow): AuthorityContents => ({
  ...standardAuthority,
  actions: [...standardAuthority.actions.filter(({ action }) => action !== row.action), row],
});
const faultsWith = (contents: AuthorityContents, held?: readonly string[]): readonly Fault[] =>
  faultsOf('authority', contents, { ...around, ...(held && { heldRoles: new Set(held) }) });

describe('the table of authority that comes with the program', () => {
  it('says of every action who may do it, as it is granted in the code', () => {
    expect(malformations('authority', standardAuthority)).toEqual([]);
    expect(standardAuthority.actions.map(({ action }) => action)).toEqual([...actions]);
    for (const row of standardAuthority.actions)
      for (const role of roles) {
        const reach = (['own', 'member', 'team', 'all'] as const).find((each) => row[each]?.includes(role));
        expect(reach).toBe(authority[role][row.action as keyof (typeof authority)[typeof role]]);
      }
  });
  it('can be published', () => expect(faultsWith(standardAuthority, roles)).toEqual([]));
});

describe('publishing a table of authority', () => {
  it.each([
    ['a role that there is not', { action: 'WinOpportunity', all: ['WIZARD'] }],
    ['a reach that there is not', { action: 'WinOpportunity', world: ['SALES_REP'] }],
  ])('is not even drafted with %s', (_, row) =>
    expect(malformations('authority', { ...standardAuthority, actions: [row] })).not.toEqual([]),
  );
  it.each<readonly [string, AuthorityRow, Fault]>([
    [
      'an action that there is not',
      { action: 'FlyToTheMoon', all: ['SALES_REP'] },
      { rule: 'ActionUnknown', at: 'actions.FlyToTheMoon', names: ['FlyToTheMoon'] },
    ],
    [
      'a role that reaches two ways',
      { action: 'WinOpportunity', own: ['SALES_REP'], all: ['SALES_REP'] },
      { rule: 'CodeRepeated', at: 'actions.WinOpportunity', names: ['SALES_REP'] },
    ],
    [
      'auditors, analysts or compliance who act',
      { action: 'WinOpportunity', own: ['SALES_REP', 'ANALYST'], all: ['AUDITOR', 'COMPLIANCE'] },
      { rule: 'OnlookerActs', at: 'actions.WinOpportunity', names: ['ANALYST', 'AUDITOR', 'COMPLIANCE'] },
    ],
    ['nobody left who approves definitions', { action: 'ApproveDefinition' }, { rule: 'NobodyLeft', at: 'actions.ApproveDefinition' }],
    ['nobody left who grants roles to all', { action: 'GrantRole', team: ['ADMIN'] }, { rule: 'NobodyLeft', at: 'actions.GrantRole' }],
    [
      'nobody in the company left who publishes a table again',
      { action: 'PublishDefinition', all: ['LOGISTICS'] },
      { rule: 'RoleHeldByNobody', at: 'actions.PublishDefinition', names: ['LOGISTICS'] },
    ],
  ])('is refused with %s', (_, row, fault) =>
    expect(
      faultsWith(
        withRow(row),
        roles.filter((role) => role !== 'LOGISTICS'),
      ),
    ).toEqual([fault]),
  );
  it('is refused with an action twice', () => {
    const twice = { ...standardAuthority, actions: [...standardAuthority.actions, { action: 'WinOpportunity' }] };
    expect(faultsWith(twice)).toEqual([{ rule: 'CodeRepeated', at: 'actions', names: ['WinOpportunity'] }]);
  });
  it('lets compliance erase persons, and everyone who looks on look', () =>
    expect(
      faultsWith({
        ...standardAuthority,
        actions: [
          { action: 'ErasePerson', all: ['COMPLIANCE'] },
          { action: 'ReadDeal', all: ['AUDITOR', 'ANALYST'] },
        ],
      }),
    ).toEqual([]));
});
