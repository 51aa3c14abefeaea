/** Runs the sender of the ingest bench in a process of its own. */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { PeerProcess } from '../peer-process.ts';

type SenderResult = {
  failed: number;
  megabytesPerSecond: number;
  instancesPerSecond: number;
  p50Ms: number;
  p95Ms: number;
};

/** Sends the files of a folder. @throws Error where the sender fails; refused instances are counted */
export async function runSender(server: PeerProcess, folder: string, associations: number): Promise<SenderResult> {
  const args = [join(import.meta.dirname, 'sender.ts'), server.dicomPort, server.aeTitle, folder, associations];
  const sender = spawn(process.execPath, args.map(String), { stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  sender.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  const [code] = await once(sender, 'close');
  if (code !== 0) throw new Error(`the sender ended with code ${code}; ${readdirSync(folder).length} files`);
  return JSON.parse(output) as SenderResult; // the sender's own object
}
