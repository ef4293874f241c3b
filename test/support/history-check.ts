import type { History } from './history/history.ts';
import { ledgerFindings, storeFindings } from './history/log-findings.ts';
import { rowsFindings } from './history/rows-findings.ts';
import { topicFindings } from './history/topic-findings.ts';

/** What is wrong between the answers that clients got, the store, the ledger, the topic and the rows, in words; nothing when all is well. */
export const findingsIn = (history: History): readonly string[] => [
  ...storeFindings(history),
  ...ledgerFindings(history),
  ...topicFindings(history),
  ...rowsFindings(history),
];
