import type { Command } from '#eventsourcing';
import type { ReferenceEvent } from '#event-contracts';
import type { Given } from '#rules';

type Data<T extends ReferenceEvent['type']> = Extract<ReferenceEvent, { type: T }>['data'];

/** Master data as another system claims it; absent where it is silent. */
export type ImportAccount = Command<'ImportAccount', Given<Data<'AccountImported'>>>;
export type ImportProduct = Command<'ImportProduct', Given<Data<'ProductImported'>>>;
export type ImportSalesAgent = Command<'ImportSalesAgent', Given<Data<'SalesAgentImported'>>>;

export type ReferenceCommand = ImportAccount | ImportProduct | ImportSalesAgent;
