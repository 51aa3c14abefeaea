/**
 * Log lines: JSON for programs, plain lines for a person at a terminal.
 *
 * The technical log never holds identity. Errors are therefore not written as they come: the driver's errors carry
 * rows and keys, a JSON syntax error quotes its input, and any library may put a value into its message. Messages pass
 * only from our own error classes, which promise to hold no value, and from faults of the program itself.
 * Who did what to which study is the audit trail's matter (`audit/`).
 */

import pino from 'pino';

/** What every feature logs to: the part of pino's logger that is used. */
export type Logger = {
  debug(details: object, message: string): void;
  info(details: object, message: string): void;
  warn(details: object, message: string): void;
  error(details: object, message: string): void;
};

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

export type LogOptions = {
  readonly level: LogLevel;
  /** `lines` for a person, `json` one object a line. */
  readonly format: 'lines' | 'json';
  /** In every line, where several gateways write to one place. */
  readonly gateway?: string | undefined;
  /** Takes each line with its newline. */
  readonly write: (line: string) => void;
};

/** Members that are never written, wherever somebody logs an object that has them. */
const secrets = ['authorization', 'cookie', 'password', 'token', 'secret'];

/** Error classes of this project; a test compares the list with the sources. */
export const ownErrors: ReadonlySet<string> = new Set([
  'AccessDenied',
  'AccessError',
  'ArchiveError',
  'AuditError',
  'BackupError',
  'CareTeamError',
  'ConfigError',
  'DeidError',
  'DeidRunError',
  'DeliveryError',
  'DicomError',
  'DimseError',
  'ErasureError',
  'HoldError',
  'HttpProblem',
  'ImportError',
  'IndexFellBehind',
  'IsocenterDatabaseError',
  'MailError',
  'MessageError',
  'NoMatch',
  'PeerError',
  'PixelsError',
  'PostError',
  'QueryError',
  'RenderingError',
  'ReportFailed',
  'RetrievalError',
  'RuleError',
  'ScanRefusal',
  'SendError',
  'SourceError',
  'StorageError',
  'TrashError',
  'VerificationError',
]);

/** Faults of the program, whose messages name members and never hold what was in them, unless they have a code. */
const programFaults = new Set(['TypeError', 'ReferenceError', 'AggregateError']);

const maxCauses = 4;

export type ErrorDescription = {
  readonly name: string;
  readonly code?: string;
  readonly message?: string;
  /** Where a statement failed: schema objects, never rows. */
  readonly table?: string;
  readonly constraint?: string;
  /** Innermost first. */
  readonly at?: readonly string[];
  readonly cause?: ErrorDescription;
};

export function createLogger(options: LogOptions): pino.Logger {
  const write = options.format === 'json' ? options.write : (line: string) => options.write(formatLine(line));
  return pino(
    {
      level: options.level,
      base: options.gateway === undefined ? null : { gateway: options.gateway },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { err: describeError },
      redact: { paths: [...secrets, ...secrets.map((name) => `*.${name}`)], remove: true },
    },
    { write },
  );
}

/** Returns what may be written about an error: class, code and place always, its message only where that is harmless. */
export function describeError(error: unknown, depth = 0): ErrorDescription {
  if (!(error instanceof Error)) return { name: typeof error };
  const has = (member: string): string | undefined => {
    const value: unknown = Reflect.get(error, member);
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const code = has('code');
  const isSystemError = has('syscall') !== undefined;
  const isHarmless =
    ownErrors.has(error.name) || isSystemError || (programFaults.has(error.name) && code === undefined);
  const frames = (error.stack ?? '').split('\n').flatMap((line) => /^\s+at (.*)$/.exec(line)?.[1] ?? []);
  const isStatementError = has('severity') !== undefined;
  return {
    name: error.name,
    ...(code === undefined ? {} : { code }),
    ...(isHarmless ? { message: error.message } : {}),
    ...(isStatementError ? pick({ table: has('table'), constraint: has('constraint') }) : {}),
    ...(frames.length === 0 ? {} : { at: frames }),
    ...(error.cause === undefined || depth >= maxCauses ? {} : { cause: describeError(error.cause, depth + 1) }),
  };
}

function pick(members: Readonly<Record<string, string | undefined>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(members).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

/** Turns one JSON line into `03:12:01 warn  message  key=value`, with an error's chain on lines of their own. */
function formatLine(json: string): string {
  // The line comes from pino, one object.
  const { time, level, msg, err, ...rest } = JSON.parse(json) as Record<string, unknown> & { err?: ErrorDescription };
  const details = Object.entries(rest).map(
    ([name, value]) => ` ${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`,
  );
  const head = `${String(time).slice(11, 19)} ${String(level).padEnd(5)} ${String(msg)}${details.join('')}\n`;
  return head + formatChain(err, level === 'error');
}

function formatChain(error: ErrorDescription | undefined, withPlace: boolean): string {
  if (error === undefined) return '';
  const title = [error.name, error.code, error.message].filter((part) => part !== undefined).join(': ');
  const place = withPlace ? (error.at ?? []).map((frame) => `           at ${frame}\n`).join('') : '';
  return `         ${title}\n${place}${formatChain(error.cause, withPlace)}`;
}
