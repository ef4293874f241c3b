/** A figure is text that stands to the right like a number: an amount, a share, a duration. */
export type Cell = string | number | null | undefined | { readonly figure: string };

export const figure = (text: string): Cell => ({ figure: text });

const wide = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60]/u;

/** Columns that a text takes on a terminal: letters that are twice as broad, as the Chinese are, count twice. */
export const width = (text: string): number => [...text].reduce((sum, letter) => sum + (wide.test(letter) ? 2 : 1), 0);

/** At most `columns` broad; what was cut off shows as `…`. */
export const clipped = (text: string, columns: number): string => {
  if (width(text) <= columns) return text;
  let kept = '';
  for (const letter of text) {
    if (width(kept + letter) >= columns) break;
    kept += letter;
  }
  return `${kept}…`;
};

/** What came from outside must not steer the terminal: its control characters are shown, not obeyed. */
export const printable = (text: string): string =>
  text.replace(/\p{Cc}/gu, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`);

const shown = (cell: Cell): string => {
  if (cell === null || cell === undefined) return '–';
  if (typeof cell === 'number') return cell.toLocaleString('en');
  return printable(typeof cell === 'string' ? cell : cell.figure);
};

const isFigure = (cell: Cell): boolean => typeof cell === 'number' || (typeof cell === 'object' && cell !== null);

/** A plain table; columns with numbers or figures stand to the right. */
export const table = (header: readonly string[], rows: readonly (readonly Cell[])[]): string => {
  const texts = rows.map((row) => header.map((_, at) => shown(row[at])));
  const widths = header.map((title, at) => Math.max(width(title), ...texts.map((row) => width(row[at] ?? ''))));
  const standsRight = header.map((_, at) => rows.some((row) => isFigure(row[at])));
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, at) => {
        const space = ' '.repeat((widths[at] ?? 0) - width(cell));
        return standsRight[at] ? space + cell : cell + space;
      })
      .join('  ')
      .trimEnd();
  return [line(header), line(widths.map((count) => '─'.repeat(count))), ...texts.map(line)].join('\n');
};
