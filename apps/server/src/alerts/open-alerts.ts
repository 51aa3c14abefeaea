/** Watches for alerts as it is configured: a channel without an address is not used. */

import type { Kysely } from 'kysely';
import type { Config } from '../config/settings.ts';
import type { Database } from '../database/schema.ts';
import type { Logger } from '../logging.ts';
import type { MoverStatus } from '../object-store/mover.ts';
import type { SpaceWatch } from '../space/space-watch.ts';
import { AlertWatch, type AlertWatchOptions } from './alert-watch.ts';

export type AlertSources = {
  readonly db: Kysely<Database>;
  readonly logger: Logger;
  readonly now: () => Date;
  readonly space: SpaceWatch;
  readonly moves: () => MoverStatus | undefined;
  readonly leads: () => boolean;
};

export function openAlerts(config: Config, { space, ...sources }: AlertSources): AlertWatch {
  return new AlertWatch({
    ...sources,
    space: () => space.space,
    silentAfterHours: config.alerts.silentAfterHours,
    nodeName: config.http.publicUrl ?? config.dicom.aet,
    mail: mailOf(config),
    webhook: webhookOf(config),
  });
}

function mailOf({ mail, alerts }: Config): AlertWatchOptions['mail'] {
  if (mail.host === undefined || alerts.mailTo.length === 0) return undefined;
  const { host, port, security, user, password, from } = mail;
  return { host, port, security, user, password, from: from ?? `isocenter@${host}`, to: alerts.mailTo };
}

function webhookOf({ alerts }: Config): AlertWatchOptions['webhook'] {
  const { webhookUrl: url, webhookSecret: secret, webhookAllowPrivate: allowPrivate } = alerts;
  return url === undefined || secret === undefined ? undefined : { url, secret, allowPrivate };
}
