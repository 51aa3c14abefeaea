/** `isocenter export patient`: everything of a patient as one ZIP archive, while the node runs or is stopped. */

import { createWriteStream } from 'node:fs';
import { rename } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Command } from 'commander';
import type { ForeignSpool } from '../storage/foreign-spool.ts';
import { type CommandContext, type CommonOptions, databaseOptions, openCommand, withCommonOptions } from './command.ts';
import { formatBytes } from './format.ts';

type Options = CommonOptions & { readonly study: string; readonly out: string };

export function registerExport(program: Command): void {
  const command = program
    .command('export')
    .description('write what is stored to files')
    .command('patient')
    .description('everything of a patient: DICOM files, FHIR R4 and pages for a browser, as one ZIP archive')
    .requiredOption('--study <uid>', 'Study Instance UID of any of the patient’s studies')
    .requiredOption('--out <file>', 'the archive; must not exist yet')
    .addHelpText('after', '\nThe archive is not encrypted: hand it on by a way that only the patient reads.');
  withCommonOptions(command).action(async (options: Options) =>
    exportPatient(await openCommand(options, 'warn'), options),
  );
}

async function exportPatient(context: CommandContext, options: Options): Promise<void> {
  const { openDatabase } = await import('../database/database.ts');
  const { AuditTrail } = await import('../audit/trail.ts');
  const database = await openDatabase({ ...databaseOptions(context, 'guest'), migrations: 'none' });
  const audit = new AuditTrail({ db: database.db, logger: context.logger });
  const objects = await openObjects(context);
  try {
    const { ErasureError } = await import('../erasure/errors.ts');
    const { archiveOf } = await import('../patient-export/archive-entries.ts');
    const { writeZip, zipLength } = await import('../dicomweb/zip-writer.ts');
    const { db } = database;
    const row = await db
      .selectFrom('study')
      .select(['id', 'patient_id'])
      .where('study_instance_uid', '=', options.study)
      .executeTakeFirst();
    const at = new Date();
    const source = { db, inOrder: () => objects };
    const archive = row && (await archiveOf(source, { patientId: row.patient_id, at }));
    if (archive === undefined) throw new ErasureError('not-found');
    await audit.record({
      ...{ action: 'patient:export', outcome: 'success', subject: { kind: 'system', name: 'command line' } },
      object: { kind: 'study', id: row?.id },
      details: { studies: archive.studyIds.length, images: archive.images },
    });
    const file = resolve(options.out);
    // Whole or not at all: nobody takes a part for the patient's data.
    await pipeline(
      Readable.from(writeZip(archive.entries, at)),
      createWriteStream(`${file}.part`, { mode: 0o600, flags: 'wx' }),
    );
    await rename(`${file}.part`, file);
    const bytes = zipLength(archive.entries);
    context.output.event('exported', { studies: archive.studyIds.length, images: archive.images, bytes });
    context.output.line(`${archive.studyIds.length} studies, ${archive.images} images, ${formatBytes(bytes)}.`);
  } finally {
    objects.close();
    await audit.close();
    await database.close();
  }
}

/** Reads what the running node has, as another gateway would. */
async function openObjects({
  config,
  logger,
}: CommandContext): Promise<Pick<ForeignSpool, 'read'> & { close(): void }> {
  const { blobsDir } = await import('../archive/open-archive.ts');
  const { openNodeKeys } = await import('../archive/node-keys.ts');
  const { openMovedFiles } = await import('../object-store/open-object-store.ts');
  const { ForeignSpool } = await import('../storage/foreign-spool.ts');
  const { spoolOf } = await import('../storage/log-entry.ts');
  const { spoolFolder } = await import('../storage/spool-folders.ts');
  const source = await openNodeKeys(config, logger);
  const inStore = await openMovedFiles(config.storage.s3, blobsDir(config.data.dir));
  const files = inStore === undefined ? {} : { fileSystem: inStore.moved.fileSystem };
  const spools = new Map<number, ForeignSpool>();
  return {
    read(location, range) {
      const spool = spoolOf(location);
      const found = spools.get(spool) ?? new ForeignSpool(spoolFolder(config.data.dir, spool), source.keys, files);
      spools.set(spool, found);
      return found.read(location, range);
    },
    close() {
      for (const spool of spools.values()) spool.closeFiles();
      inStore?.store.close();
      source.close();
    },
  };
}
