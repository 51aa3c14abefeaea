/**
 * A bar for a person who waits, on standard error so that results stay apart; nothing where no terminal listens.
 */

const barCells = 30;

/** A person reads no faster, and a terminal should not be what the work waits for. */
const leastPauseMs = 100;

export type ProgressBar = {
  /** Draws the bar, `share` of it filled (0 to 1), unless it was drawn a moment ago. */
  show(share: number, text: string): void;
  /** Takes the bar away, so that the next line begins where it stood. */
  clear(): void;
};

export function createProgressBar(stream: Pick<NodeJS.WriteStream, 'isTTY' | 'write' | 'columns'>): ProgressBar {
  let drawnAt = Number.NEGATIVE_INFINITY;
  let isDrawn = false;
  return {
    show(share, text) {
      const now = performance.now();
      if (!stream.isTTY || now - drawnAt < leastPauseMs) return;
      drawnAt = now;
      isDrawn = true;
      const bounded = Math.min(Math.max(share, 0), 1);
      const filled = Math.floor(barCells * bounded);
      const bar = `${'█'.repeat(filled)}${'░'.repeat(barCells - filled)}`;
      const percent = `${Math.floor(100 * bounded)} %`.padStart(5);
      // A line that wraps could not be drawn over.
      stream.write(`\r${`${bar} ${percent}  ${text}`.slice(0, (stream.columns || 80) - 1)}\u001b[K`);
    },
    clear() {
      if (isDrawn) stream.write('\r\u001b[K');
      isDrawn = false;
      drawnAt = Number.NEGATIVE_INFINITY;
    },
  };
}
