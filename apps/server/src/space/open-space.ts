/** Watches the room of a data folder as it is configured. */

import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '../config/settings.ts';
import type { Metrics } from '../http/metrics.ts';
import type { Logger } from '../logging.ts';
import { quarantineDir } from '../uploads/quarantine-files.ts';
import { SpaceWatch } from './space-watch.ts';

export async function openSpace(config: Config, metrics: Metrics, logger: Logger): Promise<SpaceWatch> {
  const { maxBytes, reserveBytes, warnPercent } = config.storage;
  const blobs = join(config.data.dir, 'blobs');
  // Before anything is stored there: what moves from the disk asks how much room it has.
  await mkdir(blobs, { recursive: true, mode: 0o700 });
  const watch = await SpaceWatch.start({
    folders: [config.data.dir, blobs],
    counted: [
      join(blobs, 'segments'),
      join(blobs, 'objects'),
      join(config.data.dir, 'spools'),
      quarantineDir(config.data.dir),
    ],
    limits: { maxBytes, reserveBytes, warnPercent },
    logger,
  });
  measureSpace(metrics, watch);
  return watch;
}

function measureSpace(metrics: Metrics, watch: SpaceWatch): void {
  const gauge = (name: string, help: string, value: () => number) =>
    new metrics.Gauge({
      name,
      help,
      registers: [metrics.registry],
      collect() {
        this.set(value());
      },
    });
  gauge(
    'isocenter_storage_free_bytes',
    'Free bytes of the file system with the least room',
    () => watch.space.freeBytes,
  );
  gauge('isocenter_storage_room_bytes', 'Bytes that can still be stored', () => watch.space.roomBytes);
  gauge('isocenter_storage_full', '1 while objects are refused for want of room', () => (watch.isFull ? 1 : 0));
}
