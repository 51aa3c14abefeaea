/** Servers that the benches run: this node, and the systems it is measured against, each on a port of its own. */

import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { runIsocenter, startIsocenterProcess } from '@isocenter/testkit/isocenter-process';

const orthancPlugins = '/usr/share/orthanc/plugins';

export type PeerProcess = {
  readonly dicomPort: number;
  readonly httpUrl: string | undefined;
  readonly aeTitle: string;
  /** Processes whose CPU and memory count; each with everything below it. */
  readonly pids: readonly number[];
  /** Makes a bearer token, where the server wants one. */
  readonly createToken?: () => string;
  stop(): Promise<void>;
};

/** Where a server is asked to send to by C-MOVE, on this machine. */
export type Destination = { readonly aeTitle: string; readonly port: number };

/** Starts this node with an empty archive in `dir`, durable and encrypted as always. */
export async function startIsocenter(dir: string): Promise<PeerProcess> {
  const node = await startIsocenterProcess({ dataDir: dir });
  const { pid, postmasterPid, http, aet } = node.ready;
  return {
    dicomPort: node.dicomPort,
    httpUrl: http,
    aeTitle: aet,
    pids: postmasterPid === undefined ? [pid] : [pid, postmasterPid],
    createToken: () => runIsocenter({ dataDir: dir }, ['user', 'token', '--role', 'admin']).trim(),
    stop: node.stop,
  };
}

/** Starts Debian's Orthanc; with `postgresql`, its index lies in a PostgreSQL of its own with default settings. */
export async function startOrthanc(
  dir: string,
  options: { postgresql: boolean; dicomWeb?: boolean; destination?: Destination },
): Promise<PeerProcess> {
  mkdirSync(dir, { recursive: true });
  const [dicomPort, httpPort, databasePort] = [await freePort(), await freePort(), await freePort()];
  const database = options.postgresql ? await startPostgres(join(dir, 'postgresql'), databasePort) : undefined;
  const plugins = [
    ...(options.postgresql ? [`${orthancPlugins}/libOrthancPostgreSQLIndex.so`] : []),
    ...(options.dicomWeb === true ? [`${orthancPlugins}/libOrthancDicomWeb.so`] : []),
  ];
  const configuration = {
    Name: 'bench',
    StorageDirectory: join(dir, 'storage'),
    IndexDirectory: join(dir, 'index'),
    DicomPort: dicomPort,
    HttpPort: httpPort,
    DicomAet: 'ANY',
    DicomCheckCalledAet: false,
    DicomAlwaysAllowFind: true,
    DicomAlwaysAllowGet: true,
    DicomAlwaysAllowMove: true,
    RemoteAccessAllowed: true,
    AuthenticationEnabled: false,
    UnknownSopClassAccepted: true,
    ...(options.destination !== undefined && {
      DicomModalities: { destination: [options.destination.aeTitle, '127.0.0.1', options.destination.port] },
    }),
    StableAge: 60,
    Plugins: plugins,
    PostgreSQL: {
      EnableIndex: options.postgresql,
      EnableStorage: false,
      Host: '127.0.0.1',
      Port: databasePort,
      Database: 'orthanc',
      Username: 'orthanc',
      Password: 'orthanc',
      Lock: false,
      EnableSsl: false,
    },
  };
  const file = join(dir, 'orthanc.json');
  writeFileSync(file, JSON.stringify(configuration));
  const peer = await startServer('Orthanc', [file], dicomPort, { TCP_NODELAY: '1' });
  return {
    dicomPort,
    httpUrl: `http://127.0.0.1:${httpPort}`,
    aeTitle: 'ANY',
    pids: [...peer.pids, ...(database === undefined ? [] : [database.pid])],
    stop: async () => {
      await peer.stop();
      await database?.stop();
    },
  };
}

/** Starts DCMTK's storescp, one process per association, writing what it receives bit by bit. */
export async function startStorescp(dir: string): Promise<PeerProcess> {
  mkdirSync(dir, { recursive: true });
  const port = await freePort();
  const args = ['--fork', '+B', '-pdu', '131072', '-aet', 'ANY', '-od', dir, String(port)];
  return startServer('storescp', args, port, { TCP_NODELAY: '1' });
}

