import type { Client, Query } from '#terminal';

interface Page<T> {
  readonly items: readonly T[];
  readonly next: string | null;
}

/** All items of a list that the server gives page by page. */
export const allPages = async <T>(client: Client, path: string, query: Query = {}): Promise<readonly T[]> => {
  const items: T[] = [];
  let cursor: string | undefined;
  do {
    const page = await client.get<Page<T>>(path, { ...query, limit: 200, cursor });
    items.push(...page.items);
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
  return items;
};
