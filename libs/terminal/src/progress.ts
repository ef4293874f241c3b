import { Presets, SingleBar } from 'cli-progress';

/** How far long work has come. `what` names what is at hand. */
export interface Progress {
  update(done: number, total: number, what: string): void;
  stop(): void;
}

/** A terminal, or anything that takes text. */
export type ProgressStream = NodeJS.WriteStream | (Pick<NodeJS.WritableStream, 'write'> & { readonly isTTY?: false });

/** A bar on the terminal's error stream; a line for each tenth where there is no terminal. */
export const progressBar = (label: string, stream: ProgressStream = process.stderr): Progress => {
  if (!stream.isTTY) return progressLines(label, (line) => void stream.write(line));
  const format = `${label} {bar} {percentage}% {value}/{total} {what} eta {eta_formatted}`;
  const bar = new SingleBar({ format, stream, hideCursor: true, etaBuffer: 200 }, Presets.shades_classic);
  let started = false;
  return {
    update: (done, total, what) => {
      if (total === 0) return;
      if (!started) bar.start(total, 0, { what });
      started = true;
      bar.setTotal(total);
      bar.update(done, { what });
    },
    stop: () => bar.stop(),
  };
};

/** The same for a log: one line for each tenth that is done. */
export const progressLines = (label: string, write: (line: string) => void): Progress => {
  let shown = -1;
  return {
    update: (done, total, what) => {
      if (total === 0) return;
      const tenth = Math.floor((done / total) * 10);
      if (tenth === shown) return;
      shown = tenth;
      write(`${label} ${tenth * 10}% ${done}/${total} ${what}\n`);
    },
    stop: () => undefined,
  };
};
