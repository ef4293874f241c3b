/** How a command's result is shown: for people, or as one JSON document for programs. */
export interface Output {
  readonly json: boolean;
  /** The result: in JSON as it is, for people as `human` writes it. */
  result(value: unknown, human: () => string): void;
  /** Something on the way; never in the result. */
  note(line: string): void;
}

export const outputOf = (json: boolean): Output => ({
  json,
  result: (value, human) => void process.stdout.write(`${json ? JSON.stringify(value, null, 2) : human()}\n`),
  note: (line) => void process.stderr.write(`${line}\n`),
});

type Cell = string | number | null | undefined;

/** Columns that double width, as Chinese does, count twice on a terminal. */
const width = (text: string): number =>
  [...text].reduce(
    (sum, letter) => sum + (/[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60]/u.test(letter) ? 2 : 1),
    0,
  );

/** A plain table; numbers stand to the right. */
export const table = (header: readonly string[], rows: readonly (readonly Cell[])[]): string => {
  const texts = rows.map((row) =>
    row.map((cell) => (cell === null || cell === undefined ? '–' : typeof cell === 'number' ? cell.toLocaleString('en') : cell)),
  );
  const widths = header.map((title, at) => Math.max(width(title), ...texts.map((row) => width(row[at] ?? ''))));
  const isNumber = header.map((_, at) => rows.some((row) => typeof row[at] === 'number'));
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, at) => {
        const space = ' '.repeat((widths[at] ?? 0) - width(cell));
        return isNumber[at] ? space + cell : cell + space;
      })
      .join('  ')
      .trimEnd();
  return [line(header), line(widths.map((count) => '─'.repeat(count))), ...texts.map(line)].join('\n');
};

/** Minor units as people write an amount. */
export const amount = (minor: number, currency: string): string => {
  const { maximumFractionDigits: digits = 2 } = new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions();
  const whole = Math.trunc(minor / 10 ** digits).toLocaleString('en');
  const fraction = String(minor % 10 ** digits).padStart(digits, '0');
  return `${digits === 0 || Number(fraction) === 0 ? whole : `${whole}.${fraction}`} ${currency === 'XXX' ? '(no currency stated)' : currency}`;
};
