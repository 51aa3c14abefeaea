/**
 * Certificates, keys and authorities in files that other programs renew: by replacing a file, a link, or the folder that
 * a link names. All of these change an entry of the folder that the configured path lies in, so the folders are watched.
 *
 * What does not fit together, as in the moment between two writes, is left alone and the old content stays in use.
 */

import { type FSWatcher, readFileSync, watch } from 'node:fs';
import { dirname } from 'node:path';
import type { Logger } from './logging.ts';

/** Writers of several files finish within this time; the last event counts. */
const settleMs = 100;

/**
 * Calls `reload` whenever the content of one of the files has changed; it throws where the files do not fit together.
 * Returns what ends the watching.
 */
export function watchTlsFiles(files: readonly string[], reload: () => void, logger: Logger): () => void {
  let timer: NodeJS.Timeout | undefined;
  let current = contentOf(files);

  function look(): void {
    const next = contentOf(files);
    if (next === undefined || next === current) return;
    try {
      reload();
      current = next;
      logger.info({}, 'the TLS certificate was reloaded');
    } catch (error) {
      logger.warn({ err: error }, 'the changed TLS files do not fit together; the old certificate stays in use');
    }
  }

  const watchers: FSWatcher[] = [...new Set(files.map(dirname))].map((folder) =>
    watch(folder, { persistent: false }, () => {
      clearTimeout(timer);
      timer = setTimeout(look, settleMs).unref();
    }),
  );
  return () => {
    clearTimeout(timer);
    for (const watcher of watchers) watcher.close();
  };
}

function contentOf(files: readonly string[]): string | undefined {
  try {
    return files.map((file) => readFileSync(file, 'latin1')).join('');
  } catch {
    return undefined; // In the moment of being replaced.
  }
}
