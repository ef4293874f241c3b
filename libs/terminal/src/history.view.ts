import type { DealAsOfDto, HistoryEntryDto } from '#audit/nest';
import { amount } from './money.ts';
import { printable, table } from './table.ts';

type Change = HistoryEntryDto['changes'][number];

const isMoney = (value: object): value is { minor: number; currency: string } =>
  'minor' in value && 'currency' in value && typeof value.minor === 'number' && typeof value.currency === 'string';

/** Any value of an event or a snapshot, in one line. */
export const valueText = (value: unknown): string => {
  if (value === null || value === undefined) return '–';
  if (typeof value === 'string') return printable(value);
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) return value.length === 0 ? '–' : `[${value.map(valueText).join(', ')}]`;
  if (isMoney(value)) return amount(value.minor, value.currency);
  const fields = Object.entries(value).filter(([, inner]) => inner !== null && inner !== undefined);
  return `{${fields.map(([name, inner]) => `${name}: ${valueText(inner)}`).join(', ')}}`;
};

/** `2026-03-04 09:12:33`, in UTC. */
const timeText = (instant: string): string => instant.slice(0, 19).replace('T', ' ');

const changeText = ({ field, from, to }: Change): string =>
  from === null ? `${field} = ${valueText(to)}` : `${field}: ${valueText(from)} → ${valueText(to)}`;

const refusalText = ({ refusal, data }: HistoryEntryDto): readonly string[] => {
  if (refusal === null) return [];
  const { command } = data as { readonly command?: string };
  const lifted = refusal.liftedBy?.length ? `; what would lift it: ${refusal.liftedBy.join('; ')}` : '';
  const facts = refusal.detail && Object.keys(refusal.detail).length > 0 ? ` ${valueText(refusal.detail)}` : '';
  return [`refused${command === undefined ? '' : ` ${printable(command)}`}: ${printable(refusal.reason)}${facts}${printable(lifted)}`];
};

/** What is sealed shows as far as the reader may see it. */
const sealedText = ({ sealed }: HistoryEntryDto): readonly string[] =>
  sealed.map(({ key, state, fields }) => `sealed under ${key}: ${state === 'open' ? valueText(fields) : state}`);

const whoText = ({ actor: { userId, onBehalfOf } }: HistoryEntryDto): string =>
  onBehalfOf === null ? userId : `${userId} for ${onBehalfOf}`;

/** A deal's history: a line for each event, and below it what it changed from what to what, or why it was refused. Times in UTC. */
export const historyText = (entries: readonly HistoryEntryDto[]): string => {
  const rows = entries.map((entry) => [
    String(entry.index),
    timeText(entry.occurredAt),
    timeText(entry.recordedAt),
    whoText(entry),
    entry.actor.roles.join(' ') || entry.actor.channel,
    entry.type,
  ]);
  const [head = '', rule = '', ...lines] = table(['index', 'occurred (UTC)', 'recorded (UTC)', 'who', 'roles then', 'what'], rows).split(
    '\n',
  );
  const below = (entry: HistoryEntryDto): readonly string[] =>
    [...refusalText(entry), ...entry.changes.map(changeText), ...sealedText(entry)].map((line) => `         ${line}`);
  return [head, rule, ...entries.flatMap((entry, at) => [lines[at] ?? '', ...below(entry)])].join('\n');
};

const fieldsText = (title: string, fields: object | null): readonly string[] => {
  if (fields === null) return [];
  const stated = Object.entries(fields).filter(([, value]) => valueText(value) !== '–');
  const broadest = Math.max(0, ...stated.map(([name]) => name.length));
  return [title, ...stated.map(([name, value]) => `  ${name.padEnd(broadest)}  ${valueText(value)}`)];
};

/** A deal as it stood at some moment; what was not known then does not show. */
export const dealText = ({ caseId, position, recordedAt, lead, opportunity }: DealAsOfDto): string =>
  [
    `${caseId} as it stood at ${position}, recorded ${timeText(recordedAt)} UTC`,
    ...fieldsText('lead', lead),
    ...fieldsText('opportunity', opportunity),
  ].join('\n');
