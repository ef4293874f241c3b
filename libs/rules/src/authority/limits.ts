import type { Role } from '#event-contracts';
import type { Action } from './actions.ts';

/** What no table of authority may change. Nobody widens their own authority: it takes a second person. */
export const neverForOneself: ReadonlySet<Action> = new Set<Action>([
  'GrantRole',
  'ProposeRoleGrant',
  'ConfirmRoleGrant',
  'AppointManager',
]);

/** What one does in person, for oneself: nobody delegates what is another's, nor what was delegated to them; nobody has read for another, or has a login of theirs. */
export const onlyInPerson: ReadonlySet<Action> = new Set<Action>(['DelegateAuthority', 'AcknowledgePolicy', 'ReadBySql']);

/** What can be taken up or looked at while it belongs to nobody yet. */
export const openWhileUnowned: ReadonlySet<Action> = new Set<Action>(['ReadLead', 'ReadDeal', 'ReadAccount']);

/** Who only looks on changes nothing, so that nobody checks what they did themself; compliance erases persons, as the law asks. */
const onlookers: Readonly<Partial<Record<Role, readonly Action[]>>> = { AUDITOR: [], ANALYST: [], COMPLIANCE: ['ErasePerson'] };

export const isOnlooker = (role: Role): boolean => onlookers[role] !== undefined;

/** Whether a role that only looks on would change something by this. */
export const writesAsOnlooker = (role: Role, action: Action): boolean => {
  const excepted = onlookers[role];
  return excepted !== undefined && !action.startsWith('Read') && !excepted.includes(action);
};

/** Without whom nobody could be let in again, or put a table of authority right that is wrong. */
export const indispensable: readonly Action[] = [
  'RegisterUser',
  'GrantRole',
  'ProposeRoleGrant',
  'ConfirmRoleGrant',
  'DraftDefinition',
  'SubmitDefinition',
  'ApproveDefinition',
  'PublishDefinition',
];
