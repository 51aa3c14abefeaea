/**
 * Reads the log from where the index ends and tells the index what it misses: at every start, and, from the
 * beginning, for `isocenter reindex`.
 *
 * The header of each object is read from the log again; nothing else is needed to rebuild the index.
 */

import { HeaderReader } from '@isocenter/dicom/header-reader';
import { findTransferSyntax, unknownTransferSyntax } from '@isocenter/dicom/transfer-syntax';
import type { Logger } from '../logging.ts';
import type { BlobLog, LogEntry } from '../storage/blob-log.ts';
import type { LogPosition } from '../storage/log-position.ts';
import type { IndexEntry } from './index-entry.ts';
import type { IndexWriter } from './index-writer.ts';
import { createStreamInflater } from './inflate.ts';
import { senderOf } from './sender.ts';
import { summariseHeader } from './summary.ts';

/** Read in one go; the header of almost every object ends before. */
const headerReadBytes = 1 << 17;

export type CatchUpOptions = {
  readonly log: BlobLog;
  readonly index: IndexWriter;
  readonly logger: Logger;
  /** Told after each object, for a progress bar. */
  readonly onProgress?: (position: LogPosition) => void;
};

/**
 * Indexes everything that lies in the log after a position.
 *
 * An object that can no longer be read is logged by its position and left out; the rest is indexed all the same.
 *
 * @returns how many objects were read
 */
export async function catchUp(options: CatchUpOptions, from: LogPosition): Promise<{ read: number; failed: number }> {
  const { log, index, logger } = options;
  let read = 0;
  let failed = 0;
  for await (const entry of log.entriesSince(from)) {
    if (entry.kind !== 'instance' || entry.deleted) continue;
    await index.room();
    try {
      void index.enqueue(await readEntry(log, entry));
      read += 1;
    } catch (error) {
      failed += 1;
      const code = error instanceof Error && 'code' in error ? error.code : undefined;
      logger.error({ code: 'record-unreadable', position: entry.position, cause: code }, 'a record cannot be indexed');
    }
    options.onProgress?.(entry.position);
  }
  await index.reached(log.position());
  return { read, failed };
}

async function readEntry(log: BlobLog, entry: Extract<LogEntry, { kind: 'instance' }>): Promise<IndexEntry> {
  const { record, location } = entry;
  const transferSyntax =
    findTransferSyntax(record.transferSyntaxUid) ?? unknownTransferSyntax(record.transferSyntaxUid);
  const header = new HeaderReader(transferSyntax, { inflater: createStreamInflater });
  let complete = false;
  for (let start = 0; start < record.lengthBytes && !complete; start += headerReadBytes) {
    const bytes = await log.readRange(location, start, Math.min(start + headerReadBytes, record.lengthBytes));
    complete = header.push(bytes) === 'complete';
  }
  if (!complete) header.end();
  return {
    location,
    position: entry.position,
    sha256: Buffer.from(record.sha256, 'hex'),
    lengthBytes: record.lengthBytes,
    transferSyntaxUid: record.transferSyntaxUid,
    pixelDataOffset: header.pixelDataOffset,
    findings: [...new Set(header.header.findings.map((finding) => finding.code))],
    source: record.provenance.source,
    sender: senderOf(record.provenance),
    receivedAt: new Date(record.provenance.receivedAt),
    policy: record.policy,
    summary: summariseHeader(header.header.value, record.transferSyntaxUid),
  };
}
