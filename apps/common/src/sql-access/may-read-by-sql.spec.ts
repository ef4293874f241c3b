import { roles, type Role } from '#event-contracts';
import { authorityTable, builtInAuthority, standardAuthority, type AuthorityLookup, type AuthorityTable } from '#rules';
import { denialOfSql, mayHaveLogin } from './may-read-by-sql.ts';

const lookup = (table: AuthorityTable = builtInAuthority, active = true): AuthorityLookup => ({
  authority: async () => table,
  managersOf: async () => [],
  user: async (userId) => (userId === 'stranger' ? undefined : { userId, active, roles: ['ANALYST'], teamId: null, userRevision: 1 }),
});
const as = (...rolesAtThatTime: readonly Role[]) => ({ userId: 'lina', rolesAtThatTime, channel: 'api' as const });
const changed = (...actions: typeof standardAuthority.actions): AuthorityTable => authorityTable({ ...standardAuthority, actions });

describe('a login for SQL', () => {
  it('is for those who count and check, by the table that the program brings', async () => {
    const denials = await Promise.all(roles.map(async (role) => [role, await denialOfSql(lookup(), as(role))] as const));
    const allowed = denials.filter(([, denial]) => denial === undefined).map(([role]) => role);
    expect(allowed.toSorted()).toEqual(['ANALYST', 'AUDITOR', 'COMPLIANCE', 'SALES_OPS']);
  });

  it.each(['ReadLead', 'ReadDeal', 'ReadAccount', 'ReadCampaign', 'ReadReports', 'ReadOrganisation', 'ReadLedger'])(
    'goes where a table takes %s away, or leaves it for one’s own only',
    async (action) => {
      expect(await denialOfSql(lookup(changed({ action })), as('ANALYST'))).toContain(action);
      expect(await denialOfSql(lookup(changed({ action, own: ['ANALYST'] })), as('ANALYST'))).toContain(action);
    },
  );

  it('is not given by the right alone', async () =>
    expect(await denialOfSql(lookup(changed({ action: 'ReadBySql', all: ['SALES_REP'] })), as('SALES_REP'))).toContain('ReadLead'));

  it('is nobody’s for another', async () =>
    expect(await denialOfSql(lookup(), { ...as('ANALYST'), onBehalfOf: 'mona' })).toMatch(/for another/));

  it('is for who is known and active only', async () => {
    expect(await mayHaveLogin(lookup(), 'lina')).toBe(true);
    expect(await mayHaveLogin(lookup(builtInAuthority, false), 'lina')).toBe(false);
    expect(await mayHaveLogin(lookup(), 'stranger')).toBe(false);
  });
});
