import type { CloudEventDto } from '#feed/nest';
import { valueText } from './history.view.ts';
import { printable } from './table.ts';

/** An event of the feed in one line: its ledger index, when it happened in UTC, what, in which stream, and its open data. */
export const feedEventText = ({ index, time, type, subject, data }: CloudEventDto): string =>
  [String(index).padStart(7), time.slice(0, 19).replace('T', ' '), printable(type).padEnd(22), printable(subject), valueText(data)].join(
    '  ',
  );
