import type { AuthorityContents, AuthorityRow } from '../definitions/authority-contents.ts';
import { standardAuthority } from '../definitions/built-in/authority.ts';
import { hashOf } from '../definitions/hash.ts';
import { nameOfDefinition } from '../definitions/name.ts';
import type { Action } from './actions.ts';
import type { Reach } from './grants.ts';

/** A table of authority as it is asked on every request. */
export interface AuthorityTable {
  /** `id@version#sha256`. */
  readonly name: string;
  /** How far a role reaches with an action; nothing when it does not have it. */
  readonly reach: (action: Action, role: string) => Reach | undefined;
  /** Roles that one person proposes and another one confirms. */
  readonly secondPersonFor: ReadonlySet<string>;
}

const reachesIn = ({ own = [], member = [], team = [], all = [] }: AuthorityRow): ReadonlyMap<string, Reach> =>
  new Map<string, Reach>([
    ...own.map((role) => [role, 'own'] as const),
    ...member.map((role) => [role, 'member'] as const),
    ...team.map((role) => [role, 'team'] as const),
    ...all.map((role) => [role, 'all'] as const),
  ]);

const byAction = (rows: AuthorityContents['actions']): ReadonlyMap<string, ReadonlyMap<string, Reach>> =>
  new Map(rows.map((row) => [row.action, reachesIn(row)]));

const asProgrammed = byAction(standardAuthority.actions);

/** Made once of each version: asking it is two look-ups. */
export const authorityTable = (contents: AuthorityContents, sha256 = hashOf(contents)): AuthorityTable => {
  const rows = new Map([...asProgrammed, ...byAction(contents.actions)]);
  return {
    name: nameOfDefinition({ ...contents, sha256 }),
    reach: (action, role) => rows.get(action)?.get(role),
    secondPersonFor: new Set(contents.secondPersonFor),
  };
};

/** What the program brings. */
export const builtInAuthority: AuthorityTable = authorityTable(standardAuthority);
