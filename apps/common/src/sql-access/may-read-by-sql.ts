import type { Actor } from '#eventsourcing';
import { denialFor, reachFor, type Action, type Acting, type AuthorityLookup } from '#rules';

/** What the views show, of everybody. */
const shown: readonly Action[] = ['ReadLead', 'ReadDeal', 'ReadAccount', 'ReadCampaign', 'ReadReports', 'ReadOrganisation', 'ReadLedger'];

/**
 * Why this user may have no login of their own, or nothing when they may. Views know no owners, so that beside the right itself it takes every
 * reading that they amount to, of everybody's: a company's table that narrows one of them takes the login with it.
 */
export const denialOfSql = async (directory: AuthorityLookup, actor: Acting): Promise<string | undefined> => {
  const denial = await denialFor(directory, 'ReadBySql', actor, actor.userId);
  if (denial !== undefined) return denial;
  for (const action of shown)
    if ((await reachFor(directory, action, actor)) !== 'all')
      return `ReadBySql: it shows everything, and ${action} does not reach everybody’s`;
  return undefined;
};

/** The same of someone who asks for nothing, by what their record says now. */
export const mayHaveLogin = async (directory: AuthorityLookup, userId: string): Promise<boolean> => {
  const facts = await directory.user(userId);
  if (!facts?.active) return false;
  const actor: Pick<Actor, 'userId' | 'rolesAtThatTime' | 'channel'> = { userId, rolesAtThatTime: facts.roles, channel: 'api' };
  return (await denialOfSql(directory, actor)) === undefined;
};
