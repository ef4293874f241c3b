import { Type } from '@sinclair/typebox';
import { event } from '../definition.ts';
import { CalendarDate, Id, Line, Money, OneOf, open, openOptional } from '../fields.ts';

/** Where an imported fact comes from: the file's hash and its row, counted from 1 without the header. */
const provenance = {
  source: open(Id),
  sourceFileHash: open(Type.String({ pattern: '^[0-9a-f]{64}$' })),
  row: open(Type.Integer({ minimum: 1 })),
};

/**
 * Imported facts assert only what their source holds: everything is as claimed there, absent where it is absent there.
 * Names of agents and managers are business facts of the source’s own records, open like the owner of a deal.
 */
export const imports = {
  OpportunityImported: event('OpportunityImported', {
    aggregate: 'opportunity',
    description: 'Another system claims that this deal exists, at this stage.',
    fields: {
      ...provenance,
      opportunityId: open(Id),
      externalId: open(Line),
      claimedStage: open(Line),
      claimedAgent: openOptional(Line),
      account: openOptional(Line),
      accountId: openOptional(Id),
      product: openOptional(Line),
      listPrice: openOptional(Money),
      /** Absent: the source does not say when it began. */
      engagedOn: openOptional(CalendarDate),
      /** `unknown`: `occurredAt` is the time of the import, for want of another. */
      businessTime: open(OneOf('claimed', 'unknown')),
    },
  }),
  OutcomeImported: event('OutcomeImported', {
    aggregate: 'opportunity',
    description: 'Another system claims that this deal was won or lost. No signature, approval or gate stands behind it.',
    fields: {
      ...provenance,
      opportunityId: open(Id),
      claimed: open(OneOf('won', 'lost')),
      value: openOptional(Money),
      closedOn: openOptional(CalendarDate),
      businessTime: open(OneOf('claimed', 'unknown')),
    },
  }),
  AccountImported: event('AccountImported', {
    aggregate: 'account',
    description: 'Another system claims that this company is a customer or prospect.',
    fields: {
      ...provenance,
      accountId: open(Id),
      name: open(Line),
      sector: openOptional(Line),
      yearEstablished: openOptional(Type.Integer({ minimum: 1000, maximum: 9999 })),
      revenue: openOptional(Line),
      employees: openOptional(Type.Integer({ minimum: 0 })),
      location: openOptional(Line),
      subsidiaryOf: openOptional(Line),
    },
  }),
  ProductImported: event('ProductImported', {
    aggregate: 'product',
    description: 'Another system claims that this product is sold at this list price.',
    fields: { ...provenance, productId: open(Id), name: open(Line), series: openOptional(Line), listPrice: openOptional(Money) },
  }),
  SalesAgentImported: event('SalesAgentImported', {
    aggregate: 'agent',
    description: 'Another system claims that this agent sells, for this manager and office.',
    fields: { ...provenance, agentId: open(Id), name: open(Line), manager: openOptional(Line), office: openOptional(Line) },
  }),
};
