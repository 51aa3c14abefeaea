import { expect, test } from 'vitest';
import { CommandAssembler } from './command-assembler.ts';
import { commandField, encodeCommandSet, maxCommandSetBytes, noDataSet } from './command-set.ts';

const echo = encodeCommandSet({ commandField: commandField.cEchoRq, messageId: 7, dataSetType: noDataSet });

test('a command set is the same however it is cut', () => {
  for (const cut of [0, 1, 12, echo.length - 1]) {
    const assembler = new CommandAssembler();
    if (cut > 0) expect(assembler.push(echo.subarray(0, cut), false)).toBe(undefined);
    expect(assembler.push(echo.subarray(cut), true)).toMatchObject({
      commandField: commandField.cEchoRq,
      messageId: 7,
    });
  }
});

test('a command set that is too long is refused, in one piece or in several', () => {
  const long = new Uint8Array(maxCommandSetBytes + 2);
  expect(() => new CommandAssembler().push(long, true)).toThrow(
    expect.objectContaining({ code: 'invalid-command-set' }),
  );
  const assembler = new CommandAssembler();
  assembler.push(long.subarray(0, maxCommandSetBytes), false);
  expect(() => assembler.push(long.subarray(0, 2), true)).toThrow(
    expect.objectContaining({ code: 'invalid-command-set', details: { limitBytes: maxCommandSetBytes } }),
  );
});
