import { applyDecorators } from '@nestjs/common';
import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';
import { TypeCompiler, type TypeCheck, type ValueError } from '@sinclair/typebox/compiler';
import { Kind, type TSchema } from '@sinclair/typebox';
import { ValidateBy, ValidateIf } from 'class-validator';
import type { FieldError } from '../problem.ts';

interface DeclaredField {
  readonly schema: TSchema;
  readonly check: TypeCheck<TSchema>;
}

const declared = Symbol('fields');

type Declared = Map<string, DeclaredField>;

const fieldsOf = (prototype: object): Declared => {
  const own = Object.getOwnPropertyDescriptor(prototype, declared)?.value as Declared | undefined;
  if (own) return own;
  const inherited = (prototype as { [declared]?: Declared })[declared];
  const fields: Declared = new Map(inherited);
  Object.defineProperty(prototype, declared, { value: fields });
  return fields;
};

/** The schema that a request's member was declared with. */
export const declaredField = (prototype: object, property: string): DeclaredField | undefined =>
  (prototype as { [declared]?: Declared })[declared]?.get(property);

export interface FieldOptions {
  readonly optional?: boolean;
  readonly description?: string;
  readonly example?: unknown;
}

/** A member of a request, checked against the very schema that the event has for it: what passes here is never refused by the codec. */
export const Field = (schema: TSchema, { optional = false, description, example }: FieldOptions = {}): PropertyDecorator => {
  const check = TypeCompiler.Compile(schema);
  const remember: PropertyDecorator = (target, property) => void fieldsOf(target).set(String(property), { schema, check });
  return applyDecorators(
    ApiProperty(documented(schema, { optional, ...(description && { description }), ...(example !== undefined && { example }) })),
    ...(optional ? [ValidateIf((_, value) => value !== undefined)] : []),
    ValidateBy({ name: 'conforms', validator: { validate: (value) => check.Check(value) } }),
    remember,
  );
};

/** The schema as the API's description shows it: lists of codes as `enum`. */
const asOpenApi = (schema: TSchema): Record<string, unknown> => {
  const codes = codesOf(schema);
  if (codes) return { type: 'string', enum: codes };
  const plain = JSON.parse(JSON.stringify(schema)) as Record<string, unknown>;
  const properties = schema['properties'] as Record<string, TSchema> | undefined;
  if (properties) plain['properties'] = Object.fromEntries(Object.entries(properties).map(([name, inner]) => [name, asOpenApi(inner)]));
  const items = schema['items'] as TSchema | undefined;
  if (items) plain['items'] = asOpenApi(items);
  return plain;
};

const documented = (schema: TSchema, { optional, ...further }: FieldOptions): ApiPropertyOptions => {
  const { required, ...rest } = asOpenApi(schema);
  const shape = rest['type'] === 'object' ? { selfRequired: !optional, required: required ?? [] } : { required: !optional };
  return { ...rest, ...shape, ...further } as ApiPropertyOptions;
};

/** The codes of a schema that allows a closed list of texts. */
const codesOf = (schema: TSchema): readonly string[] | undefined => {
  const options = schema['anyOf'] as readonly TSchema[] | undefined;
  const codes = options?.map((option) => option['const'] as unknown);
  return codes?.every((code) => typeof code === 'string') ? codes : undefined;
};

/** What is wrong with a member's value, each with its path. */
export const errorsOf = (property: string, { schema, check }: DeclaredField, value: unknown): readonly FieldError[] => {
  if (value === undefined) return [{ field: property, message: 'is required' }];
  const found = new Map<string, FieldError>();
  for (const error of check.Errors(value)) {
    const field = property + dotted(error.path);
    if (!found.has(field)) found.set(field, { field, message: explained(error) });
    if (found.size >= 20) break;
  }
  return found.size > 0 ? [...found.values()] : [{ field: property, message: `must be ${described(schema)}` }];
};

const dotted = (pointer: string): string =>
  pointer
    .split('/')
    .slice(1)
    .map((part) => (/^\d+$/.test(part) ? `[${part}]` : `.${part.replaceAll('~1', '/').replaceAll('~0', '~')}`))
    .join('');

const explained = ({ schema, value, message }: ValueError): string => {
  if (message === 'Unexpected property') return 'is not a known field';
  if (value === undefined) return 'is required';
  return `must be ${described(schema)}`;
};

const described = (schema: TSchema): string => {
  const codes = codesOf(schema);
  if (codes) return `one of: ${codes.join(', ')}`;
  switch (schema[Kind]) {
    case 'String':
      return describedText(schema);
    case 'Integer':
    case 'Number':
      return `${schema[Kind] === 'Integer' ? 'an integer' : 'a number'}${bounds(schema['minimum'], schema['maximum'])}`;
    case 'Boolean':
      return 'true or false';
    case 'Array':
      return `a list${bounds(schema['minItems'], schema['maxItems'])}`;
    case 'Object':
      return 'an object';
    default:
      return 'of another form';
  }
};

const describedText = (schema: TSchema): string => {
  if (schema['format'] === 'date') return 'a calendar date, for example 2026-01-31';
  if (schema['format'] === 'date-time') return 'a UTC time with milliseconds, for example 2026-01-31T08:00:00.000Z';
  const length = bounds(schema['minLength'], schema['maxLength'], ' characters');
  return `text${length}${schema['pattern'] === undefined ? '' : ` that matches ${String(schema['pattern'])}`}`;
};

const bounds = (least: unknown, most: unknown, unit = ''): string => {
  const [from, to] = [least, most].map((bound) => (typeof bound === 'number' ? `${bound}${unit}` : undefined));
  if (from === undefined) return to === undefined ? '' : ` of at most ${to}`;
  return to === undefined ? ` of at least ${from}` : ` from ${String(least)} to ${to}`;
};

/** A value of a path or query, which is always text, as the type that its member declares. */
export const coerced = (prototype: object, texts: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, coerce(declaredField(prototype, name)?.schema, text)]));

/** A list comes as one text with commas, as several members of one name, or as both. */
const listed = (given: unknown): readonly unknown[] =>
  [given].flat().flatMap((text: unknown) => (typeof text === 'string' ? text.split(',') : [text]));

const coerce = (schema: TSchema | undefined, given: unknown): unknown =>
  schema?.[Kind] === 'Array' ? listed(given) : single(schema, given);

const single = (schema: TSchema | undefined, text: unknown): unknown => {
  if (schema === undefined || typeof text !== 'string') return text;
  switch (schema[Kind]) {
    case 'Integer':
    case 'Number':
      return /^-?\d{1,16}(\.\d+)?$/.test(text) ? Number(text) : text;
    case 'Boolean':
      return text === 'true' ? true : text === 'false' ? false : text;
    default:
      return text;
  }
};
