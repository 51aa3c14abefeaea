/**
 * A patient's whole data as the files of one ZIP archive: `index.html`, `fhir/bundle.json`, and each served image as it was received,
 * `images/study-…/series-…/image-….dcm`. Names are our own numbers: what objects call themselves is no path.
 */

import type { Kysely } from 'kysely';
import { patientAccesses } from '../audit/accesses.ts';
import type { Database } from '../database/schema.ts';
import type { ZipEntry } from '../dicomweb/zip-writer.ts';
import { receivedFile } from '../retrieval/instance-file.ts';
import type { StoredInstance } from '../retrieval/instance-repository.ts';
import type { Reads } from '../retrieval/stored-data-set.ts';
import type { ObjectLocation } from '../storage/log-entry.ts';
import { listStudyContent } from '../studies/repository.ts';
import { buildBundle, type ExportedPatient, type ExportedSeries } from './fhir-bundle.ts';
import { indexPage, type PlacedStudy, seriesFolder } from './pages.ts';

export type ExportSource = {
  readonly db: Kysely<Database>;
  /** Reads objects ahead of their turn, which is the order in which they are named. */
  readonly inOrder: (locations: readonly ObjectLocation[]) => Pick<Reads, 'read'>;
};

/** Whoever may export a patient exports all of the patient. */
const everything = { kind: 'system', name: 'patient export' } as const;

export type PatientArchive = {
  readonly entries: readonly ZipEntry[];
  readonly studyIds: readonly number[];
  readonly images: number;
};

/** Returns the files, or undefined where there is no such patient. */
export async function archiveOf(
  { db, inOrder }: ExportSource,
  { patientId, at }: { readonly patientId: number; readonly at: Date },
): Promise<PatientArchive | undefined> {
  const patient = await db.selectFrom('patient').selectAll().where('id', '=', patientId).executeTakeFirst();
  if (patient === undefined) return undefined;
  const rows = await db
    .selectFrom('study')
    .selectAll()
    .where('patient_id', '=', patientId)
    .orderBy('study_date')
    .orderBy('id')
    .execute();
  const placed: PlacedStudy[] = [];
  const images: { readonly name: string; readonly instance: StoredInstance }[] = [];
  for (const study of rows) {
    const folder = `images/study-${String(placed.length + 1).padStart(3, '0')}`;
    const content = await listStudyContent(db, everything, study.id);
    const series = content.series.map((one, index): ExportedSeries => {
      const own = content.instances.filter((instance) => instance.series_id === one.id);
      for (const [number, instance] of own.entries()) {
        const name = `${seriesFolder(folder, index)}/image-${String(number + 1).padStart(6, '0')}.dcm`;
        images.push({ name, instance: storedInstance(study, one.series_instance_uid, instance) });
      }
      return {
        uid: one.series_instance_uid,
        number: one.number,
        modality: one.modality,
        description: one.description,
        bodyPart: one.body_part,
        instances: own.map((instance) => ({
          uid: instance.sop_instance_uid,
          sopClassUid: instance.sop_class_uid,
          number: instance.number,
        })),
      };
    });
    if (series.length > 0) placed.push({ ...describe(study), series, folder });
  }
  const { accesses } = await patientAccesses(db, patientId, { withEmail: false });
  const exported: ExportedPatient = {
    id: patientId,
    patientId: patient.patient_id,
    issuer: patient.issuer,
    name: patient.name,
    birthDate: patient.birth_date,
    sex: patient.sex,
    studies: placed,
    accesses,
  };
  const reads = inOrder(images.map(({ instance }) => instance.location));
  return {
    entries: [
      text('index.html', indexPage(exported, placed, at)),
      text('fhir/bundle.json', `${JSON.stringify(buildBundle(exported, at), undefined, 1)}\n`),
      ...images.map(({ name, instance }) => {
        const { lengthBytes, chunks } = receivedFile(reads, instance);
        return { name, lengthBytes, chunks };
      }),
    ],
    studyIds: rows.map(({ id }) => id),
    images: images.length,
  };
}

type StudyFacts = {
  readonly study_instance_uid: string;
  readonly study_date: string;
  readonly description: string;
  readonly accession_number: string;
  readonly referring_physician: string;
  readonly institution: string;
  readonly modalities: readonly string[];
};

function describe(study: StudyFacts) {
  return {
    uid: study.study_instance_uid,
    date: study.study_date,
    description: study.description,
    accessionNumber: study.accession_number,
    referringPhysician: study.referring_physician,
    institution: study.institution,
    modalities: study.modalities,
  };
}

type InstanceFacts = {
  readonly sop_instance_uid: string;
  readonly sop_class_uid: string;
  readonly transfer_syntax_uid: string;
  readonly length_bytes: number;
  readonly pixel_data_offset: number | null;
  readonly rows: number | null;
  readonly location: ObjectLocation;
};

function storedInstance(
  study: { readonly id: number; readonly study_instance_uid: string },
  seriesInstanceUid: string,
  row: InstanceFacts,
): StoredInstance {
  return {
    studyId: study.id,
    studyInstanceUid: study.study_instance_uid,
    seriesInstanceUid,
    sopInstanceUid: row.sop_instance_uid,
    sopClassUid: row.sop_class_uid,
    transferSyntaxUid: row.transfer_syntax_uid,
    lengthBytes: row.length_bytes,
    pixelDataOffset: row.pixel_data_offset ?? undefined,
    hasImage: row.rows !== null && row.pixel_data_offset !== null,
    location: row.location,
  };
}

function text(name: string, content: string): ZipEntry {
  const bytes = Buffer.from(content);
  return { name, lengthBytes: bytes.byteLength, chunks: () => [bytes] };
}
