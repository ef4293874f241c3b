import { Type, type TObject, type TSchema } from '@sinclair/typebox';
import { TypeCompiler, type TypeCheck } from '@sinclair/typebox/compiler';
import { UndecodableEvent, type KeyId } from '#eventsourcing';
import type { EventDefinition } from './definition.ts';
import type { Field } from './fields.ts';

/** A definition made ready: validator compiled, sealed fields sorted out. */
export interface CatalogueEntry {
  readonly definition: EventDefinition;
  /** All fields, as a decider writes them; JSON Schema with `x-disclosure` on each. */
  readonly schema: TObject;
  readonly validator: TypeCheck<TObject>;
  readonly sealedFields: readonly string[];
}

export type Catalogue = ReadonlyMap<string, CatalogueEntry>;

const disclosed = ({ schema, disclosure, required }: Field): TSchema => {
  const described = { ...schema, 'x-disclosure': disclosure };
  return required ? described : Type.Optional(described);
};

const ready = (definition: EventDefinition): CatalogueEntry => {
  const properties = Object.fromEntries(Object.entries(definition.fields).map(([name, field]) => [name, disclosed(field)]));
  const schema = Type.Object(properties, { additionalProperties: false, description: definition.description });
  const sealedFields = Object.keys(definition.fields).filter((name) => definition.fields[name]?.disclosure.kind !== 'open');
  return { definition, schema, validator: TypeCompiler.Compile(schema), sealedFields };
};

/** All events of the wire, by type; a type that is declared twice is a mistake. */
export const catalogueOf = (...definitions: readonly EventDefinition[]): Catalogue => {
  const catalogue = new Map<string, CatalogueEntry>();
  for (const definition of definitions) {
    if (catalogue.has(definition.type)) throw new Error(`the event ${definition.type} is declared twice`);
    catalogue.set(definition.type, ready(definition));
  }
  return catalogue;
};

export const entryFor = (catalogue: Catalogue, type: string): CatalogueEntry => {
  const found = catalogue.get(type);
  if (!found) throw new UndecodableEvent(`the event type ${type} is not in the catalogue`);
  return found;
};

/** Which key a sealed field is sealed under, given the event's data. */
export const keyOf = ({ disclosure }: Field, data: Readonly<Record<string, unknown>>): KeyId => {
  if (disclosure.kind === 'restricted') return `audience-${disclosure.audience}`;
  if (disclosure.kind === 'open') throw new Error('an open field has no key');
  const subject = data[disclosure.subject];
  if (typeof subject !== 'string') throw new Error(`personal data needs the person's id in ${disclosure.subject}`);
  return `person-${subject}`;
};

/** Open data of any stored version, brought to the version of today. */
export const upcast = ({ definition }: CatalogueEntry, version: number, data: Readonly<Record<string, unknown>>) => {
  if (version > definition.version)
    throw new UndecodableEvent(`${definition.type} version ${version} is newer than this program, which knows ${definition.version}`);
  let current = data;
  for (let at = version; at < definition.version; at += 1) {
    const next = definition.upcasters[at];
    if (!next) throw new UndecodableEvent(`${definition.type} has no upcaster from version ${at}`);
    current = next(current);
  }
  return current;
};
