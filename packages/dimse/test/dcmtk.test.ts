import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findFreePort, startPeerListener } from '@isocenter/testkit/peer-listener';
import { runPeer } from '@isocenter/testkit/peer-program';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { openAssociation } from '../src/client.ts';
import { chooseContexts } from '../src/negotiation.ts';
import { rejection } from '../src/rejection.ts';
import { dataSetOf, dcmtkAbsence, hasDcmtk, writeInstances } from './dcmtk.ts';
import { ctImageStorage, explicitVr, implicitVr, testInstanceUid, verification } from './messages.ts';
import { type RecordingOptions, type RecordingServer, startRecordingServer } from './recording-server.ts';

const cleanups: (() => Promise<void> | void)[] = [];
let folder = '';

beforeAll(async () => {
  if (!hasDcmtk) return;
  folder = mkdtempSync(join(tmpdir(), 'dimse-dcmtk-'));
  await writeInstances(folder, 3);
});

afterAll(() => {
  if (folder !== '') rmSync(folder, { recursive: true });
});

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function start(options: RecordingOptions = {}): Promise<RecordingServer> {
  const recording = await startRecordingServer(options);
  cleanups.push(() => recording.server.close(0));
  return recording;
}

const supportExplicit: RecordingOptions['accept'] = ({ contexts }) => ({
  kind: 'accept',
  contexts: chooseContexts(contexts, (abstractSyntax) =>
    abstractSyntax === verification || abstractSyntax === ctImageStorage ? [explicitVr, implicitVr] : undefined,
  ),
  context: undefined,
});

describe.skipIf(!hasDcmtk)(`DCMTK calls us${dcmtkAbsence}`, () => {
  test('echoscu gets its echoes', async () => {
    const { server } = await start();
    const { code, output } = await runPeer('echoscu', ['-v', '--repeat', '5', '127.0.0.1', String(server.port)]);
    expect(code).toBe(0);
    expect(output.match(/Received Echo Response \(Success\)/g)?.length).toBe(5);
  });

  test('echoscu proposes 128 presentation contexts', async () => {
    const { server } = await start();
    const args = ['-v', '--propose-ts', '30', '--propose-pc', '128', '127.0.0.1', String(server.port)];
    expect((await runPeer('echoscu', args)).code).toBe(0);
  });

  test('echoscu is told why it is rejected', async () => {
    const { server } = await start({ accept: () => ({ kind: 'reject', ...rejection.callingAeTitleNotRecognized }) });
    const { code, output } = await runPeer('echoscu', ['127.0.0.1', String(server.port)]);
    expect(code).not.toBe(0);
    expect(output).toContain('Rejected Permanent');
    expect(output).toContain('Calling AE Title Not Recognized');
  });

  test('echoscu aborts its association', async () => {
    const { server } = await start();
    expect((await runPeer('echoscu', ['--abort', '127.0.0.1', String(server.port)])).code).toBe(0);
  });

  test.each([
    ['16 KiB PDUs', 16_384],
    ['128 KiB PDUs', 131_072],
  ])('storescu stores the bytes of its files in %s', async (_, maxPduBytes) => {
    const { server, stored } = await start({ maxPduBytes, accept: supportExplicit });
    const args = ['--propose-little', '+sd', '127.0.0.1', String(server.port), folder];
    expect(await runPeer('storescu', args)).toMatchObject({ code: 0 });
    const digests = [1, 2, 3].map((number) => {
      const dataSet = dataSetOf(readFileSync(join(folder, `${number}.dcm`)));
      return createHash('sha256').update(dataSet).digest('hex');
    });
    expect(stored.map((entry) => entry.sha256()).sort()).toEqual(digests.sort());
    expect(stored.every(({ request }) => request.transferSyntaxUid === explicitVr)).toBe(true);
  });

  test('dcmsend reports what was refused', async () => {
    const { server } = await start({ onEnd: async () => ({ status: 0xa700 }) });
    const { output } = await runPeer('dcmsend', ['-v', '127.0.0.1', String(server.port), join(folder, '1.dcm')]);
    expect(output).toContain('Refused: OutOfResources');
  });

  test('dcmsend reports that the SOP class is not supported', async () => {
    const { server, stored } = await start({
      accept: ({ contexts }) => ({
        kind: 'accept',
        contexts: chooseContexts(contexts, () => undefined),
        context: undefined,
      }),
    });
    const { output } = await runPeer('dcmsend', ['-v', '127.0.0.1', String(server.port), join(folder, '1.dcm')]);
    expect(output).toMatch(/No presentation context|no acceptable presentation/i);
    expect(stored).toEqual([]);
  });
});

describe.skipIf(!hasDcmtk)(`we call DCMTK${dcmtkAbsence}`, () => {
  async function startPeer(): Promise<{ port: number; out: string }> {
    const out = mkdtempSync(join(tmpdir(), 'dimse-storescp-'));
    const port = await findFreePort();
    // Bit preserving: the data set is written as it came.
    const storescp = await startPeerListener('storescp', ['+B', '-od', out, '-aet', 'STORESCP', String(port)], port);
    cleanups.push(() => {
      storescp.kill();
      rmSync(out, { recursive: true });
    });
    return { port, out };
  }

  const contexts = [
    { abstractSyntax: verification, transferSyntaxes: [implicitVr] },
    { abstractSyntax: ctImageStorage, transferSyntaxes: [explicitVr] },
  ];

  test('storescp answers an echo and stores our bytes, whole and in chunks', async () => {
    const { port, out } = await startPeer();
    const association = await openAssociation({
      host: '127.0.0.1',
      port,
      calledAet: 'STORESCP',
      callingAet: 'TEST-CALLING',
      contexts,
    });
    expect(await association.echo()).toBe(0);
    const dataSets = [1, 2].map((number) => dataSetOf(readFileSync(join(folder, `${number}.dcm`))));
    async function* chunks(bytes: Uint8Array) {
      for (let at = 0; at < bytes.length; at += 777) yield bytes.subarray(at, at + 777);
    }
    const common = { sopClassUid: ctImageStorage, transferSyntaxUid: explicitVr };
    const [first = new Uint8Array(), second = new Uint8Array()] = dataSets;
    const whole = await association.store({ ...common, sopInstanceUid: `${testInstanceUid}.1`, dataSet: first });
    const cut = await association.store({ ...common, sopInstanceUid: `${testInstanceUid}.2`, dataSet: chunks(second) });
    expect([whole.status, cut.status]).toEqual([0, 0]);
    await association.release();
    const received = readdirSync(out)
      .sort()
      .map((name) => Buffer.from(dataSetOf(readFileSync(join(out, name)))));
    expect(received).toEqual(dataSets.map((bytes) => Buffer.from(bytes)));
  });

  test('storescp forgets an association that we abort', async () => {
    const { port } = await startPeer();
    const options = { host: '127.0.0.1', port, calledAet: 'STORESCP', callingAet: 'TEST-CALLING', contexts };
    const aborted = await openAssociation(options);
    aborted.abort();
    const next = await openAssociation(options);
    expect(await next.echo()).toBe(0);
    await next.release();
  });
});
