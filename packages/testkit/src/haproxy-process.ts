/** HAProxy before several gateways, as the handbook sets it up: TCP for DICOM, HTTP for the rest, each asked whether it is ready. */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { findFreePort } from './peer-listener.ts';

const program = '/usr/sbin/haproxy';
const startTimeoutMs = 60_000;
const pollMs = 20;

export type BalancedGateway = { readonly name: string; readonly dicomPort: number; readonly httpPort: number };

export type HaproxyProcess = {
  readonly dicomPort: number;
  /** `http://127.0.0.1:PORT` */
  readonly http: string;
  stop(): Promise<void>;
};

/** `['haproxy']` where the machine lacks it. */
export function findMissingHaproxy(): readonly string[] {
  return existsSync(program) ? [] : ['haproxy'];
}

export async function startHaproxy(gateways: readonly BalancedGateway[]): Promise<HaproxyProcess> {
  const folder = mkdtempSync(join(tmpdir(), 'isocenter-haproxy-'));
  const [dicomPort, httpPort] = [await findFreePort(), await findFreePort()];
  const file = join(folder, 'haproxy.cfg');
  writeFileSync(file, configurationOf(gateways, { dicomPort, httpPort }));
  // In the foreground, one process. It says on standard error which gateway is down, which tests bring about all the time.
  const child = spawn(program, ['-db', '-f', file], { stdio: 'ignore' });
  const ended = once(child, 'exit');
  for (let waitedMs = 0; !(await accepts(dicomPort)); waitedMs += pollMs) {
    if (child.exitCode !== null || waitedMs > startTimeoutMs) throw new Error('haproxy did not start');
    await delay(pollMs);
  }
  return {
    dicomPort,
    http: `http://127.0.0.1:${httpPort}`,
    async stop() {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function configurationOf(gateways: readonly BalancedGateway[], ports: { dicomPort: number; httpPort: number }): string {
  const check = 'check inter 250ms fall 1 rise 1 on-marked-down shutdown-sessions';
  const servers = (port: (gateway: BalancedGateway) => number) =>
    gateways.map((gateway) => `  server ${gateway.name} 127.0.0.1:${port(gateway)} ${check} port ${gateway.httpPort}`);
  return [
    'defaults',
    '  timeout connect 2s',
    '  timeout check 3s',
    '  timeout client 1m',
    '  timeout server 1m',
    '  retries 3',
    '  option redispatch',
    '  option httpchk GET /readyz',
    'frontend dicom',
    '  mode tcp',
    `  bind 127.0.0.1:${ports.dicomPort}`,
    '  default_backend dicom',
    'backend dicom',
    '  mode tcp',
    '  balance roundrobin',
    ...servers((gateway) => gateway.dicomPort),
    'frontend web',
    '  mode http',
    `  bind 127.0.0.1:${ports.httpPort}`,
    '  default_backend web',
    'backend web',
    '  mode http',
    '  balance roundrobin',
    ...servers((gateway) => gateway.httpPort),
    '',
  ].join('\n');
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const end = (isThere: boolean) => {
      socket.destroy();
      resolve(isThere);
    };
    socket.once('connect', () => end(true));
    socket.once('error', () => end(false));
  });
}
