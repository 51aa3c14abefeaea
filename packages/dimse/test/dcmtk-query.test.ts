/** Query and retrieve with DCMTK's programs: as our requestors, with a short list in memory, and as our peers. */

import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findFreePort, startPeerListener } from '@isocenter/testkit/peer-listener';
import { runPeer } from '@isocenter/testkit/peer-program';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { openAssociation } from '../src/client.ts';
import { chooseContexts, chooseRoles } from '../src/negotiation.ts';
import { type DimseServer, listenDimse } from '../src/server.ts';
import type { AssociationDecision, AssociationRequest, StoreInstance, Verbs } from '../src/verbs.ts';
import { dataSetOf, dcmtkAbsence, hasDcmtk, testStudyUid, writeInstances } from './dcmtk.ts';
import { encodeDataSet } from './implicit-data-set.ts';
import {
  ctImageStorage,
  explicitVr,
  implicitVr,
  studyRootFind,
  studyRootGet,
  studyRootMove,
  testInstanceUid,
  verification,
} from './messages.ts';
import { startRecordingServer } from './recording-server.ts';

const cleanups: (() => Promise<void> | void)[] = [];
let folder = '';
const instanceCount = 3;

beforeAll(async () => {
  if (!hasDcmtk) return;
  folder = mkdtempSync(join(tmpdir(), 'dimse-query-'));
  await writeInstances(folder, instanceCount);
});

afterAll(() => {
  if (folder !== '') rmSync(folder, { recursive: true });
});

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

function openFolder(): string {
  const opened = mkdtempSync(join(tmpdir(), 'dimse-received-'));
  cleanups.push(() => rmSync(opened, { recursive: true }));
  return opened;
}

/** Bytes of the data sets that a program wrote into a folder, in the order of their files' names. */
const dataSetsIn = (path: string) =>
  readdirSync(path)
    .filter((name) => !name.endsWith('.dat'))
    .sort()
    .map((name) => Buffer.from(dataSetOf(readFileSync(join(path, name)))));

const dataSets = () => [1, 2, 3].map((number) => Buffer.from(dataSetOf(readFileSync(join(folder, `${number}.dcm`)))));

function instance(number: number): StoreInstance {
  return {
    sopClassUid: ctImageStorage,
    sopInstanceUid: `${testInstanceUid}.${number}`,
    transferSyntaxUid: explicitVr,
    dataSet: dataSetOf(readFileSync(join(folder, `${number}.dcm`))),
  };
}

const queryLevel = 0x0008_0052;
const sopInstanceUidTag = 0x0008_0018;
const studyInstanceUid = 0x0020_000d;

const studyQuery = () =>
  encodeDataSet([
    [queryLevel, 'STUDY'],
    [studyInstanceUid, testStudyUid],
  ]);

/** Takes queries in implicit VR, CT images as they are, and grants the role of their SCP. */
function accept({ contexts, roleSelections }: AssociationRequest): AssociationDecision<undefined> {
  return {
    kind: 'accept',
    contexts: chooseContexts(contexts, (abstractSyntax) => {
      if (abstractSyntax === ctImageStorage) return [explicitVr];
      return [verification, studyRootFind, studyRootMove, studyRootGet].includes(abstractSyntax)
        ? [implicitVr]
        : undefined;
    }),
    roleSelections: chooseRoles(roleSelections, (uid) =>
      uid === ctImageStorage ? { scu: true, scp: true } : undefined,
    ),
    context: undefined,
  };
}

