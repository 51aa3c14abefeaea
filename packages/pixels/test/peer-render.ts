/**
 * Renders a frame with DCMTK's `dcm2pnm` and its kin, with the window that our own rendering uses by default.
 */

import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { DisplayParameters } from '../src/display-parameters.ts';
import type { ImageDescription } from '../src/image-description.ts';
import type { RenderedImage } from '../src/render.ts';

const run = promisify(execFile);

export type PeerBench = {
  /** Writes the file uncompressed with GDCM and returns the path of the copy. */
  decompress(path: string, option: string): Promise<string>;
  render(tool: string, path: string, frame: number, window: readonly string[]): Promise<RenderedImage>;
  close(): Promise<void>;
};

export async function openPeerBench(): Promise<PeerBench> {
  const dir = await mkdtemp(join(tmpdir(), 'isocenter-peers-'));
  return {
    async decompress(path, option) {
      const copy = join(dir, `${randomUUID()}.dcm`);
      await run('gdcmconv', [option, path, copy]);
      return copy;
    },
    async render(tool, path, frame, window) {
      const picture = join(dir, `${randomUUID()}.pnm`);
      await run(tool, ['--no-overlays', '--write-raw-pnm', ...window, '--frame', String(frame), path, picture]);
      const image = parsePnm(await readFile(picture));
      await rm(picture);
      return image;
    },
    close: () => rm(dir, { recursive: true }),
  };
}

/** The options that make DCMTK use the same transformation as our default. */
export function windowOptions(
  description: ImageDescription,
  display: DisplayParameters,
  inFunctionalGroups: boolean,
): readonly string[] {
  const [voi] = display.voi;
  const colour = description.samplesPerPixel > 1 || display.palette !== undefined;
  if (colour || (voi === undefined && description.bitsStored <= 8 && description.bitsStored > 1)) return ['-W'];
  if (voi === undefined) return ['--min-max-window'];
  if (voi.kind === 'lut') return ['--use-voi-lut', '1'];
  if (!inFunctionalGroups || display.modality.kind === 'lut') return ['--use-window', '1'];
  const { slope, intercept } = display.modality;
  return ['-M', '--set-window', String((voi.center - intercept) / slope), String(voi.width / slope)];
}

/** Reads a binary PGM (P5) or PPM (P6) of 8 bits. */
function parsePnm(bytes: Buffer): RenderedImage {
  const header = /^(P[56])\s+(?:#.*\n)*(\d+)\s+(\d+)\s+255\s/.exec(bytes.subarray(0, 512).toString('latin1'));
  if (header === null) throw new Error('not a binary PNM of 8 bits');
  const samples = new Uint8Array(bytes.subarray(header[0].length));
  return { width: Number(header[2]), height: Number(header[3]), channels: header[1] === 'P6' ? 3 : 1, samples };
}
