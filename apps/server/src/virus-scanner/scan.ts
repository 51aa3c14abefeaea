/**
 * The hook for virus scanners: a daemon that speaks the protocol of clamd, or a command. No file passes on a failure of either.
 *
 * Without one nothing is scanned. What is scanned is decided by whoever takes files in.
 */

import { scanByClamd } from './by-clamd.ts';
import { scanByCommand } from './by-command.ts';
import type { ScanOptions, ScanVerdict } from './scan-verdict.ts';

export type ScannerSettings = {
  /** Program and arguments; empty for none. */
  readonly command: readonly string[];
  /** `host:port`, or the path of a socket; it comes before the command. */
  readonly clamd?: string | undefined;
  /** For one file. */
  readonly timeoutMs: number;
};

export const isScanning = ({ command, clamd }: ScannerSettings): boolean => clamd !== undefined || command.length > 0;

/** @throws what the bytes throw, and the reason of the signal */
export async function scan(
  settings: ScannerSettings,
  bytes: AsyncIterable<Uint8Array>,
  options: ScanOptions,
): Promise<ScanVerdict> {
  const { clamd, timeoutMs } = settings;
  if (!isScanning(settings)) return 'clean';
  return clamd === undefined
    ? scanByCommand(settings, bytes, options)
    : scanByClamd({ address: clamd, timeoutMs }, bytes, options);
}
