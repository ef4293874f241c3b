import { Type, type Static, type TSchema } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';

const closed = <T extends Record<string, TSchema>>(properties: T) => Type.Object(properties, { additionalProperties: false });

const FieldMapping = closed({
  column: Type.String({ minLength: 1 }),
  as: Type.Optional(Type.Union([Type.Literal('text'), Type.Literal('date'), Type.Literal('money'), Type.Literal('integer')])),
  /** A row without it is rejected. */
  required: Type.Optional(Type.Boolean()),
  /** A row without it is imported without it, and reported; `whenClosed`: only once the deal is won or lost. */
  expected: Type.Optional(Type.Union([Type.Literal('always'), Type.Literal('whenClosed')])),
  /** Known slips of the source and what they seem to mean: reported, imported as they stand. */
  slips: Type.Optional(Type.Record(Type.String(), Type.String())),
  /** Another file's column in which the value should stand; reported when it does not. */
  knownIn: Type.Optional(closed({ file: Type.String(), column: Type.String() })),
});
export type FieldMapping = Static<typeof FieldMapping>;

const FileMapping = closed({
  file: Type.String({ minLength: 1 }),
  imports: Type.Union([Type.Literal('product'), Type.Literal('agent'), Type.Literal('account'), Type.Literal('opportunity')]),
  /** The column that identifies a row within the source. */
  key: Type.String({ minLength: 1 }),
  fields: Type.Record(Type.String(), FieldMapping),
  /** Columns that are not imported because others imply them. */
  derived: Type.Optional(Type.Array(Type.String())),
  /** Opportunities only: which stages the source calls won, lost and still open. */
  stages: Type.Optional(
    closed({ column: Type.String(), won: Type.Array(Type.String()), lost: Type.Array(Type.String()), open: Type.Array(Type.String()) }),
  ),
});
export type FileMapping = Static<typeof FileMapping>;

const ImportMapping = closed({
  /** Stands in every imported event as `source`, and begins every id. */
  source: Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,40}$' }),
  description: Type.Optional(Type.String()),
  /** ISO 4217; `XXX` when the source names none. */
  currency: Type.String({ pattern: '^[A-Z]{3}$' }),
  /** How dates are written: `dd`, `mm` and `yy` or `yyyy` in any order, with any separators; `yy` means 20yy. */
  dates: Type.String({ minLength: 6 }),
  /** In the order in which they are imported. */
  files: Type.Array(FileMapping, { minItems: 1 }),
});

/** How another system's export is read. A new export needs a new mapping, not new code. */
export type ImportMapping = Static<typeof ImportMapping>;

/** The fields each kind of row can fill; the first list must be mapped. */
const fieldsOf: Record<FileMapping['imports'], { readonly needed: readonly string[]; readonly possible: readonly string[] }> = {
  product: { needed: ['name'], possible: ['series', 'listPrice'] },
  agent: { needed: ['name'], possible: ['manager', 'office'] },
  account: { needed: ['name'], possible: ['sector', 'yearEstablished', 'revenue', 'employees', 'location', 'subsidiaryOf'] },
  opportunity: { needed: ['claimedStage'], possible: ['claimedAgent', 'account', 'product', 'engagedOn', 'value', 'closedOn'] },
};

/** The mapping is not usable; the message names each fault. */
export class MappingFault extends Error {
  override readonly name = 'MappingFault';
}

const faultsOf = (file: FileMapping): string[] => {
  const { needed, possible } = fieldsOf[file.imports];
  const mapped = Object.keys(file.fields);
  return [
    ...needed.filter((field) => !mapped.includes(field)).map((field) => `${file.file}: the field ${field} is not mapped`),
    ...mapped
      .filter((field) => !needed.includes(field) && !possible.includes(field))
      .map((field) => `${file.file}: ${file.imports} has no field ${field}`),
    ...(file.imports === 'opportunity' && !file.stages ? [`${file.file}: stages are not mapped`] : []),
  ];
};

/** Reads a mapping; throws {@link MappingFault}. */
export const parseMapping = (value: unknown): ImportMapping => {
  const errors = [...Value.Errors(ImportMapping, value)];
  if (errors.length > 0) throw new MappingFault(errors.map(({ path, message }) => `${path || '/'}: ${message}`).join('; '));
  const mapping = value as ImportMapping;
  const faults = mapping.files.flatMap(faultsOf);
  if (faults.length > 0) throw new MappingFault(faults.join('; '));
  return mapping;
};

/** Every column that the mapping speaks of; one that the file lacks is a fault, one more than these is reported. */
export const columnsOf = ({ key, fields, derived, stages }: FileMapping): readonly string[] => [
  ...new Set([key, ...Object.values(fields).map(({ column }) => column), ...(stages ? [stages.column] : []), ...(derived ?? [])]),
];
