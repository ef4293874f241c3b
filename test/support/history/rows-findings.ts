import { isDeepStrictEqual } from 'node:util';
import type { SequencedEvent } from '#eventsourcing';
import { catalogue, ledgerDecoder } from '#event-contracts';
import type { Checkpoint } from '#projections';
import { oracle } from '#projections/testing';
import type { History, ReadModel } from './history.ts';

const checkpointFindings = (
  { ledgerId, position, leaf, partition, of }: Checkpoint,
  name: string,
  ledger: readonly SequencedEvent[],
  id: string,
): readonly string[] => {
  const where = `the checkpoint of ${name} in slice ${partition}/${of}`;
  if (ledgerId !== id) return [`${where} is of the ledger ${ledgerId}`];
  if (position > ledger.length) return [`${where} is at ${position}, and the ledger has ${ledger.length} events`];
  const last = ledger[position - 1];
  return !last || leaf?.equals(last.leaf) ? [] : [`${where} is not behind the event that the ledger has at ${position - 1}`];
};

/** As a row comes back from the database: plain objects, without what is undefined. */
const asStored = (row: unknown): unknown => JSON.parse(JSON.stringify(row));

const modelFindings = ({ definition, rows, checkpoints, parkedCases }: ReadModel, { ledger, ledgerId }: History): readonly string[] => {
  const { name } = definition.projection;
  const findings = checkpoints.flatMap((checkpoint) => checkpointFindings(checkpoint, name, ledger, ledgerId));
  if (parkedCases > 0) findings.push(`${name} has parked ${parkedCases} cases`);
  const expected = oracle(definition, ledger, ledgerDecoder(catalogue));
  const at = expected.findIndex((row, place) => !isDeepStrictEqual(asStored(row), asStored(rows[place])));
  if (at >= 0) findings.push(`${name} has ${JSON.stringify(rows[at])} where the fold of the ledger has ${JSON.stringify(expected[at])}`);
  else if (rows.length > expected.length) findings.push(`${name} has ${rows.length} rows, and the fold of the ledger ${expected.length}`);
  return findings;
};

/** Read models are the plain fold of the ledger (I8, I9). */
export const rowsFindings = (history: History): readonly string[] => history.models.flatMap((model) => modelFindings(model, history));
