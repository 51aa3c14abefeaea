import { expect, test } from 'vitest';
import { createProgressBar } from './progress-bar.ts';

function terminal(isTTY: boolean, columns = 80) {
  const written: string[] = [];
  return { written, stream: { isTTY, columns, write: (text: string) => written.push(text) > 0 } };
}

test('a terminal gets one line that is drawn over, cut to its width, and taken away', () => {
  const { written, stream } = terminal(true, 44);
  const bar = createProgressBar(stream as never); // the three members that are used
  bar.show(0.5, 'something long that does not fit');
  bar.show(0.6, 'drawn a moment ago, so not drawn again');
  bar.clear();
  bar.clear();
  expect(written).toEqual([`\r${'█'.repeat(15)}${'░'.repeat(15)}  50 %  somet\u001b[K`, '\r\u001b[K']);
});

test('what is no terminal gets nothing', () => {
  const { written, stream } = terminal(false);
  const bar = createProgressBar(stream as never); // the three members that are used
  bar.show(1, 'done');
  bar.clear();
  expect(written).toEqual([]);
});
