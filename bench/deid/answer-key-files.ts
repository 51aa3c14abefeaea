/**
 * Writes planted objects and their answer key as MIDI-B gives them out, so that its own scorer, or whatever reads that
 * form, can be run beside ours:
 *
 *   data/<Patient ID>/<Series Instance UID>/<SOP Instance UID>.dcm
 *   answer-key.db, SQLite, table answer_data (PatientID, StudyInstanceUID, SeriesInstanceUID, SOPInstanceUID, Modality,
 *     SOPClassUID, AnswerData): a row an instance; AnswerData is a JSON object of checks by number, each with tag and
 *     tag_ds (the path of the element), tag_name, action, action_text and value, angle brackets around each
 *   uid_mapping.csv, patid_mapping.csv: `id_old,id_new`, what a run made of them; MIDI-B asks it of those who are scored
 *
 * Of text that shall go or stay, action_text holds the tokens; `position` and `box` are ours, and are ignored elsewhere.
 */

import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { findDictionaryEntry } from '@isocenter/dicom/dictionary';
import { parseTag } from '@isocenter/dicom/tag';
import type { PlantedCheck, PlantedInstance } from '@isocenter/testkit/planted/answer-key';

export type AnswerKeyWriter = { add(instance: PlantedInstance): void; close(): void };

/** Replaces an answer key that is there. */
export function createAnswerKeyFiles(folder: string): AnswerKeyWriter {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'answer-key.db');
  rmSync(file, { force: true });
  const database = new DatabaseSync(file);
  database.exec(`create table answer_data (
    PatientID text, StudyInstanceUID text, SeriesInstanceUID text, SOPInstanceUID text primary key, Modality text,
    SOPClassUID text, AnswerData text); begin`);
  const insert = database.prepare('insert into answer_data values (?, ?, ?, ?, ?, ?, ?)');
  return {
    add(instance) {
      const { patientId, studyInstanceUid, seriesInstanceUid, sopInstanceUid, modality, sopClassUid } = instance;
      const answers = Object.fromEntries(instance.checks.map((check, number) => [String(number), answerOf(check)]));
      const identifiers = [patientId, studyInstanceUid, seriesInstanceUid, sopInstanceUid, modality, sopClassUid];
      insert.run(...identifiers, JSON.stringify(answers));
      const series = join(folder, 'data', patientId, seriesInstanceUid);
      mkdirSync(series, { recursive: true });
      writeFileSync(join(series, `${sopInstanceUid}.dcm`), instance.bytes);
    },
    close() {
      database.exec('commit');
      database.close();
    },
  };
}

export function writeMapping(file: string, mapping: ReadonlyMap<string, string>): void {
  const rows = Array.from(mapping, ([old, now]) => `${old},${now}\n`);
  writeFileSync(file, ['id_old,id_new\n', ...rows].join(''));
}

function answerOf({ action, path, position, expected, box }: PlantedCheck): Record<string, unknown> {
  const tag = parseTag(/\([0-9a-f]{4},[0-9a-f]{4}\)(?=>$)/.exec(path)?.[0] ?? '');
  const text = expected.join(' ');
  return {
    tag: path,
    tag_ds: path,
    tag_name: `<${(tag !== undefined && findDictionaryEntry(tag)?.name) || ''}>`,
    action: `<${action}>`,
    action_text: `<${text}>`,
    value: `<${text}>`,
    position,
    ...(box && { box }),
  };
}
