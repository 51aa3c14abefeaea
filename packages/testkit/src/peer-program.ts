/**
 * Programs of others that tests run as peers: DCMTK, GDCM, pydicom, curl. None is part of this project, so a test that
 * needs one is skipped, with the reason, where it is missing.
 */

import { execFile, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** DCMTK's programs wait 40 ms an operation for delayed acknowledgements without `TCP_NODELAY`. */
export const peerEnvironment = { ...process.env, TCP_NODELAY: '1' };
const timeoutMs = 60_000;

/** Debian's, which has Debian's pydicom; others in the path may not. */
const python = '/usr/bin/python3';

export type PeerRun = { readonly code: number; readonly output: string };

/** Returns the programs of these that the machine does not have. */
export function findMissingPrograms(...names: readonly string[]): readonly string[] {
  const folders = (process.env.PATH ?? '').split(':');
  return names.filter((name) => !folders.some((folder) => existsSync(join(folder, name))));
}

/** The title suffix that reports missing programs in the list of skipped tests; empty where none is missing. */
export function absenceOf(missing: readonly string[]): string {
  return missing.length === 0 ? '' : ` (skipped: ${missing.join(', ')} not installed)`;
}

/** `['pydicom']` where Debian's Python lacks it. */
export function findMissingPydicom(): readonly string[] {
  return spawnSync(python, ['-c', 'import pydicom']).status === 0 ? [] : ['pydicom'];
}

/** Runs a program to its end, in a folder where one is given; `output` is standard output, then standard error. */
export async function runPeer(program: string, args: readonly string[], folder?: string): Promise<PeerRun> {
  try {
    const { stdout, stderr } = await promisify(execFile)(program, args, {
      env: peerEnvironment,
      cwd: folder,
      timeout: timeoutMs,
      maxBuffer: 1 << 26,
    });
    return { code: 0, output: stdout + stderr };
  } catch (error) {
    // `execFile` rejects with these members where the program ends with another code than 0.
    const failed = error as { code?: number; stdout?: string; stderr?: string };
    return { code: Number(failed.code ?? -1), output: `${failed.stdout ?? ''}${failed.stderr ?? ''}` };
  }
}

/** Runs a script of Python that has pydicom. */
export function runPython(script: string, args: readonly string[]): Promise<PeerRun> {
  return runPeer(python, ['-c', script, ...args]);
}
