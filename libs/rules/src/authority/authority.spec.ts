import { roles, type Role } from '#event-contracts';
import { actions, authority, denial as denialBy, reachOf as reachBy, type Acting, type Action, type Subject } from './authority.ts';
import { contractFollowing } from './contract-work.ts';
import { builtInAuthority } from './table.ts';

/** By what the program brings. */
const denial = (action: Action, actor: Acting, subject: Subject) => denialBy(action, actor, subject, builtInAuthority);
const reachOf = (action: Action, actor: Acting) => reachBy(action, actor, builtInAuthority);

const who = (...held: readonly Role[]): Acting => ({ userId: 'me', rolesAtThatTime: held, channel: 'api' });
const mine = { ownerId: 'me', managerIds: [] };
const myTeams = { ownerId: 'rep', managerIds: ['other-manager', 'me'] };
const others = { ownerId: 'rep', managerIds: ['other-manager'] };
const nobodys = { ownerId: null, managerIds: [] };

const dealCommands: readonly Action[] = [
  ...(['AdvanceOpportunity', 'RegressOpportunity', 'ReviseForecast', 'SubmitProposal', 'RecordContractSignature'] as const),
  ...(['WinOpportunity', 'LoseOpportunity', 'ReopenOpportunity'] as const),
];
const organising: readonly Action[] = ['RegisterUser', 'GrantRole', 'RevokeRole', 'JoinTeam', 'FormTeam', 'AppointManager'];