/** Starts a C-STORE SCP that drops what it gets and refuses what is shorter, for what is measured on the sender's side. */
export async function startDiscardScp(leastBytes: number): Promise<PeerProcess> {
  const port = await freePort();
  const args = [join(import.meta.dirname, 'dimse/discard-scp.ts'), port, 131_072, leastBytes].map(String);
  return startServer(process.execPath, args, port, {});
}

/** Starts a Node script that listens on a port and writes to a folder. */
export async function startScript(script: string, dir: string, ...args: readonly string[]): Promise<PeerProcess> {
  mkdirSync(dir, { recursive: true });
  const port = await freePort();
  return startServer(process.execPath, [join(import.meta.dirname, script), String(port), dir, ...args], port, {});
}

/** Installs the npm packages of the JavaScript peers, once. */
export function installJavaScriptPeers(): void {
  const folder = join(import.meta.dirname, 'peers');
  if (existsSync(join(folder, 'node_modules/dcmjs-dimse'))) return;
  execFileSync('npm', ['ci', '--no-audit', '--no-fund', '--ignore-scripts'], { cwd: folder, stdio: 'ignore' });
}

async function startServer(command: string, args: readonly string[], port: number, env: Record<string, string>) {
  const child = spawn(command, args, { env: { ...process.env, ...env }, stdio: 'ignore' });
  const { pid } = child;
  if (pid === undefined) throw new Error(`${command} could not be started`);
  await portOpen(port, child);
  return { dicomPort: port, httpUrl: undefined, aeTitle: 'ANY', pids: [pid], stop: () => stopProcess(child, pid) };
}

async function stopProcess(child: ChildProcess, pid: number): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  process.kill(pid, 'SIGTERM');
  await ended;
}

async function portOpen(port: number, child: ChildProcess): Promise<void> {
  for (let tries = 0; tries < 300; tries += 1) {
    if (child.exitCode !== null) throw new Error(`a peer ended with code ${child.exitCode}`);
    const open = await new Promise<boolean>((resolve) => {
      const socket = connect({ port, host: '127.0.0.1' }, () => resolve(true));
      socket.on('error', () => resolve(false)).on('connect', () => socket.destroy());
    });
    if (open) return;
    await delay(50);
  }
  throw new Error(`port ${port} did not open`);
}

export async function freePort(): Promise<number> {
  const { createServer } = await import('node:net');
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

/** A PostgreSQL for Orthanc, from the machine's binaries, with default durability; root runs it as `postgres`. */
async function startPostgres(dir: string, port: number): Promise<{ pid: number; stop(): Promise<void> }> {
  const versions = readdirSync('/usr/lib/postgresql').sort((left, right) => Number(left) - Number(right));
  const bin = `/usr/lib/postgresql/${versions.at(-1)}/bin`;
  const user: { uid?: number; gid?: number } = process.getuid?.() === 0 ? userIds('postgres') : {};
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  if (user.uid !== undefined && user.gid !== undefined) chownSync(dir, user.uid, user.gid);
  const run = { cwd: '/', ...user, stdio: 'ignore' as const };
  execFileSync(`${bin}/initdb`, ['-D', dir, '-A', 'trust', '-U', 'postgres'], run);
  const args = ['-D', dir, '-p', String(port), '-k', '/tmp', '-c', 'listen_addresses=127.0.0.1'];
  const child = spawn(`${bin}/postgres`, args, run);
  await portOpen(port, child);
  const psql = ['-h', '127.0.0.1', '-p', String(port), '-U', 'postgres', '-qc'];
  for (let tries = 0; ; tries += 1) {
    try {
      execFileSync('psql', [...psql, "create role orthanc login password 'orthanc'"], { stdio: 'ignore' });
      break;
    } catch (error) {
      if (tries === 50) throw error; // it listens a moment before it takes connections
      await delay(100);
    }
  }
  execFileSync('psql', [...psql, 'create database orthanc owner orthanc'], { stdio: 'ignore' });
  const { pid } = child;
  if (pid === undefined) throw new Error('PostgreSQL could not be started');
  return {
    pid,
    stop: async () => {
      const ended = once(child, 'exit');
      process.kill(pid, 'SIGINT');
      await ended;
    },
  };
}

function userIds(name: string): { uid: number; gid: number } {
  const id = (flag: string) => Number(execFileSync('id', [flag, name], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}
