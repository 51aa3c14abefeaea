import { expect, test } from 'vitest';
import { commandField, noDataSet } from './command-set.ts';
import { DimseError } from './errors.ts';
import { MessageSender } from './message-sender.ts';

const command = {
  commandField: commandField.cFindRsp,
  messageIdRespondedTo: 1,
  dataSetType: noDataSet,
  status: 0xff00,
};

test('what was gathered for an association that has ended meanwhile is nobody’s failure', async () => {
  const tries = Promise.withResolvers<void>();
  const sender = new MessageSender(() => {
    tries.resolve();
    throw new DimseError('association-closed', 'the association has ended');
  }, 0);
  expect(sender.gatherMessage(1, command)).toBeUndefined();
  // An error that is thrown from there would end the process, and this test with it.
  await tries.promise;
  await new Promise((resolve) => setImmediate(resolve));
  expect(() => sender.send([])).toThrow(DimseError);
});
