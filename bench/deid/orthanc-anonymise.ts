/** Debian's Orthanc as a peer that removes identity: whole studies, by the profile that it takes unless told. */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PlantedInstance } from '@isocenter/testkit/planted/answer-key';
import type { Deidentify } from '@isocenter/testkit/planted/score';
import { startOrthanc } from '../peer-process.ts';

/** Starts Orthanc with the instances in it, and hands out what it made of each. */
export async function withOrthanc<T>(
  instances: readonly PlantedInstance[],
  work: (deidentify: Deidentify) => Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'isocenter-orthanc-anonymise-'));
  const orthanc = await startOrthanc(folder, { postgresql: false });
  const ask = async (
    method: 'GET' | 'POST',
    path: string,
    body?: string | Uint8Array<ArrayBuffer>,
  ): Promise<Response> => {
    const response = await fetch(`${orthanc.httpUrl}${path}`, { method, ...(body !== undefined && { body }) });
    if (!response.ok)
      throw new Error(
        `Orthanc answered ${response.status} to ${method} ${path}: ${(await response.text()).slice(0, 300)}`,
      );
    return response;
  };
  try {
    const results = new Map<string, string>();
    for (const { bytes } of instances) await ask('POST', '/instances', new Uint8Array(bytes)).catch(() => undefined);
    // Its own API, whose shapes its book describes.
    const originals = (await (await ask('GET', '/studies')).json()) as string[];
    for (const study of originals) {
      const options = JSON.stringify({ Synchronous: true, Permissive: true });
      const { ID } = (await (await ask('POST', `/studies/${study}/anonymize`, options)).json()) as { ID: string };
      const made = (await (await ask('GET', `/studies/${ID}/instances`)).json()) as { ID: string }[];
      for (const { ID: instance } of made) {
        const original = await (await ask('GET', `/instances/${instance}/metadata/AnonymizedFrom`)).text();
        const simple = (await (await ask('GET', `/instances/${original}/simplified-tags`)).json()) as {
          SOPInstanceUID: string;
        };
        results.set(simple.SOPInstanceUID, instance);
      }
    }
    return await work(async ({ sopInstanceUid }) => {
      const instance = results.get(sopInstanceUid);
      if (instance === undefined) return { kind: 'missing' };
      const response = await ask('GET', `/instances/${instance}/file`);
      return { kind: 'done', bytes: new Uint8Array(await response.arrayBuffer()) };
    });
  } finally {
    await orthanc.stop();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
