/** `gdcmanon` of GDCM as a peer that removes identity: the Basic Profile of 2008, with a certificate that it asks for. */

import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runPeer } from '../peer-program.ts';
import type { Deidentify } from './score.ts';

/** Runs it on one object at a time, in a folder that is gone afterwards. */
export async function withGdcmanon<T>(work: (deidentify: Deidentify) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'isocenter-gdcmanon-'));
  const [input, output, key, certificate] = ['in.dcm', 'out.dcm', 'key.pem', 'cert.pem'].map((name) =>
    join(folder, name),
  );
  if (!input || !output || !key || !certificate) throw new Error('no names');
  try {
    const asked = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-subj', '/CN=TEST', '-days', '1', '-keyout', key];
    await runPeer('openssl', [...asked, '-out', certificate]);
    return await work(async ({ bytes }) => {
      rmSync(output, { force: true });
      writeFileSync(input, bytes);
      await runPeer('gdcmanon', ['-e', '-c', certificate, '-i', input, '-o', output, '--continue']);
      return existsSync(output) ? { kind: 'done', bytes: readFileSync(output) } : { kind: 'missing' };
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
