import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { buildPlantedStudies } from '@isocenter/testkit/planted/planted-studies';
import { expect, test } from 'vitest';
import { createAnswerKeyFiles, writeMapping } from './answer-key-files.ts';

test('objects, answer key and mappings are written as MIDI-B has them', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'isocenter-answer-key-'));
  try {
    const files = createAnswerKeyFiles(folder);
    for await (const instance of buildPlantedStudies({ seed: 3, patients: 1, templates: ['CT', 'PDF'] })) {
      files.add(instance);
      const { patientId, seriesInstanceUid, sopInstanceUid } = instance;
      expect(existsSync(join(folder, 'data', patientId, seriesInstanceUid, `${sopInstanceUid}.dcm`))).toBe(true);
    }
    files.close();
    writeMapping(join(folder, 'uid_mapping.csv'), new Map([['1.2', '2.25.3']]));
    expect(readFileSync(join(folder, 'uid_mapping.csv'), 'utf8')).toBe('id_old,id_new\n1.2,2.25.3\n');
    const database = new DatabaseSync(join(folder, 'answer-key.db'), { readOnly: true });
    const rows = database.prepare('select Modality, AnswerData from answer_data order by Modality').all();
    database.close();
    expect(rows.map(({ Modality }) => Modality)).toEqual(['CT', 'DOC']);
    // The column is JSON that was written a moment ago.
    const answers = Object.values(JSON.parse(String(rows[0]?.AnswerData)) as Record<string, Record<string, string>>);
    expect(answers.length).toBeGreaterThan(200);
    const modality = answers.find(({ tag, action }) => tag === '<(0008,0060)>' && action === '<text_retained>');
    expect(modality).toMatchObject({
      tag_ds: '<(0008,0060)>',
      tag_name: '<Modality>',
      action_text: '<CT>',
      value: '<CT>',
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
