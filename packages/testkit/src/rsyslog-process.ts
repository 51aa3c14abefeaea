/** rsyslog as an audit repository: syslog over TLS (RFC 5425), client certificates required, every message a line of a file. */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { CertificateFiles } from './certificates.ts';

const program = '/usr/sbin/rsyslogd';
const tlsDriver = '/usr/lib/x86_64-linux-gnu/rsyslog/lmnsd_ossl.so';
const startTimeoutMs = 60_000;
const pollMs = 20;

export type RsyslogProcess = {
  /** Messages as they came, without their frames. */
  messages(): readonly string[];
  stop(): Promise<void>;
};

/** `['rsyslog', …]` where the machine lacks it. */
export function findMissingRsyslog(): readonly string[] {
  const missing = existsSync(program) ? [] : ['rsyslog'];
  return process.arch === 'x64' && !existsSync(tlsDriver) ? [...missing, 'rsyslog-openssl'] : missing;
}

export type RsyslogOptions = {
  readonly folder: string;
  readonly port: number;
  readonly authority: CertificateFiles;
  readonly certificate: CertificateFiles;
};

/** What was received before in the same folder is kept. */
export async function startRsyslog({ folder, port, authority, certificate }: RsyslogOptions): Promise<RsyslogProcess> {
  const config = join(folder, 'rsyslog.conf');
  const received = join(folder, 'received.log');
  writeFileSync(
    config,
    `global(workDirectory="${folder}" maxMessageSize="64k" defaultNetstreamDriver="ossl"
       defaultNetstreamDriverCAFile="${authority.certFile}"
       defaultNetstreamDriverCertFile="${certificate.certFile}" defaultNetstreamDriverKeyFile="${certificate.keyFile}")
     module(load="imtcp" streamDriver.name="ossl" streamDriver.mode="1" streamDriver.authMode="x509/certvalid")
     template(name="raw" type="string" string="%rawmsg-after-pri%\\n")
     ruleset(name="store") { action(type="omfile" file="${received}" template="raw" asyncWriting="off") }
     input(type="imtcp" address="127.0.0.1" port="${port}" ruleset="store")\n`,
  );
  const child = spawn(program, ['-n', '-f', config, '-i', 'NONE'], { stdio: 'ignore' });
  const ended = once(child, 'exit');
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
    await ended;
  };
  for (let waitedMs = 0; !(await accepts(port)); waitedMs += pollMs) {
    if (child.exitCode !== null || waitedMs > startTimeoutMs) {
      await stop();
      throw new Error('rsyslog did not start');
    }
    await delay(pollMs);
  }
  return {
    messages: () => (existsSync(received) ? readFileSync(received, 'utf8').trimEnd().split('\n') : []),
    stop,
  };
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
