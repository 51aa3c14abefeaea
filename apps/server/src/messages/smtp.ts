/** Sends one mail over SMTP, as text. Without TLS only where that is configured. Who is told what is decided elsewhere. */

import { createTransport } from 'nodemailer';
import { isTlsFailure } from './tls-failure.ts';

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

export type MailErrorCode = 'not-resolved' | 'not-reached' | 'tls-failed' | 'sign-in-refused' | 'refused' | 'not-sent';

export class MailError extends Error {
  override readonly name = 'MailError';
  readonly code: MailErrorCode;
  /** The server says that trying again is of no use: a reply of 5xx to the envelope or the message, RFC 5321 §4.2.1. */
  readonly isPermanent: boolean;

  constructor(code: MailErrorCode, cause: unknown) {
    super(`mail: ${code}`, { cause });
    this.code = code;
    this.isPermanent = code === 'refused' && isPermanentReply(cause);
  }
}

/** By the codes of nodemailer. */
const codes: Readonly<Record<string, MailErrorCode>> = {
  EDNS: 'not-resolved',
  ECONNECTION: 'not-reached',
  ETIMEDOUT: 'not-reached',
  ESOCKET: 'not-reached',
  ETLS: 'tls-failed',
  EAUTH: 'sign-in-refused',
  ENOAUTH: 'sign-in-refused',
  EENVELOPE: 'refused',
  EMESSAGE: 'refused',
};

export type Mail = { readonly to: readonly string[]; readonly subject: string; readonly text: string };

/** @throws MailError */
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
  } catch (error) {
    throw new MailError(codeOf(error), error);
  } finally {
    transport.close();
  }
}

function codeOf(error: unknown): MailErrorCode {
  if (!(error instanceof Error) || !('code' in error)) return 'not-sent';
  if ('originalCode' in error && isTlsFailure(error.originalCode)) return 'tls-failed';
  return codes[String(error.code)] ?? 'not-sent';
}

function isPermanentReply(error: unknown): boolean {
  if (!(error instanceof Error) || !('responseCode' in error)) return false;
  return typeof error.responseCode === 'number' && error.responseCode >= 500;
}
