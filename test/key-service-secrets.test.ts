/**
 * The token of the key service is marked, and the service is hostile: whatever it is asked, it says the token back, in headers,
 * in bodies of refusals, in answers that are none and in redirects. Neither the log, nor an error, a metric or a file may
 * carry it on.
 */

import { execFile } from 'node:child_process';
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { startIsocenterProcess } from '@isocenter/testkit/isocenter-process';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunningNode, startNode } from './running-node.ts';
import { buildSmallObject } from './small-object.ts';

const token = 'hvs.KANARIEKANARIEKANARIE';
const serviceKey = randomBytes(32);

type Mood = 'sound' | 'refuses' | 'fails' | 'babbles' | 'redirects' | 'away';
let mood: Mood = 'sound';
const shown = new Map<Mood, number>();

const service = createServer(async (request, response) => {
  const body = await text(request);
  if (request.headers['x-vault-token'] !== token) return response.writeHead(403).end();
  shown.set(mood, (shown.get(mood) ?? 0) + 1);
  response.setHeader('x-said-back', token);
  return answers[mood](response, { url: request.url ?? '', body });
});

type Asked = { readonly url: string; readonly body: string };

const answers: Readonly<Record<Mood, (response: ServerResponse, asked: Asked) => unknown>> = {
  sound: (response, { url, body }) => response.end(JSON.stringify({ data: transit(url, JSON.parse(body)) })),
  refuses: (response) => response.writeHead(403, `denied ${token}`).end(JSON.stringify({ errors: [token] })),
  fails: (response) => response.writeHead(500).end(`at token ${token}`),
  babbles: (response) => response.end(JSON.stringify({ data: { plaintext: token, ciphertext: '' } })),
  redirects: (response) => response.writeHead(302, { location: `/elsewhere?token=${token}` }).end(),
  away: (response) => response.destroy(),
};

let node: RunningNode;
let env: Readonly<Record<string, string>>;
const said: string[] = [];

beforeAll(async () => {
  await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve));
  const { port } = service.address() as AddressInfo; // listening on TCP
  env = {
    ISOCENTER__LOG__LEVEL: 'debug',
    ISOCENTER__STORAGE__KEYS__KMS__URL: `http://127.0.0.1:${port}/v1/transit`,
    ISOCENTER__STORAGE__KEYS__KMS__TOKEN: token,
    ISOCENTER__STORAGE__KEYS__KMS__LEASE_SECONDS: '1',
  };
  node = await startNode({ env });
});

afterAll(async () => {
  await node?.close();
  service.close();
});

function transit(url: string, { plaintext = '', ciphertext = '' }: { plaintext?: string; ciphertext?: string }) {
  if (url.includes('/encrypt/')) {
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', serviceKey, nonce);
    const sealed = Buffer.concat([cipher.update(Buffer.from(plaintext, 'base64')), cipher.final()]);
    return { ciphertext: `vault:v1:${Buffer.concat([nonce, sealed, cipher.getAuthTag()]).toString('base64')}` };
  }
  const bytes = Buffer.from(ciphertext.replace('vault:v1:', ''), 'base64');
  const decipher = createDecipheriv('aes-256-gcm', serviceKey, bytes.subarray(0, 12)).setAuthTag(bytes.subarray(-16));
  const opened = Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()]);
  return { plaintext: opened.toString('base64') };
}

/** Stores an object of a new patient, for which a key is needed; keeps all that is said. */
async function store(): Promise<number> {
  const headers = { authorization: `Bearer ${node.token}`, 'content-type': 'application/dicom' };
  const { file } = buildSmallObject({ PatientID: `TEST-${randomBytes(6).toString('hex')}` });
  const response = await fetch(`${node.httpUrl}/dicom-web/studies`, {
    method: 'POST',
    headers,
    body: Buffer.from(file),
  });
  said.push(JSON.stringify([...response.headers]), await response.text());
  return response.status;
}

async function keep(path: string): Promise<void> {
  const response = await fetch(`${node.httpUrl}${path}`, { headers: { authorization: `Bearer ${node.token}` } });
  said.push(`${path} ${response.status}`, await response.text());
}

const launcher = resolve(import.meta.dirname, '../apps/server/bin/isocenter.js');

/** What a command writes, whatever becomes of it; the service answers meanwhile. */
function command(args: readonly string[]): Promise<string> {
  return new Promise((done) => {
    const environment = { ...process.env, ...node.env };
    execFile(process.execPath, [launcher, ...args], { env: environment, timeout: 100_000 }, (error, out, err) => {
      done([args.join(' '), out, err, String(error)].join('\n'));
    });
  });
}

test('the token of the key service is in no log, error, metric or file, whatever the service says back', async () => {
  expect(await store()).toBe(200);
  for (const next of ['refuses', 'fails', 'babbles', 'redirects', 'away'] as const) {
    mood = next;
    await expect.poll(store).not.toBe(200);
    expect(shown.get(next)).toBeGreaterThan(0);
    for (const path of ['/metrics', '/readyz', '/healthz', '/api/dangers', '/api/about']) await keep(path);
    mood = 'sound';
    await expect.poll(store).toBe(200);
  }
  mood = 'refuses';
  for (const args of [['keys', 'status'], ['doctor']]) said.push(await command(args));
  await node.process.stop();
  const start = startIsocenterProcess({ dataDir: node.dataDir, env: { ...node.env }, keepOutput: true });
  const refusal = await start.then(
    () => 'it started',
    (error: Error) => `${error.message}\n${error.stack}`,
  );
  expect(refusal).toContain('key-service-unavailable');
  // One that is no header is refused before it is sent.
  const withBreak = { ...node.env, ISOCENTER__STORAGE__KEYS__KMS__TOKEN: `${token}\nx` };
  const broken = startIsocenterProcess({ dataDir: node.dataDir, env: withBreak, keepOutput: true });
  said.push(
    refusal,
    await broken.then(
      () => 'it started',
      (error: Error) => `${error.message}\n${error.stack}`,
    ),
  );
  const lines = node.output().split('\n');
  expect(lines.filter((line) => line.includes('key-service-unavailable')).length).toBeGreaterThan(4);
  expect([...lines, ...said].filter((line) => line.includes('KANARIE'))).toEqual([]);
  expect(said.at(-1)).not.toBe('it started');
  expect(filesBelow(node.dataDir).filter((path) => readFileSync(path).includes('KANARIE'))).toEqual([]);
});

const filesBelow = (folder: string) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((path) => join(folder, path))
    .filter((path) => statSync(path).isFile());
