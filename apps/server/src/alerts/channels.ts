/**
 * The channels as they are configured. Each needs two settings: one of them alone is a channel that somebody believes to
 * have, so what is missing is told at the start, by `isocenter doctor` and on the page.
 */

import type { ChannelSetting } from '@isocenter/contract/alerts';
import type { Config } from '../config/settings.ts';
import type { MailOptions } from '../messages/smtp.ts';
import type { WebhookOptions } from './webhook.ts';

export type Channels = {
  /** How a message calls this node. */
  readonly nodeName: string;
  readonly mail: (MailOptions & { readonly to: readonly string[] }) | undefined;
  readonly webhook: WebhookOptions | undefined;
};

/** Returns those that can be used; a channel that lacks a setting is not. */
export function readChannels({ http, dicom, mail, alerts }: Config): Channels {
  const { host, port, security, user, password, from } = mail;
  const { mailTo: to, webhookUrl: url, webhookSecret: secret, webhookAllowPrivate: allowPrivate } = alerts;
  return {
    nodeName: http.publicUrl ?? dicom.aet,
    mail:
      host === undefined || to.length === 0
        ? undefined
        : { host, port, security, user, password, from: from ?? `isocenter@${host}`, to },
    webhook: url === undefined || secret === undefined ? undefined : { url, secret, allowPrivate },
  };
}

/** Returns of each channel which of its settings are there; a channel without any is not wanted. */
export function listChannelSettings({ mail, alerts }: Pick<Config, 'mail' | 'alerts'>): readonly ChannelSetting[] {
  return [
    settingOf('mail', { 'alerts.mailTo': alerts.mailTo.length > 0, 'mail.host': mail.host !== undefined }),
    settingOf('webhook', {
      'alerts.webhookUrl': alerts.webhookUrl !== undefined,
      'alerts.webhookSecret': alerts.webhookSecret !== undefined,
    }),
  ];
}

function settingOf(channel: ChannelSetting['channel'], isSet: Readonly<Record<string, boolean>>): ChannelSetting {
  const names = Object.keys(isSet);
  const missing = names.filter((name) => isSet[name] !== true);
  return { channel, isOn: missing.length === 0, set: names.filter((name) => isSet[name] === true), missing };
}
