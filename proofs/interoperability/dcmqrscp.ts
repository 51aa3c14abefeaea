/** DCMTK's archive `dcmqrscp`, with an empty storage area, preferring one transfer syntax in both directions. */

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findFreePort, startPeerListener } from '@isocenter/testkit/peer-listener';

export const archiveAet = 'QRSCP';

export type Dcmqrscp = { readonly port: number; stop(): void };

export type DcmqrscpOptions = {
  /** An empty folder of its own. */
  readonly folder: string;
  /** Of `+x` and `-x`. */
  readonly letter: string;
  /** Nodes on this machine that it may send to, ports by AE title. */
  readonly destinations: Readonly<Record<string, number>>;
};

export async function startDcmqrscp({ folder, letter, destinations }: DcmqrscpOptions): Promise<Dcmqrscp> {
  const port = await findFreePort();
  const area = join(folder, 'area');
  mkdirSync(area, { recursive: true });
  const hosts = Object.entries(destinations).map(
    ([aeTitle, at], number) => `host${number} = (${aeTitle}, 127.0.0.1, ${at})`,
  );
  const file = join(folder, 'dcmqrscp.cfg');
  const lines = [
    `NetworkTCPPort = ${port}`,
    'MaxPDUSize = 16384',
    'MaxAssociations = 16',
    'HostTable BEGIN',
    ...hosts,
    'HostTable END',
    'VendorTable BEGIN',
    'VendorTable END',
    'AETable BEGIN',
    `${archiveAet} ${area} RW (200, 1024mb) ANY`,
    'AETable END',
  ];
  writeFileSync(file, `${lines.join('\n')}\n`);
  const child = await startPeerListener('dcmqrscp', ['-c', file, `+x${letter}`, `-x${letter}`], port, folder);
  return { port, stop: () => child.kill('SIGKILL') };
}
