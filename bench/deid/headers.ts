/**
 * `make bench NAME=deid`, id `deid-headers`: a folder of 500 slices of 525 kB into another, headers only.
 *
 * This node's command runs from its start to its end, all of it durable, as does `gdcmanon` (not durable, attributes of
 * 2008, identity encrypted into each object); Orthanc has the study already and is asked to anonymise it. They take turns,
 * each on an empty folder. `value` is the median in instances/s, `residentMb` the most that the command held at once.
 * Options: --rounds N (5).
 */

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { runPeer } from '@isocenter/testkit/peer-program';
import { ensureDataSet } from '../ingest/data.ts';
import { startOrthanc } from '../peer-process.ts';

const launcher = resolve(import.meta.dirname, '../../apps/server/bin/isocenter.js');
const sampleMs = 20;

type Measurement = { readonly perSecond: number; readonly residentMb: number };

type Runner = { readonly name: string; run(target: string): Promise<Measurement> };

export async function benchDeid(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({ args: [...args], options: { rounds: { type: 'string', default: '5' } } });
  const rounds = Number(values.rounds);
  const input = ensureDataSet('ct');
  const files = readdirSync(input).map((name) => join(input, name));
  const folder = mkdtempSync(join(tmpdir(), 'isocenter-deid-headers-'));
  const orthanc = await startOrthanc(join(folder, 'orthanc'), { postgresql: false });
  try {
    const study = await storeAll(orthanc.httpUrl ?? '', files);
    const certificate = await makeCertificate(folder);
    const runners: readonly Runner[] = [
      { name: 'isocenter', run: (target) => timeCommand(files.length, process.execPath, ourArguments(input, target)) },
      {
        name: 'gdcmanon',
        run: (target) => {
          mkdirSync(target);
          const asked = ['-c', certificate, '-e', '-r', '--continue', '-i', input, '-o', target];
          return timeCommand(files.length, 'gdcmanon', asked);
        },
      },
      { name: 'orthanc', run: () => timeOrthanc(orthanc.httpUrl ?? '', study, files.length) },
    ];
    const taken = new Map<string, Measurement[]>(runners.map(({ name }) => [name, []]));
    for (let round = 0; round < rounds; round += 1) {
      for (const { name, run } of runners) {
        const target = join(folder, `${name}-${round}`);
        // What the one before has written is not this one's to wait for.
        await runPeer('sync', ['-f', folder]);
        taken.get(name)?.push(await run(target));
        rmSync(target, { recursive: true, force: true });
      }
    }
    report(taken, rounds, files.length);
  } finally {
    await orthanc.stop();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

function ourArguments(input: string, target: string): readonly string[] {
  return [launcher, 'deid', input, target, '--key-file', `${target}.key`, '--dates', 'modified', '--json'];
}

function report(taken: ReadonlyMap<string, readonly Measurement[]>, rounds: number, instances: number): void {
  const value = median(taken.get('isocenter') ?? [], 'perSecond');
  for (const peer of ['orthanc', 'gdcmanon']) {
    const theirs = median(taken.get(peer) ?? [], 'perSecond');
    const line = {
      id: 'deid-headers',
      value: Math.round(value),
      unit: 'instances/s',
      peer,
      peerValue: Math.round(theirs),
      ratio: Number((value / theirs).toFixed(2)),
      residentMb: Math.round(median(taken.get('isocenter') ?? [], 'residentMb')),
      instances,
      rounds,
    };
    console.log(JSON.stringify(line));
  }
}

function median(measurements: readonly Measurement[], key: keyof Measurement): number {
  const sorted = measurements.map((measurement) => measurement[key]).sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

async function timeCommand(instances: number, program: string, args: readonly string[]): Promise<Measurement> {
  const started = performance.now();
  const child = spawn(program, args, { stdio: 'ignore' });
  const ended = once(child, 'exit');
  const residentMb = mostResident(child);
  const [code] = await ended;
  const seconds = (performance.now() - started) / 1000;
  if (code !== 0) throw new Error(`${program} ended with ${code}`);
  return { perSecond: instances / seconds, residentMb: await residentMb };
}

/** Returns the high-water mark of a process when it has ended, from /proc. */
async function mostResident(child: ChildProcess): Promise<number> {
  let most = 0;
  while (child.exitCode === null) {
    most = Math.max(most, residentMbOf(child.pid ?? 0));
    await delay(sampleMs);
  }
  return most;
}

function residentMbOf(pid: number): number {
  try {
    const [, kilobytes] = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'latin1')) ?? [];
    return Number(kilobytes ?? 0) / 1024;
  } catch {
    return 0; // ended meanwhile
  }
}

async function storeAll(url: string, files: readonly string[]): Promise<string> {
  let study = '';
  for (const file of files) {
    const response = await fetch(`${url}/instances`, { method: 'POST', body: new Uint8Array(readFileSync(file)) });
    // Its own API, whose shapes its book describes.
    study = ((await response.json()) as { ParentStudy: string }).ParentStudy;
  }
  return study;
}

/** What it made is deleted afterwards, outside of the time. */
async function timeOrthanc(url: string, study: string, instances: number): Promise<Measurement> {
  const started = performance.now();
  const body = JSON.stringify({ Synchronous: true });
  const response = await fetch(`${url}/studies/${study}/anonymize`, { method: 'POST', body });
  const made = (await response.json()) as { ID: string };
  const seconds = (performance.now() - started) / 1000;
  if (!response.ok) throw new Error(`Orthanc answered ${response.status}`);
  await fetch(`${url}/studies/${made.ID}`, { method: 'DELETE' });
  return { perSecond: instances / seconds, residentMb: Number.NaN };
}

async function makeCertificate(folder: string): Promise<string> {
  const certificate = join(folder, 'certificate.pem');
  const asked = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-subj', '/CN=TEST', '-days', '1'];
  await runPeer('openssl', [...asked, '-keyout', join(folder, 'key.pem'), '-out', certificate]);
  return certificate;
}
