/**
 * A master key in custody: it lies on no disk, and custodians give their shares to each process that needs it, over a socket that
 * only the node's user can reach. Joined it is in memory only. `custody.json` says how many shares are needed, and of which
 * set; it is worth nothing to anybody.
 */

import { createSecretKey, type KeyObject } from 'node:crypto';
import { chmodSync, existsSync, lstatSync, readFileSync, rmSync } from 'node:fs';
import { createConnection, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import type { Logger } from '../logging.ts';
import { encodeShare, joinShares, parseShare, type Share } from './key-shares.ts';
import type { MasterKeySource } from './master-key-source.ts';
import { MasterKeys } from './master-keys.ts';
import { StorageError } from './storage-error.ts';

export const custodyName = 'custody.json';
const socketName = 'custody.sock';
/** `sun_path` of Linux, with its end. */
const maxSocketPath = 107;
const maxLineBytes = 1_024;
const idleMs = 10_000;

export type Custody = { readonly set: string; readonly needed: number };

export function readCustody(dir: string): Custody {
  const json: unknown = JSON.parse(readFileSync(join(dir, custodyName), 'utf8'));
  if (typeof json === 'object' && json !== null && 'set' in json && 'needed' in json) {
    const { set, needed } = json;
    if (typeof set === 'string' && typeof needed === 'number') return { set, needed };
  }
  throw new StorageError('key-file-missing', `${custodyName} is damaged`);
}

/** Waits until as many custodians as are needed have given their shares; nothing else gives the keys. */
export async function openCustodyKeys(dir: string, logger: Pick<Logger, 'info' | 'warn'>): Promise<MasterKeySource> {
  const key = await collectShares(dir, readCustody(dir), logger);
  return {
    keys: new MasterKeys([key]),
    followedAt: () => [],
    add: refuse,
    retire: () => Promise.resolve(0),
    close: () => undefined,
  };
}

/** A new key would be in shares that nobody has. */
function refuse(): Promise<never> {
  const message = 'The master key is in custody: isocenter keys join --to puts it back into its file first';
  return Promise.reject(new StorageError('key-in-custody', message));
}

function collectShares(
  dir: string,
  { set, needed }: Custody,
  logger: Pick<Logger, 'info' | 'warn'>,
): Promise<KeyObject> {
  const path = socketPath(dir);
  // Whoever owns the spool's lock is the only one to listen; what is there was left by a process that was killed.
  rmSync(path, { force: true });
  const given = new Map<number, Share>();
  const sockets = new Set<Socket>();
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => {
      sockets.add(socket.on('close', () => sockets.delete(socket)).on('error', () => undefined));
      takeLine(socket, (line) => {
        try {
          const share = parseShare(line);
          if (share.set !== set) throw new StorageError('shares-differ', 'This share is of another set');
          given.set(share.number, share);
          logger.info({ given: given.size, needed }, 'a custodian gave a share of the master key');
          socket.end(`${JSON.stringify({ given: given.size, needed })}\n`);
          if (given.size < needed) return;
          server.close();
          rmSync(path, { force: true });
          resolve(createSecretKey(joinShares([...given.values()])));
        } catch (error) {
          const code = error instanceof StorageError ? error.code : 'share-malformed';
          logger.warn({ code }, 'a share of the master key was refused');
          socket.end(`${JSON.stringify({ code })}\n`);
        }
      });
    });
    server.on('error', reject);
    const mask = process.umask(0o177);
    server.listen(path, () => {
      chmodSync(path, 0o600);
      logger.warn(
        { code: 'waits-for-shares', needed },
        'the master key is in custody: waiting for isocenter keys join',
      );
    });
    process.umask(mask);
  });
}

function takeLine(socket: Socket, done: (line: string) => void): void {
  let text = '';
  socket.setEncoding('utf8').setTimeout(idleMs, () => socket.destroy());
  socket.on('data', (piece: string) => {
    text += piece;
    if (text.length > maxLineBytes) socket.destroy();
    else if (text.includes('\n')) {
      socket.pause();
      done(text.slice(0, text.indexOf('\n')));
      text = '';
    }
  });
}

/**
 * Gives a share to the process that waits for it, and returns how many it has and needs.
 * @throws StorageError `nobody-waits`, `shares-differ`, `share-malformed`
 */
export async function giveShare(
  dir: string,
  text: string,
): Promise<{ readonly given: number; readonly needed: number }> {
  const path = socketPath(dir);
  const line = encodeShare(parseShare(text));
  // Not to somebody else who put a socket there.
  if (!existsSync(path) || lstatSync(path).uid !== process.getuid?.()) throw nobodyWaits();
  const answer = await new Promise<string>((resolve, reject) => {
    const socket = createConnection(path, () => socket.write(`${line}\n`));
    socket.on('error', () => reject(nobodyWaits()));
    takeLine(socket, resolve);
  });
  const json: unknown = JSON.parse(answer);
  if (typeof json === 'object' && json !== null && 'given' in json && 'needed' in json) {
    return { given: Number(json.given), needed: Number(json.needed) };
  }
  throw new StorageError('shares-differ', 'The node refused the share: it is of another set');
}

function nobodyWaits(): StorageError {
  return new StorageError('nobody-waits', 'no process waits for shares of this data folder: start the node first');
}

function socketPath(dir: string): string {
  const path = join(dir, socketName);
  if (Buffer.byteLength(path) < maxSocketPath) return path;
  throw new StorageError('out-of-range', 'data.dir is too long a path for a socket in it: use a shorter one');
}
