/**
 * `isocenter send`: sends DICOM files and folders to a peer, as a scanner would, and may ask it to commit to them.
 *
 * Results go to standard output, a line for every object with `--json`; the bar goes to standard error. The exit code
 * is 1 when anything that should have been sent was not.
 */

import { setTimeout as delay } from 'node:timers/promises';
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { DicomFile, Unsendable } from '../sending/dicom-file.ts';
import type { Scan } from '../sending/scan-files.ts';
import type { FileOutcome, SendOptions } from '../sending/send-files.ts';
import { type PriorityOptions, withPriorityOption } from './asking-options.ts';
import { type CommandContext, openCommand } from './command.ts';
import { createProgressBar } from './progress-bar.ts';
import { chooseTarget, requireTarget, type TargetOptions, withTargetOptions } from './target-options.ts';

/** Failures that a person is shown one by one; `--json` has them all. */
const listedFailures = 20;

type SendCommandOptions = TargetOptions &
  PriorityOptions & {
    readonly commit?: boolean;
    readonly commitWait: number;
  };

export function registerSend(program: Command): void {
  const command = program
    .command('send')
    .description('send DICOM files and folders to a peer')
    .argument('<path...>', 'files, and folders with everything below them')
    .option('--commit', 'ask the peer afterwards to commit to what it took, and wait for its report')
    .addOption(
      new Option('--commit-wait <seconds>', 'how long to wait for the report').argParser(parseSeconds).default(120),
    )
    .addHelpText(
      'after',
      `
Examples:
  isocenter send /media/cdrom --to pacs.example:104 --aet PACS
  isocenter send study/ more.dcm --peer Archive
  isocenter send study/ --peer Archive --commit

Files that are no DICOM objects are left out. The exit code is 1 when an object could not be sent, or was not committed
to. A report on an association of the peer's own reaches the node that runs on this data, under its AE title.`,
    );
  withTargetOptions(withPriorityOption(command)).action(
    async (paths: readonly string[], options: SendCommandOptions) => {
      requireTarget(command, options);
      await send(paths, options);
    },
  );
}

async function send(paths: readonly string[], options: SendCommandOptions): Promise<void> {
  const context = await openCommand(options, 'warn');
  const { output } = context;
  const { scanFiles } = await import('../sending/scan-files.ts');
  const { SendError } = await import('../sending/send-error.ts');
  const target = await chooseTarget(context, options);
  const bar = createProgressBar(process.stderr);
  const scan = await scanFiles(paths, (found) => output.json || bar.show(0, `${found} objects found`));
  bar.clear();
  for (const { path, code } of scan.skipped) output.event('skipped', { path, code });
  for (const { path, code } of scan.unsendable) output.event('failed', { path, code, message: reasons[code] });
  if (scan.files.length === 0 && scan.unsendable.length === 0) {
    throw new SendError('nothing-to-send', 'there are no DICOM objects in what was named');
  }
  const sent = await sendScanned(context, scan, {
    target,
    ...(options.priority !== undefined && { priority: options.priority }),
  });
  if (options.commit === true && sent.length > 0) {
    const { commit } = await import('./commit.ts');
    await commit(context, { target, instances: sent, waitMs: options.commitWait * 1000 });
  }
}