describe.skipIf(!hasDcmtk)(`DCMTK queries and retrieves from us${dcmtkAbsence}`, () => {
  async function start(verbs: Partial<Verbs<undefined>>): Promise<DimseServer> {
    const server = await listenDimse<undefined>({
      host: '127.0.0.1',
      port: 0,
      accept,
      verbs: { echo: () => 0, store: () => ({ status: 0x0110 }), ...verbs },
    });
    cleanups.push(() => server.close(0));
    return server;
  }

  const keys = ['-S', '-k', '0008,0052=STUDY', '-k', `0020,000d=${testStudyUid}`];

  test('findscu gets every match', async () => {
    const server = await start({
      find: async function* () {
        for (let number = 1; number <= 500; number += 1) {
          yield {
            identifier: encodeDataSet([
              [queryLevel, 'STUDY'],
              [studyInstanceUid, `${testStudyUid}.${number}`],
            ]),
          };
        }
      },
    });
    const { code, output } = await runPeer('findscu', ['-v', ...keys, '127.0.0.1', String(server.port)]);
    expect(code).toBe(0);
    expect(output.match(/UI \[2\.25\.\d+\.100\.\d+/g)?.length).toBe(500);
    expect(output).toContain(`${testStudyUid}.500`);
    expect(output).toMatch(/Final Find Response.*Success/);
  });

  test('findscu cancels after two matches', async () => {
    const seen: string[] = [];
    const server = await start({
      find: async function* ({ signal }) {
        try {
          for (;;) {
            yield { identifier: studyQuery() };
            // The cancel is on its way; the verb goes on until it is here.
            await new Promise((resolve) => setImmediate(resolve));
            if (signal.aborted) return;
          }
        } finally {
          seen.push('closed');
        }
      },
    });
    const args = ['-v', '--cancel', '2', ...keys, '127.0.0.1', String(server.port)];
    const { code, output } = await runPeer('findscu', args);
    expect(code).toBe(0);
    expect(output).toMatch(/Final Find Response.*Cancel/);
    expect(seen).toEqual(['closed']);
  });

  test('findscu is told that a query failed', async () => {
    const { output } = await runPeer('findscu', ['-v', ...keys, '127.0.0.1', String((await start({})).port)]);
    expect(output).toMatch(/Final Find Response.*0x211/);
  });

  test('getscu gets the instances on its own association', async () => {
    const server = await start({
      get: async function* (_request, _association, suboperations) {
        expect(suboperations.contexts.map(({ abstractSyntax }) => abstractSyntax)).toContain(ctImageStorage);
        for (let number = 1; number <= instanceCount; number += 1) {
          const { status } = await suboperations.store(instance(number));
          expect(status).toBe(0);
          yield { remaining: instanceCount - number, completed: number, failed: 0, warning: 0 };
        }
        return { status: 0, counts: { remaining: 0, completed: instanceCount, failed: 0, warning: 0 } };
      },
    });
    const out = openFolder();
    const args = ['-v', '+B', '-od', out, ...keys, '127.0.0.1', String(server.port)];
    const { code, output } = await runPeer('getscu', args);
    expect([code, output]).toEqual([0, expect.stringContaining('Success')]);
    expect(dataSetsIn(out)).toEqual(dataSets());
  });

  test('movescu has the instances sent to itself', async () => {
    const port = await findFreePort();
    const server = await start({
      move: async function* ({ destinationAet, messageId }, { callingAet }) {
        expect(destinationAet).toBe('TEST-MOVESCU');
        const association = await openAssociation({
          host: '127.0.0.1',
          port,
          calledAet: destinationAet,
          callingAet: 'TEST-NODE',
          contexts: [{ abstractSyntax: ctImageStorage, transferSyntaxes: [explicitVr] }],
        });
        for (let number = 1; number <= instanceCount; number += 1) {
          const moveOriginator = { aet: callingAet, messageId };
          expect(await association.store({ ...instance(number), moveOriginator })).toEqual({ status: 0 });
          yield { remaining: instanceCount - number, completed: number, failed: 0, warning: 0 };
        }
        await association.release();
        return { status: 0, counts: { remaining: 0, completed: instanceCount, failed: 0, warning: 0 } };
      },
    });
    const out = openFolder();
    const target = ['-aem', 'TEST-MOVESCU', '+P', String(port)];
    const args = ['-v', '+B', ...target, ...keys, '127.0.0.1', String(server.port)];
    // Where it preserves bits, it writes into its working directory, whatever its options say.
    const { code, output } = await runPeer('movescu', args, out);
    expect([code, output]).toEqual([0, expect.stringContaining('Success')]);
    expect(dataSetsIn(out)).toEqual(dataSets());
  });
});

describe.skipIf(!hasDcmtk)(`we query and retrieve from DCMTK${dcmtkAbsence}`, () => {
  /** A dcmqrscp that holds the instances, and knows one destination for moves. */
  async function startArchive(destinationPort: number): Promise<number> {
    const home = openFolder();
    const storage = openFolder();
    const port = await findFreePort();
    const config = join(home, 'dcmqrscp.cfg');
    writeFileSync(
      config,
      [
        `NetworkTCPPort = ${port}`,
        'MaxPDUSize = 16384',
        'MaxAssociations = 16',
        'HostTable BEGIN',
        `destination = (TEST-DEST, localhost, ${destinationPort})`,
        'HostTable END',
        'VendorTable BEGIN',
        'VendorTable END',
        'AETable BEGIN',
        `ARCHIVE ${storage} RW (9, 1024mb) ANY`,
        'AETable END',
        '',
      ].join('\n'),
    );
    const files = [1, 2, 3].map((number) => join(folder, `${number}.dcm`));
    expect((await runPeer('dcmqridx', [storage, ...files])).code).toBe(0);
    const archive = await startPeerListener('dcmqrscp', ['-c', config, '--single-process'], port);
    cleanups.push(() => {
      archive.kill();
    });
    return port;
  }

  const open = (port: number) =>
    openAssociation({
      host: '127.0.0.1',
      port,
      calledAet: 'ARCHIVE',
      callingAet: 'TEST-DEST',
      contexts: [
        ...[studyRootFind, studyRootMove, studyRootGet].map((abstractSyntax) => ({
          abstractSyntax,
          transferSyntaxes: [implicitVr],
        })),
        { abstractSyntax: ctImageStorage, transferSyntaxes: [explicitVr] },
      ],
      roleSelections: [{ sopClassUid: ctImageStorage, scu: false, scp: true }],
    });

  const imageQuery = () =>
    encodeDataSet([
      [sopInstanceUidTag, ''],
      [queryLevel, 'IMAGE'],
      [studyInstanceUid, testStudyUid],
      [0x0020_000e, `${testInstanceUid}.200`],
    ]);

  test('dcmqrscp answers a query, in full and to a caller that leaves', async () => {
    const association = await open(await startArchive(1));
    const query = { sopClassUid: studyRootFind, transferSyntaxUid: implicitVr, identifier: imageQuery() };
    const matches: string[] = [];
    const find = association.find(query);
    let step = await find.next();
    for (; !step.done; step = await find.next()) matches.push(Buffer.from(step.value).toString('latin1'));
    expect(step.value.status).toBe(0);
    expect(matches.length).toBe(instanceCount);
    expect(matches.every((match) => match.includes(`${testInstanceUid}.`))).toBe(true);
    for await (const match of association.find(query)) {
      expect(match.length).toBeGreaterThan(0);
      break;
    }
    // The association is as good as before.
    expect((await association.find(query).next()).done).toBe(false);
    association.abort();
  });

  test('dcmqrscp sends a get’s instances on our association', async () => {
    const association = await open(await startArchive(1));
    expect(association.acceptedRoles).toEqual([{ sopClassUid: ctImageStorage, scu: false, scp: true }]);
    const received: Buffer[] = [];
    const get = association.get(
      { sopClassUid: studyRootGet, transferSyntaxUid: implicitVr, identifier: studyQuery() },
      {
        store: () => {
          const chunks: Buffer[] = [];
          return {
            write: (chunk) => {
              chunks.push(Buffer.from(chunk));
              return undefined;
            },
            end: async () => {
              received.push(Buffer.concat(chunks));
              return { status: 0 };
            },
            abort: () => Promise.resolve(),
          };
        },
      },
    );
    let step = await get.next();
    while (!step.done) step = await get.next();
    expect(step.value).toEqual({
      status: 0,
      counts: { remaining: 0, completed: instanceCount, failed: 0, warning: 0 },
    });
    // The archive pads as it likes; the pixels are as they were.
    expect(received.length).toBe(instanceCount);
    for (const [at, dataSet] of dataSets().entries()) {
      expect(
        received.some((bytes) => bytes.subarray(-8192).equals(dataSet.subarray(-8192))),
        `${at}`,
      ).toBe(true);
    }
    await association.release();
  });

  test('dcmqrscp sends a move’s instances to a server of ours', async () => {
    const { server, stored } = await startRecordingServer({ accept });
    cleanups.push(() => server.close(0));
    const association = await open(await startArchive(server.port));
    const query = { sopClassUid: studyRootMove, transferSyntaxUid: implicitVr, identifier: studyQuery() };
    const move = association.move({ ...query, destinationAet: 'TEST-DEST' });
    const completed: number[] = [];
    let step = await move.next();
    for (; !step.done; step = await move.next()) completed.push(step.value.completed);
    expect(step.value).toMatchObject({ status: 0, counts: { completed: instanceCount, failed: 0 } });
    expect(completed.length).toBeGreaterThan(0);
    expect(stored.map(({ request }) => request.moveOriginator?.aet)).toEqual(['TEST-DEST', 'TEST-DEST', 'TEST-DEST']);
    await association.release();
  });

  test('dcmqrscp tells that it does not know a destination', async () => {
    const association = await open(await startArchive(1));
    const query = { sopClassUid: studyRootMove, transferSyntaxUid: implicitVr, identifier: studyQuery() };
    const move = association.move({ ...query, destinationAet: 'NOBODY' });
    expect(await move.next()).toMatchObject({ done: true, value: { status: 0xa801 } });
    await association.release();
  });
});
