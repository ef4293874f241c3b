import { andThen, type Awaitable, type Clock } from '#eventsourcing';
import { authorityTableId } from '../definitions/built-in/authority.ts';
import type { Rulebook } from '../rulebook.port.ts';
import { authorityTable, builtInAuthority, type AuthorityTable } from './table.ts';

/** The table in force now, however long ago the thing happened that is asked about: what the program brings until one is published. Each version is made ready once. */
export const authorityInForce = (rulebook: Pick<Rulebook, 'inForce'>, clock: Clock): (() => Awaitable<AuthorityTable>) => {
  let ready: { readonly sha256: string; readonly table: AuthorityTable } | undefined;
  return () =>
    andThen(rulebook.inForce('authority', authorityTableId, clock()), (found) => {
      if (!found) return builtInAuthority;
      if (ready?.sha256 !== found.sha256) ready = { sha256: found.sha256, table: authorityTable(found.contents, found.sha256) };
      return ready.table;
    });
};
