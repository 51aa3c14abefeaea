/** Watches for alerts as it is configured: a channel without an address is not used. */

import type { Kysely } from 'kysely';
import type { Config } from '../config/settings.ts';
import type { Database } from '../database/schema.ts';
import type { Logger } from '../logging.ts';
import type { MoverStatus } from '../object-store/mover.ts';
import type { SpaceWatch } from '../space/space-watch.ts';
import { AlertWatch } from './alert-watch.ts';
import { readChannels } from './channels.ts';

export type AlertSources = {
  readonly db: Kysely<Database>;
  readonly logger: Logger;
  readonly now: () => Date;
  readonly space: SpaceWatch;
  readonly moves: () => MoverStatus | undefined;
  readonly leads: () => boolean;
};

export function openAlerts(config: Config, { space, ...sources }: AlertSources): AlertWatch {
  const watch = new AlertWatch({
    ...sources,
    ...readChannels(config),
    space: () => space.space,
    silentAfterHours: config.alerts.silentAfterHours,
  });
  space.events.on('level', () => watch.wake());
  return watch;
}
