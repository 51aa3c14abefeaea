/** Sends an alert by mail over SMTP. Without TLS only where that is configured. */

import { createTransport } from 'nodemailer';

const timeoutMs = 10_000;

export type MailOptions = {
  readonly host: string;
  readonly port: number;
  /** `tls` from the first byte, `starttls` required, `none` for a relay on this machine. */
  readonly security: 'tls' | 'starttls' | 'none';
  readonly user?: string | undefined;
  readonly password?: string | undefined;
  readonly from: string;
};

export type Mail = { readonly to: readonly string[]; readonly subject: string; readonly text: string };

export async function sendMail({ to, subject, text }: Mail, options: MailOptions): Promise<void> {
  const { host, port, security, user, password, from } = options;
  const transport = createTransport({
    host,
    port,
    secure: security === 'tls',
    requireTLS: security === 'starttls',
    ignoreTLS: security === 'none',
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    ...(user !== undefined && { auth: { user, pass: password ?? '' } }),
    // Text only: nothing is read from files or addresses on behalf of a message.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  try {
    await transport.sendMail({ from, to: [...to], subject, text });
  } finally {
    transport.close();
  }
}
