const quote = 0x22;
const backslash = 0x5c;

const fields = ['commandId', 'correlationId', 'type'] as const;

/** Members of an entry that traces are made of. */
export type EntryField = (typeof fields)[number];

const marks = Object.fromEntries(fields.map((name) => [name, Buffer.from(`"${name}":"`, 'latin1')])) as Readonly<
  Record<EntryField, Buffer>
>;

/**
 * One text member of an entry, found without parsing the rest. Its bytes are canonical (RFC 8785): no spaces, and within a text every
 * quotation mark is escaped, so that the member's name with its marks occurs nowhere but before its value. A value with an escape is not read.
 */
export const entryField = (entry: Buffer, name: EntryField): string | undefined => {
  const mark = marks[name];
  const at = entry.indexOf(mark);
  if (at < 0) return undefined;
  const from = at + mark.length;
  const to = entry.indexOf(quote, from);
  if (to < 0) return undefined;
  const escaped = entry.indexOf(backslash, from);
  return escaped >= 0 && escaped < to ? undefined : entry.toString('utf8', from, to);
};
