import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeDataSet } from '@isocenter/dicom/encode';
import { encodeFileMeta } from '@isocenter/dicom/part10';
import { explicitVrLittleEndian } from '@isocenter/dicom/transfer-syntax';
import { buildPhantomStudy } from '@isocenter/testkit/phantom';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openHands } from './run-hands.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'isocenter-hands-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Writes the slices of a made CT and returns their paths. */
function writeSlices(): readonly string[] {
  const study = buildPhantomStudy({ seed: 7, at: new Date('2026-01-02T03:04:05Z'), ctSlices: 6, usFrames: 1 });
  const instances = study.series.flatMap((series) => [...series.instances()]);
  return instances.slice(0, 6).map(({ sopClassUid, sopInstanceUid, dataSet }, number) => {
    const path = join(folder, `${number}.dcm`);
    const meta = encodeFileMeta({ sopClassUid, sopInstanceUid, transferSyntaxUid: explicitVrLittleEndian.uid });
    writeFileSync(path, Buffer.concat([meta, encodeDataSet(dataSet, explicitVrLittleEndian)]));
    return path;
  });
}

/** Returns the files that come out, by name. */
async function runAll(paths: readonly string[], outputDir: string, aloneTasks: number): Promise<Map<string, Buffer>> {
  const hands = openHands(
    {
      ...{ key: new Uint8Array(32).fill(7), profile: { dates: 'modified' }, outputDir, partMark: 'test-1' },
      ...{ acceptPictures: false, cleanPixels: false, cleanFaces: false, parameters: 'TEST' },
    },
    { tasks: aloneTasks, bytes: 2 ** 29 },
  );
  try {
    const results = await Promise.all(paths.map((path) => hands.run({ paths: [path] }, 1000)));
    const answers = results.flatMap((result) => result.answers);
    const files = answers.flatMap((answer) => (answer.kind === 'done' ? [answer.file] : []));
    return new Map(files.map((file) => [file, readFileSync(join(outputDir, file))]));
  } finally {
    await hands.close();
  }
}

test('workers that are added where there is much to do make the same files as this thread, and leave no parts', async () => {
  const paths = writeSlices();
  const alone = await runAll(paths, join(folder, 'alone'), paths.length + 1);
  const shared = await runAll(paths, join(folder, 'shared'), 1);
  expect(alone.size).toBe(paths.length);
  expect(shared).toEqual(alone);
  const left = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.part'));
  expect(left).toEqual([]);
});
