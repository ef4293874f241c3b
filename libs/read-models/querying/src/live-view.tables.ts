import { EntitySchema, type EntitySchemaColumnOptions, type ValueTransformer } from 'typeorm';
import { camelCase, type Column, type TableShape } from '#eventsourcing';

/** Views of this schema show the live build of each projection, whichever table that is. */
export const liveSchema = 'read';

const nullable = (read: (stored: unknown) => unknown): ValueTransformer => ({
  from: (stored: unknown) => (stored === null ? null : read(stored)),
  to: (value: unknown) => value,
});

const asNumber = nullable(Number);
const asInstant = nullable((stored) => new Date(stored as string | Date).toISOString());

const typed = ({ type }: Column): Pick<EntitySchemaColumnOptions, 'type' | 'array' | 'transformer'> => {
  switch (type) {
    case 'bigint':
      return { type, transformer: asNumber };
    case 'timestamptz':
      return { type, transformer: asInstant };
    case 'text[]':
      return { type: 'text', array: true };
    case 'text':
    case 'integer':
    case 'boolean':
    case 'date':
    case 'jsonb':
    case 'bytea':
      return { type };
  }
};

/** A read model's rows as a flat TypeORM entity over its live view; the table's shape is the one definition of both. */
export const entityOf = <Row extends object>({ name, columns, primaryKey }: TableShape): EntitySchema<Row> => {
  const options = columns.map((column): [string, EntitySchemaColumnOptions] => [
    camelCase(column.name),
    { name: column.name, nullable: column.nullable, primary: primaryKey.includes(column.name), ...typed(column) },
  ]);
  return new EntitySchema<Row>({
    name,
    tableName: name,
    schema: liveSchema,
    synchronize: false,
    columns: Object.fromEntries(options) as never,
  });
};
