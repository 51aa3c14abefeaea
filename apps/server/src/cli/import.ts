/**
 * `isocenter import`: takes a folder of DICOM files, such as the storage of an archive that is left behind, into the
 * running node.
 *
 * Results go to standard output, a line for every file with `--json`; the bar goes to standard error. Paths are shown to
 * whoever typed the command, and are in no log. The exit code is 1 when a file that should have been stored was not.
 */

import { setTimeout as delay } from 'node:timers/promises';
import type { Command } from 'commander';
import type { OpenDatabase } from '../database/database.ts';
import type { ImportOutcome } from '../folder-import/import-files.ts';
import { type CommandContext, type CommonOptions, databaseOptions, openCommand, withCommonOptions } from './command.ts';
import { formatBytes, formatDuration } from './format.ts';
import { createProgressBar } from './progress-bar.ts';

/** Refused files that a person is shown one by one; `--json` has them all. */
const listedFiles = 20;

/** A token that ends by itself where this command is killed before it can take it back. */
const tokenDays = 30;

type ImportCommandOptions = CommonOptions & { readonly node?: string };

export function registerImport(program: Command): void {
  const command = program
    .command('import')
    .description('import folders of DICOM files into the running node')
    .argument('<path...>', 'files, and folders with everything below them')
    .option('--node <url>', 'address of the node (default: http.publicUrl, or http.host and http.port)')
    .addHelpText(
      'after',
      `
Example:
  isocenter import /var/lib/orthanc/db-v6 /mnt/old-pacs

The files stay as they are. What the node has already is not sent again; interrupted, it goes on where it was. Files
that are no DICOM objects, DICOMDIRs and links are left out. The exit code is 1 when a file was refused.`,
    );
  withCommonOptions(command).action(async (paths: readonly string[], options: ImportCommandOptions) => {
    const context = await openCommand(options, 'warn');
    const { openDatabase } = await import('../database/database.ts');
    const database = await openDatabase(databaseOptions(context, 'guest'));
    try {
      await importWithToken(context, database, { paths, nodeUrl: await nodeUrlOf(context, options) });
    } finally {
      await database.close();
    }
  });
}

type Wanted = { readonly paths: readonly string[]; readonly nodeUrl: string };

async function nodeUrlOf({ config }: CommandContext, { node }: ImportCommandOptions): Promise<string> {
  const { localUrl } = await import('../http/public-url.ts');
  const { http } = config;
  return (node ?? http.publicUrl ?? localUrl(http, http.port)).replace(/\/$/, '');
}

/** Whoever may run this may read the database anyway, so there is nobody to sign in. */
async function importWithToken(context: CommandContext, { db }: OpenDatabase, wanted: Wanted): Promise<void> {
  const { AuditTrail } = await import('../audit/trail.ts');
  const { addToken, endToken } = await import('../access/administration.ts');
  await assertAnswering(wanted.nodeUrl);
  const audit = new AuditTrail({ db, logger: context.logger });
  const administration = { db, now: () => new Date(), audit };
  const { id, secret } = await addToken(administration, {
    role: 'member',
    label: 'folder import',
    expiresInDays: tokenDays,
  });
  const counts = createCounts();
  let outcome: 'success' | 'failure' = 'failure';
  try {
    await importAndReport(context, db, { ...wanted, token: secret, counts });
    outcome = counts.refused === 0 ? 'success' : 'failure';
  } finally {
    await endToken(administration, id);
    const subject = { kind: 'system', name: 'command line' } as const;
    await audit.record({ action: 'folder:import', outcome, subject, details: { ...counts } });
    await audit.close();
  }
}

/** Before a token is made for nothing. */
async function assertAnswering(nodeUrl: string): Promise<void> {
  const { ImportError } = await import('../folder-import/import-error.ts');
  const message = `no node answers at ${nodeUrl}: start it, or name its address with --node`;
  const response = await fetch(`${nodeUrl}/healthz`).catch((cause: unknown) => {
    throw new ImportError('node-away', message, { cause });
  });
  if (!response.ok) throw new ImportError('node-away', message);
}

function createCounts() {
  return { stored: 0, duplicate: 0, conflict: 0, present: 0, done: 0, skipped: 0, refused: 0, bytes: 0 };
}

type Run = Wanted & { readonly token: string; readonly counts: ReturnType<typeof createCounts> };

