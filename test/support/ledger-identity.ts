import pg from 'pg';
import { emptyRoot } from '#ledger';
import { migrate } from '#postgres';

/** Gives the ledger of an empty database its id, which it would otherwise draw by lot: command ids are made from it. */
export const giveLedgerId = async (connectionString: string, kind: 'joined' | 'whole', ledgerId: string): Promise<void> => {
  await migrate(connectionString);
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    await client.query(
      `insert into dealtrail.ledger_head (ledger_id, prefix, kind, size, root, frontier, written_at) values ($1, '', $2, 0, $3, '', now())`,
      [ledgerId, kind, emptyRoot],
    );
  } finally {
    await client.end();
  }
};
