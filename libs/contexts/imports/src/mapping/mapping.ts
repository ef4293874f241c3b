import { Type, type Static, type TSchema } from '@sinclair/typebox';
import { Value, type ValueError } from '@sinclair/typebox/value';
import { isDateFormat } from './values.ts';

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
  /** How dates are written: `dd`, `mm` and `yy` or `yyyy`, once each in any order, with any separators; `yy` means 20yy. */
  dates: Type.String(),
  /** In the order in which they are imported. */
  files: Type.Array(FileMapping, { minItems: 1 }),
});

/** How another system's export is read. A new export needs a new mapping, not new code. */
export type ImportMapping = Static<typeof ImportMapping>;

type Kind = NonNullable<FieldMapping['as']>;

/** The fields each kind of row can fill, and what each must be read as: its event would take nothing else. */
const fieldsOf: Record<FileMapping['imports'], { readonly needed: string; readonly kinds: Readonly<Record<string, Kind>> }> = {
  product: { needed: 'name', kinds: { name: 'text', series: 'text', listPrice: 'money' } },
  agent: { needed: 'name', kinds: { name: 'text', manager: 'text', office: 'text' } },
  account: {
    needed: 'name',
    kinds: {
      name: 'text',
      sector: 'text',
      yearEstablished: 'integer',
      revenue: 'text',
      employees: 'integer',
      location: 'text',
      subsidiaryOf: 'text',
    },
  },
  opportunity: {
    needed: 'claimedStage',
    kinds: {
      claimedStage: 'text',
      claimedAgent: 'text',
      account: 'text',
      product: 'text',
      engagedOn: 'date',
      value: 'money',
      closedOn: 'date',
    },
  },
};

/** The mapping is not usable; the message names each fault. */
export class MappingFault extends Error {
  override readonly name = 'MappingFault';
}

const referenceFaults = (place: string, { knownIn }: FieldMapping, files: readonly FileMapping[]): readonly string[] => {
  if (!knownIn) return [];
  const columns = files.filter(({ file }) => file === knownIn.file).flatMap(columnsOf);
  if (columns.length === 0)
    return [`${place}.knownIn: must name one of the files ${files.map(({ file }) => file).join(', ')}, not ${knownIn.file}`];
  if (columns.includes(knownIn.column)) return [];
  return [`${place}.knownIn: must name one of the columns of ${knownIn.file} (${columns.join(', ')}), not ${knownIn.column}`];
};

const fieldFaults = ({ file, imports, fields }: FileMapping, files: readonly FileMapping[]): readonly string[] => {
  const { kinds } = fieldsOf[imports];
  return Object.entries(fields).flatMap(([name, field]) => {
    const { as = 'text' } = field;
    const kind = Object.hasOwn(kinds, name) ? kinds[name] : undefined;
    if (!kind) return [`${file}: ${imports} has no field ${name}; it has ${Object.keys(kinds).join(', ')}`];
    const misread = as === kind ? [] : [`${file}: fields.${name}.as: must be ${kind}, not ${as}`];
    return [...misread, ...referenceFaults(`${file}: fields.${name}`, field, files)];
  });
};

const stageFaults = ({ file, imports, stages }: FileMapping): readonly string[] => {
  if (imports !== 'opportunity') return [];
  if (!stages) return [`${file}: stages are not mapped`];
  const named = [...stages.won, ...stages.lost, ...stages.open];
  if (named.length === 0) return [`${file}: stages: won, lost and open must name at least one stage between them`];
  const twice = new Set(named.filter((stage, at) => named.indexOf(stage) !== at));
  return [...twice].map((stage) => `${file}: stages: must name ${stage} once only, under won, lost or open`);
};

const faultsOf = (mapping: FileMapping, files: readonly FileMapping[]): readonly string[] => {
  const { needed } = fieldsOf[mapping.imports];
  return [
    ...(Object.hasOwn(mapping.fields, needed) ? [] : [`${mapping.file}: the field ${needed} is not mapped`]),
    ...fieldFaults(mapping, files),
    ...stageFaults(mapping),
  ];
};

const dateFaults = ({ dates }: ImportMapping): readonly string[] =>
  isDateFormat(dates)
    ? []
    : [`dates: must hold dd, mm and yy or yyyy once each, with any separators, for example dd.mm.yyyy, not ${JSON.stringify(dates)}`];

const explained = ({ path, message, schema }: ValueError): string => {
  const options = schema['anyOf'] as readonly { readonly const?: string }[] | undefined;
  return `${path || '/'}: ${options ? `must be one of ${options.map((option) => option.const).join(', ')}` : message}`;
};

/** Reads a mapping; throws {@link MappingFault}, also when no row could ever be read by it. */
export const parseMapping = (value: unknown): ImportMapping => {
  const errors = [...Value.Errors(ImportMapping, value)];
  if (errors.length > 0) throw new MappingFault(errors.map(explained).join('; '));
  const mapping = value as ImportMapping;
  const faults = [...dateFaults(mapping), ...mapping.files.flatMap((file) => faultsOf(file, mapping.files))];
  if (faults.length > 0) throw new MappingFault(faults.join('; '));
  return mapping;
};

/** Every column that the mapping speaks of; one that the file lacks is a fault, one more than these is reported. */
export const columnsOf = ({ key, fields, derived, stages }: FileMapping): readonly string[] => [
  ...new Set([key, ...Object.values(fields).map(({ column }) => column), ...(stages ? [stages.column] : []), ...(derived ?? [])]),
];