async function importAndReport({ output }: CommandContext, db: OpenDatabase['db'], run: Run): Promise<void> {
  const { importFiles } = await import('../folder-import/import-files.ts');
  const { counts } = run;
  const bar = createProgressBar(process.stderr);
  const startedAt = performance.now();
  const total = countMeanwhile(run.paths);
  const refused: { readonly path: string; readonly code: string }[] = [];
  let storedBytes = 0;
  try {
    for await (const outcome of importFiles({ ...run, db, pause: (ms) => delay(ms) })) {
      counts[outcome.kind] += 1;
      counts.bytes += outcome.sizeBytes;
      if (isSent(outcome)) storedBytes += outcome.sizeBytes;
      if (outcome.kind === 'refused') refused.push(outcome);
      const { kind, path } = outcome;
      output.event(kind, { path, ...('code' in outcome ? { code: outcome.code } : {}) });
      if (output.json) continue;
      const seconds = (performance.now() - startedAt) / 1000;
      const rest = total.isKnown
        ? `, ${formatDuration((seconds * (total.bytes - counts.bytes)) / counts.bytes)} left`
        : '';
      const rate = `${formatBytes(counts.bytes / seconds)}/s`;
      const files = Object.values(counts).reduce((sum, count) => sum + count, 0) - counts.bytes;
      bar.show(total.isKnown ? counts.bytes / total.bytes : 0, `${files} of ${total.files} files, ${rate}${rest}`);
    }
  } finally {
    total.stop();
    bar.clear();
  }
  const seconds = (performance.now() - startedAt) / 1000;
  output.event('summary', { ...counts, seconds: Math.round(seconds * 1000) / 1000 });
  for (const { path, code } of refused.slice(0, listedFiles))
    output.line(`REFUSED  ${path}\n         ${code}: ${reasonOf(code)}`);
  if (refused.length > listedFiles) output.line(`and ${refused.length - listedFiles} more; --json lists all`);
  output.line(sentence(counts, { seconds, storedBytes }));
  if (counts.refused > 0) process.exitCode = 1;
}

function isSent({ kind }: ImportOutcome): boolean {
  return kind === 'stored' || kind === 'duplicate' || kind === 'conflict';
}

/** Counts files while the first are stored already; their number is final once `isKnown`. */
function countMeanwhile(paths: readonly string[]) {
  let stopped = false;
  const total = {
    files: 0,
    bytes: 0,
    isKnown: false,
    stop() {
      stopped = true;
    },
  };
  const counting = async () => {
    const { countFiles } = await import('../folder-import/import-files.ts');
    for await (const { files, bytes } of countFiles(paths)) {
      if (stopped) return;
      total.files = files;
      total.bytes = bytes;
    }
    total.isKnown = total.bytes > 0;
  };
  // Only the bar needs it: a folder that cannot be read is reported where it is imported.
  counting().catch(() => undefined);
  return total;
}

const reasons: Readonly<Record<string, string>> = {
  unreadable: 'it is DICOM, and its header cannot be read',
  'missing-uid': 'the file does not say which object it is',
  'missing-identifiers': 'the file does not say which object it is',
  'file-unreadable': 'the file or folder cannot be read',
  truncated: 'the file ends before the object does',
  'sop-class-disabled': 'objects of this kind are not stored (dicom.refusedSopClasses)',
  'budget-exceeded': 'the header is larger than any real one',
  'orthanc-compressed':
    'Orthanc compressed it: switch StorageCompression off and let Orthanc rewrite its storage, or send from Orthanc',
};

function reasonOf(code: string): string {
  return reasons[code] ?? 'the node refused it';
}

function sentence(counts: ReturnType<typeof createCounts>, done: { seconds: number; storedBytes: number }): string {
  const { stored, duplicate, conflict, present, refused, skipped } = counts;
  const parts = [
    `${stored} objects stored (${formatBytes(done.storedBytes)} in ${formatDuration(done.seconds)})`,
    `${duplicate + present} were here already`,
    ...(counts.done > 0 ? [`${counts.done} stored by an earlier run`] : []),
    ...(conflict > 0 ? [`${conflict} kept as conflicts`] : []),
    ...(refused > 0 ? [`${refused} refused`] : []),
    `${skipped} files left out that are no objects`,
  ];
  return parts.join(', ');
}
