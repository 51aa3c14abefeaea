/** A key service in the form of Vault's transit engine, with real AES-GCM behind it, that can be turned off. */

import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type BlobLog, openBlobLog } from './blob-log.ts';
import { listNeeds, retireMasterKeys, wrapFreeSpools } from './key-rotation.ts';
import { kmsKeysName } from './kms-keys.ts';
import { loadOrCreateMasterKeys } from './master-key.ts';
import { type MasterKeySource, openMasterKeySource } from './master-key-source.ts';
import { buildRecord, collect } from './test/workload.ts';

const token = 'test-token';
const serviceKey = randomBytes(32);
const asked: string[] = [];
const logged: object[] = [];
const logger = { info: (d: object) => logged.push(d), warn: (d: object) => logged.push(d), error: () => undefined };

let isUp = true;
let dir: string;
let server: Server;
let url: string;
const opened: { close(): unknown }[] = [];

beforeEach(async () => {
  isUp = true;
  dir = mkdtempSync(join(tmpdir(), 'isocenter-kms-'));
  server = createServer(async (request, response) => {
    asked.push(request.url ?? '');
    let text = '';
    for await (const piece of request) text += piece;
    if (!isUp) return request.socket.destroy();
    if (request.headers['x-vault-token'] !== token)
      return response.writeHead(403).end('{"errors":["permission denied"]}');
    const body = JSON.parse(text);
    const data = request.url === '/v1/transit/encrypt/hospital' ? encrypt(body.plaintext) : decrypt(body.ciphertext);
    response.writeHead(data === undefined ? 400 : 200).end(JSON.stringify({ data }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  url = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}/v1/transit`;
});

afterEach(async () => {
  for (const thing of opened.splice(0).reverse()) await thing.close();
  server.close();
  rmSync(dir, { recursive: true });
});

function encrypt(plaintext: string) {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', serviceKey, nonce);
  const sealed = Buffer.concat([cipher.update(Buffer.from(plaintext, 'base64')), cipher.final()]);
  return { ciphertext: `vault:v1:${Buffer.concat([nonce, sealed, cipher.getAuthTag()]).toString('base64')}` };
}

function decrypt(ciphertext: string) {
  const bytes = Buffer.from(ciphertext.replace('vault:v1:', ''), 'base64');
  try {
    const decipher = createDecipheriv('aes-256-gcm', serviceKey, bytes.subarray(0, 12)).setAuthTag(bytes.subarray(-16));
    return {
      plaintext: Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()]).toString('base64'),
    };
  } catch {
    return undefined;
  }
}

const settings = (changes = {}) => ({ kms: { url, keyName: 'hospital', token, leaseSeconds: 300, ...changes } });
const blobs = () => join(dir, 'blobs');

async function open(changes = {}): Promise<MasterKeySource> {
  const source = await openMasterKeySource(settings(changes), { dir: blobs(), logger });
  opened.push(source);
  return source;
}

async function openLog({ keys }: MasterKeySource): Promise<BlobLog> {
  const log = await openBlobLog({ dir: blobs(), masterKeys: keys, logger });
  opened.push(log);
  return log;
}

async function store(log: BlobLog, text: string, patientKeyId?: string) {
  const dataKey = log.keys.dataKeyFor(patientKeyId ?? (await log.keys.createPatientKey()));
  const plaintext = [Buffer.from(text)];
  return log.append({ record: buildRecord(text.length), dataKey, plaintext });
}

const code = (expected: string) => expect.objectContaining({ code: expected });

describe('a key service', () => {
  beforeEach(async () => {
    const { mkdir } = await import('node:fs/promises');
    await mkdir(blobs());
  });

  it('wraps the master key, which is on no disk, and opens it again at the next start', async () => {
    const source = await open();
    const log = await openLog(source);
    const { location } = await store(log, 'TEST bytes');
    const key = source.keys.newest.export();
    for (const file of [kmsKeysName, 'keys/patient-keys']) {
      const bytes = readFileSync(join(blobs(), file));
      expect([
        bytes.includes(key),
        bytes.includes(key.toString('hex')),
        bytes.includes(key.toString('base64')),
      ]).toEqual([false, false, false]);
    }
    expect(existsSync(join(blobs(), 'master.key'))).toBe(false);
    for (const thing of opened.splice(0).reverse()) await thing.close();
    const again = await openLog(await open());
    expect(Buffer.concat(await collect(again.read(location))).toString()).toBe('TEST bytes');
  });

  it('that does not answer leaves reading under keys in use, and refuses everything else, losing nothing', async () => {
    const source = await open({ leaseSeconds: 1 });
    const log = await openLog(source);
    const used = await store(log, 'in use');
    const other = await store(log, 'not in use');
    await collect(log.read(used.location));
    for (const thing of opened.splice(1)) await thing.close();
    const reopened = await openLog(source);
    await collect(reopened.read(used.location));
    isUp = false;
    await vi.waitUntil(() => source.keys.all.length === 0, { timeout: 60_000 });
    expect(Buffer.concat(await collect(reopened.read(used.location))).toString()).toBe('in use');
    await expect(collect(reopened.read(other.location))).rejects.toThrow(code('key-service-unavailable'));
    await expect(store(reopened, 'new patient')).rejects.toThrow(code('key-service-unavailable'));
    await expect(store(reopened, 'known patient', used.location.patientKeyId)).rejects.toThrow(
      code('key-service-unavailable'),
    );
    // A key can be destroyed all the same.
    await reopened.keys.destroy(other.location.patientKeyId);
    isUp = true;
    await vi.waitUntil(() => source.keys.all.length > 0, { timeout: 60_000 });
    const later = await store(reopened, 'afterwards');
    expect(Buffer.concat(await collect(reopened.read(later.location))).toString()).toBe('afterwards');
    await expect(collect(reopened.read(other.location))).rejects.toThrow(code('key-destroyed'));
    expect(JSON.stringify(logged)).not.toContain(token);
  });

  it('that is away, or refuses, keeps a node from starting, with a code and without the token', async () => {
    await (await open()).close();
    isUp = false;
    await expect(open()).rejects.toThrow(code('key-service-unavailable'));
    isUp = true;
    const refused = open({ token: 'another-token' });
    await expect(refused).rejects.toThrow(code('key-service-unavailable'));
    await refused.catch((error: Error) => expect(error.message).not.toContain('another-token'));
    await expect(open({ url: undefined })).rejects.toThrow(code('key-service-not-configured'));
  });

  it('takes over a file, which is needed no more once everything is wrapped anew', async () => {
    const file = await loadOrCreateMasterKeys(join(blobs(), 'master.key'));
    const before = await openBlobLog({ dir: blobs(), masterKeys: file, logger });
    const { location } = await store(before, 'from before');
    await before.close();
    const source = await open();
    expect((await listNeeds(dir, source.keys)).length).toBe(1);
    await expect(retireMasterKeys(dir, source)).rejects.toThrow(code('master-key-needed'));
    await wrapFreeSpools(dir, source.keys);
    expect(await retireMasterKeys(dir, source)).toBe(1);
    expect(existsSync(join(blobs(), 'master.key'))).toBe(false);
    await source.add(new Date());
    await wrapFreeSpools(dir, source.keys);
    expect(await retireMasterKeys(dir, source)).toBe(1);
    for (const thing of opened.splice(0)) await thing.close();
    const log = await openLog(await open());
    expect(Buffer.concat(await collect(log.read(location))).toString()).toBe('from before');
  });
});
