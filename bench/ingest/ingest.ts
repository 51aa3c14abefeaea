/**
 * `make bench NAME=ingest`: C-STORE into this node (durable, encrypted, indexed) and into its peers, alternating.
 *
 * Rows: 500 CT (0.5 MB), 1 000 tiny instances (9 kB), 8 mammograms (27 MB), each over 1 and 4 associations. Every
 * server starts empty for each measurement and is sent others of the same form first: a node runs for weeks. `value` is the median of the rounds in MB/s (tiny: instances/s).
 * Options: --rounds N (3), --rows ct-1,tiny-4, --peers orthanc,storescp.
 */

import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import {
  installJavaScriptPeers,
  type PeerProcess,
  startIsocenter,
  startOrthanc,
  startScript,
  startStorescp,
} from '../peer-process.ts';
import { usageOf } from '../process-tree.ts';
import { ensureDataSet } from './data.ts';
import { runSender } from './run-sender.ts';

const rows = [
  { id: 'ct-1', data: 'ct', associations: 1, unit: 'MB/s' },
  { id: 'ct-4', data: 'ct', associations: 4, unit: 'MB/s' },
  { id: 'tiny-1', data: 'tiny', associations: 1, unit: 'instances/s' },
  { id: 'tiny-4', data: 'tiny', associations: 4, unit: 'instances/s' },
  { id: 'mg-1', data: 'mg', associations: 1, unit: 'MB/s' },
  { id: 'mg-4', data: 'mg', associations: 4, unit: 'MB/s' },
] as const;

type Row = (typeof rows)[number];

/** `storescp` and `bare-node` are references: neither is durable, indexed and encrypted as an archive must be. */
const peers: Record<string, (dir: string) => Promise<PeerProcess>> = {
  isocenter: (dir) => startIsocenter(dir),
  orthanc: (dir) => startOrthanc(dir, { postgresql: false }),
  'orthanc-pg': (dir) => startOrthanc(dir, { postgresql: true }),
  'dcmjs-dimse': (dir) => startScript('ingest/dcmjs-dimse-scp.cjs', dir),
  storescp: startStorescp,
  'bare-node': (dir) => startScript('ingest/bare-node.ts', dir),
};

type Measurement = {
  readonly rate: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly serverCpuSeconds: number;
  readonly peakResidentMegabytes: number;
};

export async function benchIngest(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      rounds: { type: 'string', default: '3' },
      rows: { type: 'string', default: rows.map((row) => row.id).join(',') },
      peers: { type: 'string', default: Object.keys(peers).slice(1).join(',') },
    },
  });
  const names = ['isocenter', ...values.peers.split(',').filter((name) => name in peers)];
  if (names.includes('dcmjs-dimse')) installJavaScriptPeers();
  for (const row of rows.filter((candidate) => values.rows.split(',').includes(candidate.id))) {
    await benchRow(row, names, Number(values.rounds));
  }
}

async function benchRow(row: Row, names: readonly string[], rounds: number): Promise<void> {
  const folders = { before: ensureDataSet(`${row.data}-before`), measured: ensureDataSet(row.data) };
  const measured = new Map<string, Measurement[]>(names.map((name) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const name of names) measured.get(name)?.push(await measure(row, name, folders));
  }
  const ours = summarise(measured.get('isocenter') ?? []);
  for (const name of names.slice(1)) {
    const theirs = summarise(measured.get(name) ?? []);
    const line = {
      id: row.id,
      value: ours.rate,
      unit: row.unit,
      peer: name,
      peerValue: theirs.rate,
      ratio: Number((ours.rate / theirs.rate).toFixed(2)),
      rounds,
      ours,
      theirs,
    };
    process.stdout.write(`${JSON.stringify(line)}\n`);
  }
}

type Folders = { readonly before: string; readonly measured: string };

async function measure(row: Row, name: string, folders: Folders): Promise<Measurement> {
  const start = peers[name];
  if (start === undefined) throw new Error(`unknown peer ${name}`);
  // Not below a 0700 home: as root, the private PostgreSQL runs as another user.
  const dir = mkdtempSync(join(tmpdir(), 'isocenter-bench-'));
  execFileSync('chmod', ['755', dir]);
  const server = await start(join(dir, 'data'));
  try {
    await runSender(server, folders.before, row.associations);
    const before = usageOf(server.pids);
    let peak = before.residentBytes;
    const poll = setInterval(() => {
      peak = Math.max(peak, usageOf(server.pids).residentBytes);
    }, 100);
    const result = await runSender(server, folders.measured, row.associations).finally(() => clearInterval(poll));
    // A server that refuses is quick: its figures would say nothing.
    if (result.failed > 0) throw new Error(`${name} refused ${result.failed} instances`);
    const after = usageOf(server.pids);
    return {
      rate: row.unit === 'MB/s' ? result.megabytesPerSecond : result.instancesPerSecond,
      p50Ms: result.p50Ms,
      p95Ms: result.p95Ms,
      serverCpuSeconds: Number((after.cpuSeconds - before.cpuSeconds).toFixed(2)),
      peakResidentMegabytes: Math.round(Math.max(peak, after.residentBytes) / 1e6),
    };
  } finally {
    await server.stop();
    rmSync(dir, { recursive: true, force: true });
  }
}

function summarise(measurements: readonly Measurement[]) {
  const median = (pick: (measurement: Measurement) => number) => {
    const sorted = measurements.map(pick).sort((left, right) => left - right);
    return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
  };
  return {
    rate: median((measurement) => measurement.rate),
    p50Ms: median((measurement) => measurement.p50Ms),
    p95Ms: median((measurement) => measurement.p95Ms),
    serverCpuSeconds: median((measurement) => measurement.serverCpuSeconds),
    peakResidentMegabytes: Math.max(...measurements.map((measurement) => measurement.peakResidentMegabytes)),
  };
}
