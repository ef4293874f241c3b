import { Type, type Static } from '@sinclair/typebox';
import { Instant } from '#event-contracts';
import { Field } from '#platform/nest';

export const importTypes = ['ImportAccount', 'ImportProduct', 'ImportSalesAgent', 'ImportOpportunity', 'ImportOutcome'] as const;
export type ImportType = (typeof importTypes)[number];

const Item = Type.Object(
  {
    /** What Idempotency-Key is to a single command. */
    key: Type.String({ pattern: '^[\\x21-\\x7e]{1,200}$' }),
    type: Type.Unsafe<ImportType>(Type.Union(importTypes.map((type) => Type.Literal(type)))),
    data: Type.Record(Type.String(), Type.Unknown()),
    occurredAt: Type.Optional(Instant),
  },
  { additionalProperties: false },
);
export type ImportItem = Static<typeof Item>;

export class ImportBatchDto {
  @Field(Type.Array(Item, { minItems: 1, maxItems: 500 }), {
    description: 'Each is a command with a key of its own; `data` are those of the event it ends in, for example OpportunityImported.',
  })
  items: ImportItem[];
}
