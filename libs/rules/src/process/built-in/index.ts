import type { ProcessContents } from '../process-definition.ts';
import { classicSalesV1 } from './classic-sales.v1.ts';
import { customerJourneyV1 } from './customer-journey.v1.ts';
import { salesProc003v2 } from './sales-proc-003.v2.ts';
import { channelSales, smallAndMediumCustomers, strategicAccounts } from './sales-proc-003.variants.ts';

/** The processes that come with the program, each before its variants: the three versions of the policy. */
export const builtInProcesses: readonly ProcessContents[] = [
  salesProc003v2,
  strategicAccounts,
  smallAndMediumCustomers,
  channelSales,
  customerJourneyV1,
  classicSalesV1,
];
