import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource, SelectQueryBuilder } from 'typeorm';
import type { Actor, KeyVault } from '#eventsourcing';
import { openKept } from '#event-contracts';
import { notFound } from '#platform';
import { DIRECTORY, KEY_VAULT } from '#platform/nest';
import { dealsInSight, decodeCursor, mayOpen, mustBeAllowed, ownersInSight, pageOf, type Page } from '#querying';
import { dealOwners } from '#querying/nest';
import type { AuthorityLookup } from '#rules';
import { dealsOf, dealSums, type AccountDeal, type DealSum } from './account-deals.queries.ts';
import type { AccountRow } from './account-list.row.ts';
import { accountEntity, contactEntity } from './account-list.tables.ts';
import type { ContactRow } from './contact-list.row.ts';

/** An account with its open and won deals in sum, of those that the reader may see; null for a reader who may see no deals. */
export type ListedAccount = AccountRow & { readonly sums: readonly DealSum[] | null };

export interface AccountFilters {
  readonly ownerId?: string | undefined;
  readonly origin?: AccountRow['origin'] | undefined;
  readonly segment?: NonNullable<AccountRow['segment']> | undefined;
  readonly industry?: string | undefined;
  readonly territory?: string | undefined;
  /** Part of the name, in any case. */
  readonly name?: string | undefined;
}

/** The accounts that the actor may see, the newest first. */
export class ListAccounts extends Query<Page<ListedAccount>> {
  constructor(
    readonly actor: Actor,
    readonly filters: AccountFilters,
    readonly limit: number,
    readonly cursor?: string,
  ) {
    super();
  }
}

/** Someone at an account. Withheld from whoever may not see it; erased when nobody can any more; damaged when what can be read is not all. */
export interface AccountContact {
  readonly contactId: string;
  readonly state: 'open' | 'erased' | 'damaged' | 'withheld';
  readonly name: string | null;
  readonly jobTitle: string | null;
  readonly email: string | null;
  readonly phone: string | null;
}

export interface AccountView extends ListedAccount {
  readonly contacts: readonly AccountContact[];
  readonly deals: readonly AccountDeal[] | null;
}

export class ShowAccount extends Query<AccountView> {
  constructor(
    readonly actor: Actor,
    readonly accountId: string,
  ) {
    super();
  }
}

type Lookup = AuthorityLookup;

/** `%` and `_` stand for themselves. */
const containing = (text: string): string => `%${text.replace(/[\\%_]/g, (special) => `\\${special}`)}%`;

const filtered = (query: SelectQueryBuilder<AccountRow>, { name, ...exact }: AccountFilters): SelectQueryBuilder<AccountRow> => {
  for (const [property, value] of Object.entries(exact))
    if (value !== undefined) query.andWhere(`account.${property} = :${property}`, { [property]: value });
  return name === undefined ? query : query.andWhere('account.name ilike :name', { name: containing(name) });
};

@QueryHandler(ListAccounts)
export class ListAccountsHandler implements IQueryHandler<ListAccounts> {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    @Inject(DIRECTORY) private readonly directory: Lookup,
  ) {}

  async execute({ actor, filters, limit, cursor }: ListAccounts): Promise<Page<ListedAccount>> {
    const before = decodeCursor(cursor);
    const owners = await ownersInSight(this.directory, 'ReadAccount', actor, () => this.owners());
    const query = filtered(this.accounts(), filters)
      .orderBy('account.registeredIndex', 'DESC')
      .limit(limit + 1);
    if (before !== undefined) query.andWhere('account.registeredIndex < :before', { before });
    if (owners !== 'everybody')
      query.andWhere('(account.ownerId = any(:owners) or (:unowned and account.ownerId is null))', {
        owners: owners.filter((owner) => owner !== null),
        unowned: owners.includes(null),
      });
    const page = pageOf(await query.getMany(), limit, ({ registeredIndex }) => registeredIndex);
    return { ...page, items: await this.withSums(page.items, actor) };
  }

  private async withSums(accounts: readonly AccountRow[], actor: Actor): Promise<readonly ListedAccount[]> {
    const sight = await dealsInSight(this.directory, actor, () => dealOwners(this.database));
    const ids = accounts.map(({ accountId }) => accountId);
    const sums = sight && (await dealSums(this.database, ids, sight));
    return accounts.map((account) => ({ ...account, sums: sums ? (sums.get(account.accountId) ?? []) : null }));
  }

  private accounts(): SelectQueryBuilder<AccountRow> {
    return this.database.getRepository(accountEntity).createQueryBuilder('account');
  }

  private async owners(): Promise<readonly (string | null)[]> {
    const rows = await this.accounts().select('distinct account.ownerId', 'owner').getRawMany<{ owner: string | null }>();
    return rows.map(({ owner }) => owner);
  }
}

@QueryHandler(ShowAccount)
export class ShowAccountHandler implements IQueryHandler<ShowAccount> {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    @Inject(DIRECTORY) private readonly directory: Lookup,
    @Inject(KEY_VAULT) private readonly vault: Pick<KeyVault, 'find'>,
  ) {}

  async execute({ actor, accountId }: ShowAccount): Promise<AccountView> {
    const row = await this.database.getRepository(accountEntity).findOneBy({ accountId });
    if (!row) throw notFound(`There is no account ${accountId}.`);
    await mustBeAllowed(this.directory, 'ReadAccount', actor, row.ownerId);
    const [sight, opened, people] = await Promise.all([
      dealsInSight(this.directory, actor, () => dealOwners(this.database)),
      mayOpen(this.directory, actor, row.ownerId),
      this.database.getRepository(contactEntity).find({ where: { accountId }, order: { registeredIndex: 'ASC' } }),
    ]);
    const contacts = await Promise.all(people.map((person) => this.contact(person, opened)));
    if (!sight) return { ...row, contacts, sums: null, deals: null };
    const sums = await dealSums(this.database, [accountId], sight);
    return { ...row, contacts, sums: sums.get(accountId) ?? [], deals: await dealsOf(this.database, accountId, sight) };
  }

  private async contact({ contactId, sealed }: ContactRow, opened: boolean): Promise<AccountContact> {
    if (!opened) return { contactId, state: 'withheld', ...nobody };
    const { fields, erased, damaged } = await openKept(this.vault, sealed);
    if (erased.length > 0) return { contactId, state: 'erased', ...nobody };
    const { name = null, jobTitle = null, email = null, phone = null } = fields as Partial<Omit<AccountContact, 'contactId' | 'state'>>;
    return { contactId, state: damaged.length > 0 ? 'damaged' : 'open', name, jobTitle, email, phone };
  }
}

const nobody = { name: null, jobTitle: null, email: null, phone: null };
