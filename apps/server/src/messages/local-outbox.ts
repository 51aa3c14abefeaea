/**
 * A folder that takes messages instead of a server, for developers and tests to read: one JSON file each, readable by the
 * node's own user only. It holds links and codes, so it is off unless `messages.outboxDir` is set, and never used for a
 * channel that has a server.
 */

import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { MessageChannel } from './channels.ts';
import type { MessageChannelKind } from './tables.ts';

export function createLocalOutbox(dir: string, kind: MessageChannelKind): MessageChannel {
  return {
    async send({ id, to, subject, text }) {
      await mkdir(dir, { recursive: true, mode: 0o700 });
      const path = join(dir, `${String(id).padStart(9, '0')}-${kind}.json`);
      const content = kind === 'mail' ? { channel: kind, to, subject, text } : { channel: kind, to, text };
      await writeFile(`${path}.part`, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 });
      // Whoever watches the folder sees a whole message or none.
      await rename(`${path}.part`, path);
    },
  };
}
