import type { EventOf, Money } from '#event-contracts';
import type { imports } from '#event-contracts';
import { earliestBusinessTime } from '#rules';
import type { FieldMapping, FileMapping, ImportMapping } from './mapping.ts';
import { idOf, readDate, readInteger, readMoney, readText, type Reading } from './values.ts';

/** What one row asserts, with the business time it gives; no time when it gives none. */
export type ImportedFact = EventOf<(typeof imports)[keyof typeof imports]> & { readonly at?: string };

/** Something in an imported row that a person should look at. */
export interface Doubt {
  readonly field: string;
  readonly value: string;
  readonly reason: string;
}

export type Interpretation =
  | { readonly kind: 'facts'; readonly externalId: string; readonly facts: readonly ImportedFact[]; readonly doubts: readonly Doubt[] }
  | { readonly kind: 'rejected'; readonly field: string; readonly value: string; readonly reason: string };

/** Where a row stands, and what the other files of the export hold. */
export interface RowContext {
  readonly mapping: ImportMapping;
  readonly file: FileMapping;
  readonly sourceFileHash: string;
  /** From 1, without the header. */
  readonly row: number;
  /** In UTC, `YYYY-MM-DD`. */
  readonly today: string;
  /** The values of a column of another file of the export. */
  readonly known: (file: string, column: string) => ReadonlyMap<string, Readonly<Record<string, string>>>;
}

type Row = Readonly<Record<string, string>>;
type Values = Readonly<Record<string, string | number | Money | undefined>>;

class Unreadable extends Error {
  constructor(
    readonly field: string,
    readonly value: string,
    readonly reason: string,
  ) {
    super(reason);
  }
}

const textOf = (row: Row, column: string): string => (row[column] ?? '').trim();

const readAs = (as: FieldMapping['as'], text: string, { dates, currency }: ImportMapping): Reading<string | number | Money> => {
  switch (as) {
    case 'date':
      return readDate(text, dates);
    case 'money':
      return readMoney(text, currency);
    case 'integer':
      return readInteger(text);
    case 'text':
    case undefined:
      return readText(text);
  }
};

const valueOf = (field: FieldMapping, row: Row, mapping: ImportMapping): string | number | Money | undefined => {
  const text = textOf(row, field.column);
  if (text === '') {
    if (field.required) throw new Unreadable(field.column, '', 'missing');
    return undefined;
  }
  const reading = readAs(field.as, text, mapping);
  if (reading.kind === 'unreadable') throw new Unreadable(field.column, text, reading.reason);
  return reading.value;
};

const doubtsAbout = (field: FieldMapping, row: Row, isClosed: boolean, { known }: RowContext): readonly Doubt[] => {
  const value = textOf(row, field.column);
  const doubt = (reason: string): Doubt => ({ field: field.column, value, reason });
  if (value === '') {
    const missed = field.expected === 'always' || (field.expected === 'whenClosed' && isClosed);
    return missed ? [doubt('not stated; imported without it')] : [];
  }
  const meant = field.slips?.[value];
  if (meant !== undefined) return [doubt(`seems to mean ${meant}; imported as it stands`)];
  const { knownIn } = field;
  return knownIn && !known(knownIn.file, knownIn.column).has(value) ? [doubt(`not in ${knownIn.file}; imported as it stands`)] : [];
};

/** The day on which a field says that something happened: one that is still to come, or before all business time, would be refused once half of the row is in. */
const dayOf = (name: string, value: unknown, { file, today }: RowContext): string | undefined => {
  if (typeof value !== 'string') return undefined;
  if (value > today) throw new Unreadable(file.fields[name]?.column ?? name, value, 'in the future');
  const at = `${value}T00:00:00.000Z`;
  if (at < earliestBusinessTime) throw new Unreadable(file.fields[name]?.column ?? name, value, 'before 1970');
  return at;
};

const present = <T extends object>(values: T): T =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as T;

const timed = (at: string | undefined) => (at === undefined ? {} : { at });

const outcomes = ['won', 'lost', 'open'] as const;

const outcomeOf = ({ stages }: FileMapping, row: Row): (typeof outcomes)[number] => {
  if (!stages) return 'open';
  const stage = textOf(row, stages.column);
  const outcome = outcomes.find((candidate) => stages[candidate].includes(stage));
  if (!outcome) throw new Unreadable(stages.column, stage, stage === '' ? 'missing' : 'no stage that the mapping knows');
  return outcome;
};

