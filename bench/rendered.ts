/**
 * `make bench NAME=rendered`: how long one frame takes from stored bytes to picture, in this process and without HTTP,
 * once the worker is warm: a 512 × 512 CT slice of 16 bits, uncompressed. Medians in milliseconds.
 *
 * The budget of the whole request is in the design: 3 ms for JPEG, 8 ms for PNG.
 */

import { encodeDataSet } from '@isocenter/dicom/encode';
import { explicitVrLittleEndian } from '@isocenter/dicom/transfer-syntax';
import { sourceOfBytes } from '@isocenter/pixels/byte-source';
import { buildPhantomStudy } from '@isocenter/testkit/phantom';
import { createRenderer } from '../apps/server/src/rendering/renderer.ts';
import { openStoredImage } from '../apps/server/src/rendering/stored-image.ts';

const warmUpRuns = 60;
const runs = 300;

export async function benchRendered(): Promise<void> {
  const slices = [...(buildPhantomStudy({ ctSlices: 8, usFrames: 0 }).series[0]?.instances() ?? [])];
  const sources = slices.map(({ dataSet }) => sourceOfBytes(encodeDataSet(dataSet, explicitVrLittleEndian)));
  const renderer = createRenderer({ threads: 1 });
  const picture = (format: 'jpeg' | 'png') => async (run: number) => {
    const source = sources[run % sources.length] ?? sourceOfBytes(new Uint8Array());
    await renderer.renderFrame(await openStoredImage(source, explicitVrLittleEndian), { frame: 1, format });
  };
  const thumbnail = async (run: number) => {
    const source = sources[run % sources.length] ?? sourceOfBytes(new Uint8Array());
    await renderer.thumbnail(await openStoredImage(source, explicitVrLittleEndian));
  };
  for (const [id, work] of [
    ['rendered-jpeg', picture('jpeg')],
    ['rendered-png', picture('png')],
    ['thumbnail', thumbnail],
  ] as const) {
    const { median, p90 } = await measure(work);
    console.log(JSON.stringify({ id, value: median, unit: 'ms', p90, runs }));
  }
  await renderer.close();
}

async function measure(work: (run: number) => Promise<void>): Promise<{ median: number; p90: number }> {
  const times: number[] = [];
  for (let run = 0; run < warmUpRuns + runs; run++) {
    const started = performance.now();
    await work(run);
    if (run >= warmUpRuns) times.push(performance.now() - started);
  }
  times.sort((a, b) => a - b);
  const at = (share: number) => Math.round((times[Math.floor(times.length * share)] ?? 0) * 100) / 100;
  return { median: at(0.5), p90: at(0.9) };
}
