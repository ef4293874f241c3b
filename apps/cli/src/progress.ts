import { Presets, SingleBar } from 'cli-progress';

export interface Progress {
  update(done: number, total: number, what: string): void;
  stop(): void;
}

/** A bar on the terminal's error stream; a line now and then where there is no terminal. */
export const progressBar = (label: string): Progress => {
  if (!process.stderr.isTTY) return progressLines(label);
  const bar = new SingleBar(
    {
      format: `${label} {bar} {percentage}% {value}/{total} {what} eta {eta_formatted}`,
      stream: process.stderr,
      hideCursor: true,
      etaBuffer: 200,
    },
    Presets.shades_classic,
  );
  let started = false;
  return {
    update: (done, total, what) => {
      if (!started) bar.start(total, 0, { what });
      started = true;
      bar.update(done, { what });
    },
    stop: () => bar.stop(),
  };
};

const progressLines = (label: string): Progress => {
  let shown = -1;
  return {
    update: (done, total, what) => {
      const tenth = total === 0 ? 10 : Math.floor((done / total) * 10);
      if (tenth === shown) return;
      shown = tenth;
      process.stderr.write(`${label} ${tenth * 10}% ${done}/${total} ${what}\n`);
    },
    stop: () => undefined,
  };
};