const priceColumn = ({ files }: ImportMapping): { readonly file: FileMapping; readonly column: string } | undefined => {
  const file = files.find((candidate) => candidate.imports === 'product');
  const column = file?.fields['listPrice']?.column;
  return file && column !== undefined ? { file, column } : undefined;
};

/** The list price of the product that the row names, or seems to mean, where the export has a price list. */
const listPrice = ({ mapping, file, known }: RowContext, product: unknown): Money | undefined => {
  const prices = priceColumn(mapping);
  if (!prices || typeof product !== 'string') return undefined;
  const meant = file.fields['product']?.slips?.[product] ?? product;
  const row = known(prices.file.file, prices.file.key).get(meant) ?? {};
  const price = readMoney(textOf(row, prices.column), mapping.currency);
  return price.kind === 'read' ? price.value : undefined;
};

const opportunityFacts = (externalId: string, row: Row, values: Values, context: RowContext): readonly ImportedFact[] => {
  const { mapping, file, sourceFileHash } = context;
  const outcome = outcomeOf(file, row);
  const origin = { source: mapping.source, sourceFileHash, row: context.row, opportunityId: idOf(mapping.source, externalId) };
  const { value, closedOn, ...claims } = values;
  const imported = {
    type: 'OpportunityImported',
    data: present({
      ...origin,
      externalId,
      ...claims,
      accountId: typeof values['account'] === 'string' ? idOf(mapping.source, values['account']) : undefined,
      listPrice: listPrice(context, values['product']),
      businessTime: values['engagedOn'] === undefined ? 'unknown' : 'claimed',
    }),
    ...timed(dayOf('engagedOn', values['engagedOn'], context)),
  } as ImportedFact;
  if (outcome === 'open') return [imported];
  const businessTime = closedOn === undefined ? 'unknown' : 'claimed';
  const data = present({ ...origin, claimed: outcome, value, closedOn, businessTime });
  return [imported, { type: 'OutcomeImported', data, ...timed(dayOf('closedOn', closedOn, context)) } as ImportedFact];
};

const factsOf = (externalId: string, row: Row, values: Values, context: RowContext): readonly ImportedFact[] => {
  const { mapping, file, sourceFileHash } = context;
  const origin = { source: mapping.source, sourceFileHash, row: context.row };
  const id = idOf(mapping.source, externalId);
  switch (file.imports) {
    case 'product':
      return [{ type: 'ProductImported', data: present({ ...origin, productId: id, ...values }) } as ImportedFact];
    case 'agent':
      return [{ type: 'SalesAgentImported', data: present({ ...origin, agentId: id, ...values }) } as ImportedFact];
    case 'account':
      return [{ type: 'AccountImported', data: present({ ...origin, accountId: id, ...values }) } as ImportedFact];
    case 'opportunity':
      return opportunityFacts(externalId, row, values, context);
  }
};

const orderDoubt = (values: Values): readonly Doubt[] => {
  const { engagedOn, closedOn } = values;
  if (typeof engagedOn !== 'string' || typeof closedOn !== 'string' || closedOn >= engagedOn) return [];
  return [{ field: 'closedOn', value: closedOn, reason: `before it was engaged, on ${engagedOn}; imported as it stands` }];
};

/** Reads one row: the facts that it holds and nothing else, with what is doubtful about them; or why it cannot be imported. Pure. */
export const interpret = (row: Row, context: RowContext): Interpretation => {
  const { mapping, file } = context;
  try {
    const externalId = textOf(row, file.key);
    if (externalId === '') throw new Unreadable(file.key, '', 'missing');
    const values = Object.fromEntries(Object.entries(file.fields).map(([name, field]) => [name, valueOf(field, row, mapping)]));
    const facts = factsOf(externalId, row, values, context);
    const isClosed = facts.some(({ type }) => type === 'OutcomeImported');
    const doubts = Object.values(file.fields).flatMap((field) => doubtsAbout(field, row, isClosed, context));
    return { kind: 'facts', externalId, facts, doubts: [...doubts, ...orderDoubt(values)] };
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    return { kind: 'rejected', field: error.field, value: error.value, reason: error.reason };
  }
};