describe('authority', () => {
  it.each(dealCommands)('lets a rep %s on their own deals only', (action) => {
    expect(denial(action, who('SALES_REP'), mine)).toBeUndefined();
    expect(denial(action, who('SALES_REP'), myTeams)).toMatch(/one’s own/);
    expect(denial(action, who('SALES_REP'), others)).toMatch(/one’s own/);
  });

  it.each([...dealCommands, 'ReassignOpportunity'] as const)('lets a manager %s on the deals of the teams they manage', (action) => {
    expect(denial(action, who('SALES_MANAGER'), myTeams)).toBeUndefined();
    expect(denial(action, who('SALES_MANAGER'), mine)).toBeUndefined();
    expect(denial(action, who('SALES_MANAGER'), others)).toMatch(/team’s/);
  });

  it('does not let a rep give their deals away', () => expect(denial('ReassignOpportunity', who('SALES_REP'), mine)).toMatch(/no role/));
  it('lets sales operations give any deal to another, and do nothing else to it', () => {
    expect(denial('ReassignOpportunity', who('SALES_OPS'), others)).toBeUndefined();
    for (const action of dealCommands) expect(denial(action, who('SALES_OPS'), others)).toMatch(/no role/);
  });
  it('takes being named a manager without the role for nothing', () =>
    expect(denial('WinOpportunity', who('SALES_REP'), myTeams)).toMatch(/one’s own/));

  it.each(['MARKETING', 'SDR'] as const)('lets %s work on any lead, and on no deal', (role) => {
    for (const action of ['CaptureLead', 'EnrichLead', 'AssignLead', 'DisqualifyLead'] as const) {
      expect(denial(action, who(role), others)).toBeUndefined();
      expect(denial(action, who(role), nobodys)).toBeUndefined();
    }
    for (const action of [...dealCommands, 'ConvertLead', 'ReadDeal'] as const)
      expect(denial(action, who(role), others)).toMatch(/no role/);
  });

  it.each(['AssignLeadByRules', 'ReassignLead', 'ReclaimLead'] as const)(
    'lets a rep %s no lead, their manager those of the team',
    (action) => {
      expect(denial(action, who('SALES_REP'), mine)).toMatch(/no role/);
      expect(denial(action, who('SALES_MANAGER'), myTeams)).toBeUndefined();
      expect(denial(action, who('SALES_MANAGER'), others)).toMatch(/team’s/);
    },
  );
  it.each(['AcceptLead', 'RejectLead', 'ReturnLead'] as const)('lets %s whoever sells, not who hands over', (action) => {
    expect(denial(action, who('SALES_REP'), mine)).toBeUndefined();
    for (const role of ['MARKETING', 'SDR'] as const) expect(denial(action, who(role), mine)).toMatch(/no role/);
  });
  it.each(['PlanCampaign', 'RecordCampaignCost', 'PublishCampaignReport'] as const)('lets marketing alone %s', (action) => {
    for (const role of roles) expect(denial(action, who(role), nobodys) === undefined).toBe(role === 'MARKETING');
  });

  it('lets an administrator shape the organisation, and neither read nor change a deal', () => {
    for (const action of organising) expect(denial(action, who('ADMIN'), others)).toBeUndefined();
    for (const action of [...dealCommands, 'ReadDeal', 'ReadLead', 'ReassignOpportunity'] as const) {
      expect(denial(action, who('ADMIN'), others)).toMatch(/no role/);
    }
  });
  it.each(roles.filter((role) => role !== 'ADMIN'))('lets %s shape nothing of the organisation', (role) => {
    for (const action of organising) expect(denial(action, who(role), others)).toMatch(/no role/);
  });

  it.each(['GrantRole', 'AppointManager'] as const)('lets nobody %s for themself', (action) => {
    expect(denial(action, who(...roles), mine)).toMatch(/nobody/);
    expect(denial(action, { ...who(...roles), channel: 'bootstrap' }, mine)).toMatch(/nobody/);
  });

  it('lets compliance read everything and erase persons, and change nothing else', () => {
    for (const action of ['ReadDeal', 'ReadLead', 'ReadPersonalData', 'ErasePerson'] as const) {
      expect(denial(action, who('COMPLIANCE'), others)).toBeUndefined();
    }
    const changes = actions.filter((action) => !action.startsWith('Read') && action !== 'ErasePerson');
    for (const action of changes) expect(denial(action, who('COMPLIANCE'), others)).toMatch(/no role/);
  });
  it.each(roles.filter((role) => role !== 'COMPLIANCE'))('lets %s erase nobody', (role) =>
    expect(denial('ErasePerson', who(role), nobodys)).toMatch(/no role/),
  );

  it('lets nobody delegate for another, nor delegate on', () => {
    expect(denial('DelegateAuthority', who('SALES_REP'), mine)).toBeUndefined();
    expect(denial('DelegateAuthority', who('ADMIN'), others)).toMatch(/for another/);
    expect(denial('DelegateAuthority', { ...who('SALES_REP'), onBehalfOf: 'rep' }, others)).toMatch(/for another/);
  });
  it('judges a delegate by whose authority they use, and forbids what either may not do with their own', () => {
    const delegate = { ...who('SALES_REP'), onBehalfOf: 'rep' };
    expect(denial('WinOpportunity', delegate, others)).toBeUndefined();
    expect(denial('WinOpportunity', delegate, mine)).toMatch(/one’s own/);
    for (const subject of [mine, others]) expect(denial('GrantRole', { ...who('ADMIN'), onBehalfOf: 'rep' }, subject)).toMatch(/nobody/);
  });

  it('lets an auditor read everything, and change nothing', () => {
    for (const action of ['ReadDeal', 'ReadLead', 'ReadPersonalData', 'ReadLedger'] as const)
      expect(denial(action, who('AUDITOR'), others)).toBeUndefined();
    expect(Object.keys(authority.AUDITOR).every((action) => action.startsWith('Read'))).toBe(true);
  });
  it.each(['PRESALES', 'LEGAL', 'FINANCE', 'DELIVERY', 'CSM', 'SERVICE'] as const)(
    'shows %s every deal, and lets them move none',
    (role) => {
      expect(denial('ReadDeal', who(role), others)).toBeUndefined();
      for (const action of dealCommands) expect(denial(action, who(role), others)).toMatch(/no role/);
    },
  );
  it('lets a sales director decide exceptions everywhere, and do the work of their teams only', () => {
    for (const action of ['OverrideCriterion', 'OverrideLeadCriterion'] as const)
      expect(denial(action, who('SALES_DIRECTOR'), others)).toBeUndefined();
    expect(denial('WinOpportunity', who('SALES_DIRECTOR'), myTeams)).toBeUndefined();
    expect(denial('WinOpportunity', who('SALES_DIRECTOR'), others)).toMatch(/team’s/);
  });
  it('lets a partner hand in leads, and see no one else’s', () => {
    expect(denial('CaptureLead', who('PARTNER'), nobodys)).toBeUndefined();
    expect(denial('ReadLead', who('PARTNER'), others)).toMatch(/one’s own/);
  });

  it.each(['SALES_OPS', 'SALES_MGMT_DEPT'] as const)(
    'lets %s write rules and publish them, and not approve them (L190–L191, L320)',
    (role) => {
      for (const action of ['DraftDefinition', 'ReviseDefinition', 'PublishDefinition', 'InterpretPolicy'] as const)
        expect(denial(action, who(role), nobodys)).toBeUndefined();
      expect(denial('ApproveDefinition', who(role), nobodys)).toMatch(/no role/);
    },
  );
  it('lets management alone approve rules, and not write them (L191)', () => {
    expect(roles.filter((role) => denial('ApproveDefinition', who(role), nobodys) === undefined)).toEqual(['MANAGEMENT']);
    expect(denial('DraftDefinition', who('MANAGEMENT'), nobodys)).toMatch(/no role/);
  });
  it.each(roles)('lets %s read the rules', (role) => expect(denial('ReadDefinitions', who(role), nobodys)).toBeUndefined());

  it('lets an analyst read, and only that', () => {
    expect(denial('ReadDeal', who('ANALYST'), others)).toBeUndefined();
    expect(Object.keys(authority.ANALYST).every((action) => action.startsWith('Read'))).toBe(true);
    expect(denial('ReadPersonalData', who('ANALYST'), others)).toMatch(/no role/);
  });

  it('shows any document to those only who may see every case and the persons in it, and those who confirm signatures', () => {
    const readers = roles.filter((role) => denial('ReadDocument', who(role), nobodys) === undefined);
    expect(readers).toEqual(['COMPLIANCE', 'CONTRACT_ADMIN']);
    expect(denial('ReadDocument', who('SALES_REP'), mine)).toBeUndefined();
    expect(denial('ReadDocument', who('SALES_REP'), others)).toMatch(/one’s own/);
    expect(denial('ReadDocument', who('SALES_MANAGER'), myTeams)).toBeUndefined();
  });

  describe('on the team of a deal (L11, L36, L93, L132)', () => {
    const ours = { ownerId: 'rep', managerIds: ['other-manager'], memberIds: ['colleague', 'me'] };
    const shared = [
      'LogActivity',
      'AnswerQualification',
      'AttachDocument',
      'IdentifyStakeholder',
      'ReadDocument',
      'ReadPersonalData',
    ] as const;
    it.each(['SALES_REP', 'SALES_MANAGER', 'SALES_DIRECTOR', 'PRESALES', 'SOLUTION_ARCHITECT', 'PRODUCT', 'LEGAL', 'SERVICE'] as const)(
      'a %s does the work that is shared, and none that moves the deal or picks the team',
      (role) => {
        for (const action of shared) {
          expect(denial(action, who(role), ours)).toBeUndefined();
          expect(denial(action, who(role), others)).toBeDefined();
        }
        for (const action of [...dealCommands, 'AddDealTeamMember', 'RemoveDealTeamMember'] as const)
          expect(denial(action, who(role), ours)).toBeDefined();
      },
    );
    it('a rep sees the deal', () => expect(denial('ReadDeal', who('SALES_REP'), ours)).toBeUndefined());
    it('being on it gives nobody a role', () => {
      for (const role of ['ANALYST', 'ADMIN', 'MARKETING'] as const) expect(denial('LogActivity', who(role), ours)).toMatch(/no role/);
      expect(denial('LogActivity', who(), ours)).toMatch(/no role/);
    });
    it('only presales judges how complex the project is (L127)', () => {
      const judges = roles.filter((role) => denial('AssessProjectComplexity', who(role), ours) === undefined);
      expect(judges).toEqual(['PRESALES', 'SOLUTION_ARCHITECT']);
    });
    it('its owner and their managers pick it', () => {
      expect(denial('AddDealTeamMember', who('SALES_REP'), mine)).toBeUndefined();
      expect(denial('AddDealTeamMember', who('SALES_MANAGER'), myTeams)).toBeUndefined();
    });
  });

  it('shows an account to its owner, their managers and who works for all; an imported one to each of them', () => {
    expect(denial('ReadAccount', who('SALES_REP'), mine)).toBeUndefined();
    expect(denial('ReadAccount', who('SALES_REP'), nobodys)).toBeUndefined();
    expect(denial('ReadAccount', who('SALES_REP'), others)).toMatch(/one’s own/);
    expect(denial('ReadAccount', who('SALES_MANAGER'), myTeams)).toBeUndefined();
    for (const role of ['MARKETING', 'SDR', 'SALES_OPS', 'ANALYST', 'CSM', 'AUDITOR'] as const)
      expect(denial('ReadAccount', who(role), others)).toBeUndefined();
    for (const role of ['PARTNER', 'ADMIN'] as const) expect(denial('ReadAccount', who(role), nobodys)).toMatch(/no role/);
  });

  it('shows campaigns to those who run, follow up, manage, pay or analyse them', () => {
    const readers = roles.filter((role) => denial('ReadCampaign', who(role), nobodys) === undefined);
    expect([...readers].sort()).toEqual([
      ...['ANALYST', 'AUDITOR', 'COMPLIANCE', 'FINANCE', 'INTEGRATION', 'MANAGEMENT', 'MARKETING'],
      ...['SALES_DIRECTOR', 'SALES_MANAGER', 'SALES_MGMT_DEPT', 'SALES_OPS', 'SDR'],
    ]);
  });

  it('takes documents from all who work on cases', () => {
    const others = roles.filter((role) => denial('ReceiveDocument', who(role), nobodys) !== undefined);
    expect(others).toEqual(['ADMIN', 'COMPLIANCE', 'ANALYST', 'MANAGEMENT', 'SALES_MGMT_DEPT', 'PARTNER', 'AUDITOR', 'INTEGRATION']);
  });

  it('shows everybody’s events to those only who may see every case', () => {
    const readers = roles.filter((role) => denial('ReadFeed', who(role), nobodys) === undefined);
    expect(readers).toEqual(['SALES_OPS', 'COMPLIANCE', 'ANALYST', 'AUDITOR', 'INTEGRATION']);
    for (const role of readers) {
      for (const action of ['ReadLead', 'ReadDeal', 'ReadOrganisation', 'ReadLedger'] as const)
        expect(denial(action, who(role), others)).toBeUndefined();
    }
  });

  it('shows who stands in for whom to those who work with colleagues', () => {
    const blind = roles.filter((role) => denial('ReadStandIns', who(role), others) !== undefined);
    expect(blind).toEqual(['ANALYST', 'PARTNER', 'INTEGRATION']);
  });

  it('shows a rep their own cases and what nobody owns yet, not those of others', () => {
    expect(denial('ReadLead', who('SALES_REP'), mine)).toBeUndefined();
    expect(denial('ReadLead', who('SALES_REP'), nobodys)).toBeUndefined();
    expect(denial('ReadLead', who('SALES_REP'), others)).toMatch(/one’s own/);
    expect(denial('QualifyLead', who('SALES_REP'), nobodys)).toMatch(/one’s own/);
  });

  it('takes the widest of several roles', () => {
    expect(reachOf('WinOpportunity', who('SALES_REP', 'SALES_MANAGER'))).toBe('team');
    expect(reachOf('WinOpportunity', who('SALES_MANAGER', 'SALES_REP'))).toBe('team');
    expect(reachOf('RecordContractSignature', who('SALES_REP', 'CONTRACT_ADMIN'))).toBe('all');
  });
  it('grants nothing without a role', () => {
    for (const action of actions) expect(denial(action, who(), mine)).toBeDefined();
  });
  it('knows no role by its name alone', () => {
    for (const name of ['PROCESS', 'BOOTSTRAP', 'constructor', 'toString']) {
      const actor = { ...who(), rolesAtThatTime: [name] };
      for (const action of actions) expect(reachOf(action, actor)).toBeUndefined();
    }
  });
});

