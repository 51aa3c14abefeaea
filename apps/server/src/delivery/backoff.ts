/** How long to wait before another attempt: twice as long after each, with jitter so that attempts do not meet. */

const firstMs = 5_000;
const longestMs = 15 * 60_000;

/** @param random returns 0 up to but not including 1 */
export function backoffMs(failures: number, random: () => number): number {
  const bound = Math.min(firstMs * 2 ** Math.max(failures - 1, 0), longestMs);
  return Math.round(bound * (0.5 + random() / 2));
}
