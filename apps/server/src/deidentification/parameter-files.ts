/**
 * The parameter set of a run, with the hashes of what this program holds itself; and its files: sets, signing keys, lists.
 */

import { createHash, generateKeyPairSync } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  type ParameterSet,
  parameterFormat,
  signParameters,
  verifyParameters,
} from '@isocenter/deid/parameter-set/parameter-set';
import { isSystemError } from '../system-error.ts';
import { DeidRunError } from './deid-error.ts';

export type ChosenParameters = Pick<ParameterSet, 'profile' | 'acceptPictures' | 'cleanPixels' | 'cleanFaces'> &
  Partial<Pick<ParameterSet, 'rules' | 'version'>>;

/** Returns the whole set of what was chosen. */
export async function parametersOf(chosen: ChosenParameters): Promise<ParameterSet> {
  const { profile, acceptPictures, cleanPixels, cleanFaces, rules, version = 1 } = chosen;
  const [program, networks] = [hashesOfProgram(), cleanPixels ? await hashesOfNetworks() : {}];
  return {
    ...{ format: parameterFormat, version, profile, acceptPictures, cleanPixels, cleanFaces, program, networks },
    ...(rules && { rules }),
  };
}

/** Makes a pair of keys, the private one readable by its owner only: `FILE` and `FILE.pub`. */
export async function createSigningKey(path: string): Promise<void> {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519', {
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  await writeNew(path, privateKey);
  await writeNew(`${path}.pub`, publicKey);
}

export async function writeSignedParameters(path: string, parameters: ParameterSet, keyFile: string): Promise<void> {
  const key = await read(keyFile, 'parameters-key-invalid');
  try {
    await writeNew(path, `${JSON.stringify(signParameters(parameters, key), null, 2)}\n`);
  } catch (error) {
    if (error instanceof DeidRunError) throw error;
    throw new DeidRunError('parameters-key-invalid', 'the file holds no Ed25519 key to sign with');
  }
}

export type TrustedParameters = {
  readonly parameters: ParameterSet;
  readonly hash: string;
  /** Parts of this program that are not those the set was made with. */
  readonly differing: readonly string[];
};

/** @throws DeidRunError `parameters-invalid`, `parameters-key-invalid` */
export async function readTrustedParameters(path: string, trustedKeyFile: string): Promise<TrustedParameters> {
  const [text, key] = [await read(path, 'parameters-invalid'), await read(trustedKeyFile, 'parameters-key-invalid')];
  const verified = verify(text, key);
  if (verified.kind === 'invalid') throw new DeidRunError('parameters-invalid', problems[verified.problem]);
  const { parameters, hash } = verified;
  const own = await parametersOf(parameters);
  const differing = (['program', 'networks'] as const).flatMap((group) =>
    [...new Set([...Object.keys(own[group]), ...Object.keys(parameters[group])])].filter(
      (part) => own[group][part] !== parameters[group][part],
    ),
  );
  return { parameters, hash, differing };
}

/** @throws DeidRunError `parameters-file-there` */
export async function copySet(from: string, to: string): Promise<void> {
  await writeNew(to, await read(from, 'parameters-invalid'));
}

function verify(text: string, key: string): ReturnType<typeof verifyParameters> {
  try {
    return verifyParameters(text, key);
  } catch {
    throw new DeidRunError('parameters-key-invalid', 'the file holds no public key to check with');
  }
}

const problems = {
  'not-a-set': 'the file is no parameter set',
  'other-signer': 'the parameter set is signed by another key than the one that is trusted',
  'wrong-signature': 'the parameter set is not what was signed',
} as const;

async function read(path: string, code: 'parameters-invalid' | 'parameters-key-invalid'): Promise<string> {
  return await readFile(path, 'utf8').catch((error: unknown) => {
    if (!isSystemError(error)) throw error;
    throw new DeidRunError(code, 'a file of parameters or of a key cannot be read');
  });
}

/** A set or a key that is there is not written over. */
async function writeNew(path: string, text: string): Promise<void> {
  try {
    await writeFile(path, text, { flag: 'wx', mode: path.endsWith('.pub') ? 0o644 : 0o600, flush: true });
  } catch (error) {
    if (!isSystemError(error) || error.code !== 'EEXIST') throw error;
    throw new DeidRunError('parameters-file-there', 'the file is there already, and is not written over');
  }
}

/**
 * Tables, thresholds and rules of devices are part of the sources, by the folder that they stand in. Read without
 * promises: every run begins with this.
 */
function hashesOfProgram(): Readonly<Record<string, string>> {
  const folder = dirname(fileURLToPath(import.meta.resolve('@isocenter/deid/deidentify-file')));
  const files = readdirSync(folder, { encoding: 'utf8', recursive: true })
    .filter((file) => /(?<!\.test)\.[jt]s$/.test(file))
    .sort();
  const hashes = new Map<string, ReturnType<typeof createHash>>();
  for (const file of files) {
    const part = file.includes(sep) ? (file.split(sep)[0] ?? '') : 'profile';
    const hash = hashes.get(part) ?? createHash('sha256');
    hashes.set(part, hash);
    hash.update(`${file.split(sep).join('/')}\0`).update(readFileSync(join(folder, file)));
  }
  return Object.fromEntries([...hashes].map(([part, hash]) => [part, hash.digest('base64url')]));
}

async function hashesOfNetworks(): Promise<Readonly<Record<string, string>>> {
  const { networkFiles } = await import('@isocenter/deid/parameter-set/network-files');
  const hashed = Object.entries(networkFiles).map(async ([name, path]) => {
    const bytes = await readFile(path);
    return [name, createHash('sha256').update(bytes).digest('base64url')] as const;
  });
  return Object.fromEntries(await Promise.all(hashed));
}
