import { QueryClient } from '@tanstack/react-query';
import { expect, test } from 'vitest';
import { ImportSession } from '../import/import-session.ts';
import { createLeaving } from './leave.ts';

function open() {
  const queryClient = new QueryClient();
  queryClient.setQueryData(['study', '1'], 'a patient');
  const imports = new ImportSession(
    (_, __, { signal }) =>
      new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
    queueMicrotask,
  );
  const ways: (() => void)[] = [];
  const goToSignIn = () => new Promise<void>((resolve) => ways.push(resolve));
  return { queryClient, imports, ways, leaving: createLeaving({ queryClient, imports, goToSignIn }) };
}

test('the end of a session forgets what was read and stops what is being sent', async () => {
  const { queryClient, imports, leaving } = open();
  const dicom = new Uint8Array(200);
  dicom.set([0x44, 0x49, 0x43, 0x4d], 128);
  const stopped = new Promise<void>((resolve) => {
    imports.subscribe(() => {
      if (imports.snapshot().items[0]?.state === 'cancelled') resolve();
    });
  });
  await imports.add([{ path: 'A/1', file: new File([dicom], '1') }]);
  leaving.leave();
  await stopped;
  expect(queryClient.getQueryCache().getAll()).toEqual([]);
});

test('several answers that say so lead to sign-in once, and the next session can end too', async () => {
  const { ways, leaving } = open();
  leaving.leave();
  leaving.leave();
  expect(ways).toHaveLength(1);
  ways[0]?.();
  await Promise.resolve();
  await Promise.resolve();
  await Promise.resolve();
  leaving.leave();
  expect(ways).toHaveLength(2);
});
