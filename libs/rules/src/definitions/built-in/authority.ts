import { roles, type Role } from '#event-contracts';
import { actions, type Action } from '../../authority/actions.ts';
import { authority, type Reach } from '../../authority/grants.ts';
import type { AuthorityContents, AuthorityRow } from '../authority-contents.ts';

/** The one table of authority; no other id is asked for. */
export const authorityTableId = 'standard';

const reaches: readonly Reach[] = ['own', 'member', 'team', 'all'];

const rolesReaching = (action: Action, reach: Reach): readonly Role[] => roles.filter((role) => authority[role][action] === reach);

const rowOf = (action: Action): AuthorityRow => {
  const granted = reaches.map((reach) => [reach, rolesReaching(action, reach)] as const).filter(([, holders]) => holders.length > 0);
  return { action, ...Object.fromEntries(granted) };
};

/** Roles that decide over others' work, money or rules, or look into everything. */
const grantedByTwo: readonly Role[] = [
  'ADMIN',
  'SALES_DIRECTOR',
  'MANAGEMENT',
  'SALES_MGMT_DEPT',
  'LEGAL',
  'FINANCE',
  'CONTRACT_ADMIN',
  'COMPLIANCE',
  'AUDITOR',
];

/** Who may do what as the program has it: what is granted in the code, written out. */
export const standardAuthority: AuthorityContents = {
  id: authorityTableId,
  version: 1,
  title: { zh: '权限表', en: 'Table of authority' },
  notes: [
    'Who is answerable for each stage: the policy (L106, L119, L132, L143, L156, L168, L180); how far each reaches: default, not policy',
    'secondPersonFor: default, not policy',
  ],
  actions: actions.map(rowOf),
  secondPersonFor: [...grantedByTwo],
};
