/**
 * A DICOMweb server on an archive and a database of its own, for tests of its routes.
 */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Attributes, buildDataSet } from '@isocenter/dicom/build';
import { encodeDataSet } from '@isocenter/dicom/encode';
import { explicitVrLittleEndian, type TransferSyntax } from '@isocenter/dicom/transfer-syntax';
import type { ConflictPolicy } from '../src/archive/index-entry.ts';
import { type Archive, openArchive } from '../src/archive/open-archive.ts';
import type { DicomwebDeps } from '../src/dicomweb/dependencies.ts';
import { dicomwebProblems } from '../src/dicomweb/problems.ts';
import { registerDicomweb } from '../src/dicomweb/routes.ts';
import type { ProblemMapping } from '../src/http/problem.ts';
import type { HttpServer } from '../src/http/server.ts';
import { createRenderer } from '../src/rendering/renderer.ts';
import { type AccessServer, type AccessServerDeps, type Ask, openAccessServer } from './access-server.ts';
import { silentLogger } from './database-server.ts';

export type DicomwebServer = {
  readonly server: AccessServer;
  readonly archive: Archive;
  /** Asks as a program with the role member. */
  readonly ask: Ask & { readonly secret: string };
  /** Stores a data set as a peer would, and returns its bytes. */
  store(
    dataSet: Attributes | Uint8Array,
    transferSyntax?: TransferSyntax,
    policy?: ConflictPolicy,
  ): Promise<Uint8Array>;
  /** Makes the index anew from the log; whoever reads from here on has to read from what is returned. */
  rebuild(): Promise<Archive>;
  close(): Promise<void>;
};

/** A small image with everything a query can ask for; each call may change what it likes. */
export function imageAttributes(changes: Attributes = {}): Attributes {
  return {
    SOPClassUID: '1.2.840.10008.5.1.4.1.1.2',
    SOPInstanceUID: '2.25.1',
    StudyDate: '20260102',
    StudyTime: '101112.5',
    AccessionNumber: 'TEST-A1',
    Modality: 'CT',
    ReferringPhysicianName: 'TEST^REFERRER',
    StudyDescription: 'Test study',
    SeriesDescription: 'Test series',
    PatientName: 'TEST^ONE',
    PatientID: 'TEST-1',
    PatientBirthDate: '19700101',
    PatientSex: 'O',
    StudyInstanceUID: '2.25.100',
    SeriesInstanceUID: '2.25.200',
    StudyID: 'S1',
    SeriesNumber: 3,
    InstanceNumber: 1,
    SamplesPerPixel: 1,
    PhotometricInterpretation: 'MONOCHROME2',
    Rows: 2,
    Columns: 2,
    BitsAllocated: 16,
    BitsStored: 16,
    HighBit: 15,
    PixelRepresentation: 0,
    PixelData: { vr: 'OW', value: Uint8Array.of(1, 0, 2, 0, 3, 0, 4, 0) },
    ...changes,
  };
}

const noCodec = () => Promise.reject(new Error('this test has no codecs'));
const archiveOptions = {
  decoder: { decodeToNative: noCodec },
  sopClasses: { refused: ['1.2.840.10008.5.1.4.1.1.88.11'], acceptPrivate: true },
  logger: silentLogger,
};

type Options = Partial<DicomwebDeps> & {
  /** Registers further routes on the same archive. */
  readonly register?: (app: HttpServer, deps: AccessServerDeps, archive: Archive) => void;
  readonly problemMappings?: readonly ProblemMapping[];
};

export async function openDicomwebServer(options: Options = {}): Promise<DicomwebServer> {
  const { register, problemMappings = [], ...ports } = options;
  const dataDir = mkdtempSync(join(tmpdir(), 'isocenter-dicomweb-'));
  const renderer = createRenderer({ threads: 1 });
  let opened: Archive | undefined;
  const server = await openAccessServer(
    async (app, deps) => {
      const { db, now } = deps;
      const archive = await openArchive({ ...archiveOptions, dataDir, db });
      opened = archive;
      registerDicomweb(app, {
        db,
        now,
        archive: archive.reader,
        ingest: archive.ingest,
        renderer,
        publicUrl: () => 'https://node.example',
        logger: silentLogger,
        ...ports,
      });
      register?.(app, deps, archive);
    },
    { problemMappings: [dicomwebProblems, ...problemMappings] },
  );
  if (opened === undefined) throw new Error('the archive was not opened');
  const archive = opened;
  let latest = archive;
  return {
    server,
    archive,
    ask: await server.program('member'),
    async store(dataSet, transferSyntax = explicitVrLittleEndian, policy = 'first') {
      const bytes = dataSet instanceof Uint8Array ? dataSet : encodeDataSet(buildDataSet(dataSet), transferSyntax);
      const sink = archive.ingest.open({
        transferSyntax,
        provenance: { source: 'dimse', callingAet: 'TEST', receivedAt: '2026-01-02T03:04:05.000Z' },
        policy,
      });
      for (let at = 0; at < bytes.length; at += 65_536) await sink.write(bytes.subarray(at, at + 65_536));
      const result = await sink.finish();
      if (result.kind === 'refused') throw new Error(`refused: ${result.code}`);
      return bytes;
    },
    async rebuild() {
      await archive.close(5000);
      latest = await openArchive({ ...archiveOptions, dataDir, db: server.database.db, rebuild: true });
      return latest;
    },
    async close() {
      await latest.close(5000);
      await renderer.close();
      await server.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
