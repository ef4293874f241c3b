import type { Role } from '#event-contracts';
import { actions, authority, denial } from './authority.ts';
import { builtInAuthority } from './table.ts';

const ofOthers = { ownerId: 'someone', managerIds: [] };

/** Whom the policy gives a part in a process, each with the first line that names them. */
const named: readonly (readonly [role: Role, line: number])[] = [
  ['MARKETING', 24],
  ['SALES_REP', 24],
  ['PRESALES', 34],
  ['SALES_MANAGER', 48],
  ['LEGAL', 48],
  ['PROJECT_MANAGER', 59],
  ['SERVICE_TEAM', 59],
  ['CSM', 59],
  ['SALES_OPS', 84],
  ['PRODUCT', 86],
  ['FINANCE', 86],
  ['DELIVERY', 86],
  ['CUSTOMER_SERVICE', 86],
  ['SDR', 106],
  ['SOLUTION_ARCHITECT', 126],
  ['RND', 127],
  ['SALES_DIRECTOR', 154],
  ['CONTRACT_ADMIN', 164],
  ['ORDER_SPECIALIST', 168],
  ['MANAGEMENT', 191],
  ['AFTER_SALES', 199],
  ['PARTNER', 220],
  ['PRODUCTION', 287],
  ['PURCHASING', 287],
  ['LOGISTICS', 287],
  ['SALES_MGMT_DEPT', 320],
];

describe('whom the policy names', () => {
  it.each(named)('%s (L%i) may do something', (role) => expect(Object.keys(authority[role])).not.toEqual([]));
  it.each(named)('%s (L%i) learns of deals, their own at least', (role) => {
    const actor = { userId: 'me', rolesAtThatTime: [role], channel: 'api' as const };
    const subject = ['SALES_REP', 'SALES_MANAGER', 'PARTNER', 'MARKETING', 'SDR'].includes(role)
      ? { ...ofOthers, ownerId: 'me' }
      : ofOthers;
    const readable = actions.filter((action) => action === 'ReadDeal' || action === 'ReadLead');
    expect(readable.some((action) => denial(action, actor, subject, builtInAuthority) === undefined)).toBe(true);
  });
});
