import { BlobWriter, Uint8ArrayReader, ZipWriter } from '@zip.js/zip.js';
import { expect, test } from 'vitest';
import type { ChosenFile } from './collect-files.ts';
import { ImportSession, importConcurrency, type Upload } from './import-session.ts';

const dicom = new Uint8Array(200);
dicom.set([0x44, 0x49, 0x43, 0x4d], 128);

function chosen(path: string, bytes: Uint8Array<ArrayBuffer> = dicom): ChosenFile {
  return { path, file: new File([bytes], path) };
}

/** Resolves with the snapshot in which nothing is under way any more. */
function ended(session: ImportSession) {
  return new Promise<ReturnType<ImportSession['snapshot']>>((resolve) => {
    const stop = session.subscribe(() => {
      if (session.snapshot().running) return;
      stop();
      resolve(session.snapshot());
    });
  });
}

const soon = (tell: () => void) => queueMicrotask(tell);

const storing: Upload = async (file, name, { onProgress }) => {
  onProgress(file.size);
  return { state: 'stored', study: { studyInstanceUid: name.split('/')[0] ?? '', studyId: undefined } };
};

test('files are sent, and their studies counted', async () => {
  const session = new ImportSession(storing, soon);
  const end = ended(session);
  await session.add([chosen('A/1'), chosen('A/2'), chosen('B/1')]);
  const { totals, studies } = await end;
  expect(totals.byState.stored).toBe(3);
  expect(totals.sentBytes).toBe(600);
  expect(studies.map((study) => [study.studyInstanceUid, study.files])).toEqual([
    ['A', 2],
    ['B', 1],
  ]);
});

test('never more than four are under way', async () => {
  let active = 0;
  let most = 0;
  const session = new ImportSession(async () => {
    active += 1;
    most = Math.max(most, active);
    await new Promise((resolve) => setImmediate(resolve));
    active -= 1;
    return { state: 'duplicate', study: { studyInstanceUid: '1.2', studyId: '1' } };
  }, soon);
  const end = ended(session);
  await session.add(Array.from({ length: 40 }, (_, index) => chosen(`${index}`)));
  expect((await end).totals.byState.duplicate).toBe(40);
  expect(most).toBe(importConcurrency);
});

test('members of an archive become files of their own, and what is no DICOM says why', async () => {
  const writer = new ZipWriter(new BlobWriter('application/zip'), { useWebWorkers: false });
  for (const [path, bytes] of [
    ['CD/IM1', dicom],
    ['CD/.DS_Store', new Uint8Array(4)],
    ['CD/report.pdf', new TextEncoder().encode('%PDF-1.7')],
    ['CD/inner.zip', new Uint8Array([0x50, 0x4b, 0x03, 0x04])],
  ] as const) {
    await writer.add(path, new Uint8ArrayReader(bytes));
  }
  const archive = new Uint8Array(await (await writer.close()).arrayBuffer());
  const session = new ImportSession(storing, soon);
  const end = ended(session);
  await session.add([chosen('disc.zip', archive)]);
  const { items, totals } = await end;
  expect(items.map((item) => [item.path, item.state, item.reason?.code])).toEqual([
    ['disc.zip', 'opened', undefined],
    ['CD/IM1', 'stored', undefined],
    ['CD/.DS_Store', 'refused', 'system-file'],
    ['CD/report.pdf', 'refused', 'other-format'],
    ['CD/inner.zip', 'refused', 'archive-in-archive'],
  ]);
  expect(totals.files).toBe(4);
});

test('cancelling stops what is under way and what waits; another try takes both up again', async () => {
  let blocked = true;
  const session = new ImportSession((file, name, options) => {
    if (!blocked) return storing(file, name, options);
    return new Promise((_, reject) => {
      options.signal.addEventListener('abort', () => reject(options.signal.reason));
    });
  }, soon);
  const cancelled = ended(session);
  await session.add(['A/0', 'A/1', 'A/2', 'A/3', 'A/4', 'A/5'].map((path) => chosen(path)));
  session.cancel();
  expect((await cancelled).totals.byState.cancelled).toBe(6);
  blocked = false;
  const end = ended(session);
  session.retry();
  expect((await end).totals.byState.stored).toBe(6);
});

test('a refusal is not tried again, a failure is', async () => {
  let tries = 0;
  const session = new ImportSession(async (_, name) => {
    tries += 1;
    const reason = { code: 'x', title: 'x', detail: undefined };
    return { state: name === 'refused' ? 'refused' : 'failed', reason };
  }, soon);
  const first = ended(session);
  await session.add([chosen('refused'), chosen('failed')]);
  await first;
  const second = ended(session);
  session.retry();
  await second;
  expect(tries).toBe(3);
});

test('another user finds nothing of what the one before has left, the same one everything', async () => {
  const session = new ImportSession(storing, soon);
  session.belongTo('1');
  const end = ended(session);
  await session.add([chosen('A/1')]);
  await end;
  session.belongTo('1');
  expect(session.snapshot().items).toHaveLength(1);
  const cleared = ended(session);
  session.belongTo('2');
  expect((await cleared).items).toEqual([]);
});
