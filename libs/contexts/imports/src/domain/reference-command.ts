import type { Command } from '#eventsourcing';
import type { ReferenceEvent } from '#event-contracts';

type Data<T extends ReferenceEvent['type']> = Extract<ReferenceEvent, { type: T }>['data'];

/** Master data as another system claims it; absent where it is silent. */
export type ImportAccount = Command<'ImportAccount', Data<'AccountImported'>>;
export type ImportProduct = Command<'ImportProduct', Data<'ProductImported'>>;
export type ImportSalesAgent = Command<'ImportSalesAgent', Data<'SalesAgentImported'>>;

export type ReferenceCommand = ImportAccount | ImportProduct | ImportSalesAgent;