describe('the program itself', () => {
  const through = (channel: Acting['channel']): Acting => ({ userId: 'program', rolesAtThatTime: ['ADMIN', 'SALES_OPS'], channel });
  const allowed = (channel: Acting['channel']) => actions.filter((action) => denial(action, through(channel), others) === undefined);

  it('may as a process carry on what follows from events of leads, deals and approvals, note what was due, and nothing else, whatever roles it says it has', () =>
    expect(allowed('process')).toEqual([
      ...[
        'AssignLead',
        'BreachFirstContact',
        'BreachAcceptance',
        'WakeNurturedLead',
        'ScoreLead',
        'ReclaimLead',
        'AbsorbLead',
        'OpenOpportunity',
        'ReassignOpportunity',
        'NoteForecastMissed',
        'NoteStageLimitExceeded',
        'NoteDealStalled',
        ...contractFollowing,
        'OpenNegotiation',
        'HandOverNegotiation',
        'NoteNegotiation',
        'MarkReviewDue',
      ],
      ...['OpenApproval', 'EscalateApproval', 'VoidApproval', 'NoteDealApproval'],
    ]));
  it('may at the founding shape the organisation and publish the rules that come with it only', () =>
    expect(allowed('bootstrap')).toEqual([
      ...[
        'RegisterUser',
        'DeactivateUser',
        'ReactivateUser',
        'GrantRole',
        'RevokeRole',
        'JoinTeam',
        'LeaveTeam',
        'FormTeam',
        'AppointManager',
        'SetUserTerritories',
        'SetTeamTerritories',
        'DraftDefinition',
        'SubmitDefinition',
        'ApproveDefinition',
        'PublishDefinition',
      ],
    ]));
  it('may import on the import’s channel without a role', () => {
    expect(denial('ImportOpportunity', { ...who(), channel: 'import' }, nobodys)).toBeUndefined();
    expect(denial('OpenOpportunity', { ...who(), channel: 'import' }, mine)).toMatch(/no role/);
  });
});
