const quote = 0x22;
const backslash = 0x5c;

/**
 * One text member of an entry, found without parsing the rest. Its bytes are canonical (RFC 8785): no spaces, and within a text every
 * quotation mark is escaped, so that the member's name with its marks occurs nowhere but before its value.
 */
export const entryField = (entry: Buffer, name: string): string | undefined => {
  const mark = `"${name}":"`;
  const at = entry.indexOf(mark, 0, 'latin1');
  if (at < 0) return undefined;
  const from = at + mark.length;
  const to = entry.indexOf(quote, from);
  if (to < 0 || entry.subarray(from, to).includes(backslash)) return undefined;
  return entry.toString('utf8', from, to);
};