/** Returns what the peer took. */
async function sendScanned(
  { output }: CommandContext,
  scan: Scan,
  to: Pick<SendOptions, 'target' | 'priority'>,
): Promise<readonly DicomFile[]> {
  const { sendFiles } = await import('../sending/send-files.ts');
  const bar = createProgressBar(process.stderr);
  const startedAt = performance.now();
  const totalBytes = scan.files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  const counts = { sent: 0, failed: scan.unsendable.length, skipped: scan.skipped.length, bytes: 0 };
  const taken: DicomFile[] = [];
  const failures: Failure[] = scan.unsendable.map(({ path, code }) => ({ path, code, message: reasons[code] }));
  let doneBytes = 0;
  let begunBytes = 0;
  const show = () => {
    if (output.json) return;
    const { sent, failed } = counts;
    const rate = megabytes((doneBytes + begunBytes) / ((performance.now() - startedAt) / 1000));
    bar.show((doneBytes + begunBytes) / totalBytes, `${sent + failed} of ${scan.files.length} objects, ${rate}/s`);
  };
  const outcomes = sendFiles(scan.files, {
    ...to,
    pause: (ms) => delay(ms),
    onBytes(lengthBytes) {
      begunBytes += lengthBytes;
      show();
    },
    onLost(reason, pauseMs) {
      begunBytes = 0;
      bar.clear();
      output.event('lost', { code: reason.code, pauseMs });
      if (!output.json) process.stderr.write(`${reason.message}; trying again in ${pauseMs / 1000} s\n`);
    },
  });
  for await (const outcome of outcomes) {
    begunBytes = 0;
    doneBytes += outcome.file.sizeBytes;
    report(outcome, output);
    if (outcome.kind === 'sent') {
      counts.sent += 1;
      taken.push(outcome.file);
      counts.bytes += outcome.file.sizeBytes;
    } else {
      counts.failed += 1;
      const { file, code, message, errorComment } = outcome;
      failures.push({ path: file.path, code, message, ...(errorComment !== undefined && { comment: errorComment }) });
    }
    show();
  }
  bar.clear();
  const seconds = (performance.now() - startedAt) / 1000;
  output.event('summary', { ...counts, seconds: Math.round(seconds * 1000) / 1000 });
  list(failures, output);
  output.line(summary(counts, seconds));
  if (counts.failed > 0) process.exitCode = 1;
  return taken;
}

function report(outcome: FileOutcome, output: CommandContext['output']): void {
  const { path, sopInstanceUid } = outcome.file;
  if (outcome.kind === 'sent') {
    output.event('sent', { path, sopInstanceUid, status: outcome.status });
    return;
  }
  const { code, message, status, errorComment } = outcome;
  output.event('failed', { path, sopInstanceUid, code, message, status, errorComment });
}

type Failure = { readonly path: string; readonly code: string; readonly message: string; readonly comment?: string };

const reasons: Readonly<Record<Unsendable['code'], string>> = {
  empty: 'the file is empty',
  'not-dicom': 'this is no DICOM file',
  dicomdir: 'a DICOMDIR lists objects and is none',
  unreadable: 'the header cannot be read',
  'missing-uid': 'the file does not say which object it is',
  'file-unreadable': 'the file is not there or cannot be read',
};

/** What concerns the peer and not a file is said once. */
const hints: Readonly<Record<string, string>> = {
  'connection-failed': 'check host and port, and whether the peer runs',
  'tls-failed': 'check the certificates of both sides, dicomTls.caFile, and whether the peer uses TLS on this port',
  'association-rejected': 'check both AE titles, and whether the peer knows this one',
};

function list(failures: readonly Failure[], output: CommandContext['output']): void {
  const single = failures.filter(({ code }) => hints[code] === undefined);
  for (const { path, code, message, comment } of single.slice(0, listedFailures)) {
    output.line(`FAILED  ${path}\n        ${code}: ${message}${comment === undefined ? '' : `, «${comment}»`}`);
  }
  const unlisted = single.length - listedFailures;
  if (unlisted > 0) output.line(`and ${unlisted} more; --json lists all`);
  for (const [code, hint] of Object.entries(hints)) {
    const [first, ...more] = failures.filter((failure) => failure.code === code);
    if (first === undefined) continue;
    output.line(`FAILED  ${more.length + 1} objects\n        ${code}: ${first.message}; ${hint}`);
  }
}

function summary(counts: { sent: number; failed: number; skipped: number; bytes: number }, seconds: number): string {
  const failed = counts.failed === 0 ? '' : `, ${counts.failed} failed`;
  const skipped = counts.skipped === 0 ? '' : `, ${counts.skipped} files left out that are no objects`;
  const volume = `${megabytes(counts.bytes)} in ${seconds.toFixed(1)} s, ${megabytes(counts.bytes / seconds)}/s`;
  return `${counts.sent} objects sent${failed}${skipped} (${volume})`;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}

function parseSeconds(text: string): number {
  const seconds = Number(text);
  if (!Number.isInteger(seconds) || seconds < 1 || seconds > 86_400) throw new InvalidArgumentError('1 to 86400.');
  return seconds;
}
