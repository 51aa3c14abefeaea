import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { drawnText } from '@isocenter/deid/burned-in/small-letters';
import { writePdf } from '@isocenter/deid/reports/pdf/write-pdf';
import { buildDataSet, buildElement } from '@isocenter/dicom/build';
import { tagOf } from '@isocenter/dicom/dictionary';
import { encodeDataSet } from '@isocenter/dicom/encode';
import { encodeFileMeta, parsePart10 } from '@isocenter/dicom/part10';
import { explicitVrLittleEndian } from '@isocenter/dicom/transfer-syntax';
import { findElement, getString } from '@isocenter/dicom/values';
import { buildPhantomStudy } from '@isocenter/testkit/phantom';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { partMarkOf } from '../src/deidentification/part-files.ts';
import { runCommand } from './running-node.ts';

let parent: string;
let input: string;
let output: string;
let keyFile: string;

beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'isocenter-deid-'));
  input = join(parent, 'PHANTOM TEST');
  output = join(parent, 'out');
  keyFile = join(parent, 'project.key');
  mkdirSync(input);
});

afterEach(() => rmSync(parent, { recursive: true, force: true }));

/** Writes a generated study as files and returns how many. */
function writeStudy(): number {
  const study = buildPhantomStudy({ seed: 7, at: new Date('2026-01-02T03:04:05Z'), ctSlices: 3, usFrames: 2 });
  const transferSyntaxUid = explicitVrLittleEndian.uid;
  const instances = study.series.flatMap((series) => [...series.instances()]);
  for (const [number, { sopClassUid, sopInstanceUid, dataSet }] of instances.entries()) {
    const meta = encodeFileMeta({ sopClassUid, sopInstanceUid, transferSyntaxUid });
    writeFileSync(
      join(input, `PHANTOM-${number}`),
      Buffer.concat([meta, encodeDataSet(dataSet, explicitVrLittleEndian)]),
    );
  }
  return instances.length;
}

/** Writes a name where the profile does not look for one. */
function nameSomebody(file: string): void {
  const { dataSet, dataSetOffset } = parsePart10(readFileSync(file)).value;
  const added = [
    buildElement(tagOf('ICCProfile'), 'OB', Buffer.from('of Testwald.')),
    buildElement(tagOf('OperatorsName'), 'PN', 'Testwald^Anna'),
  ];
  const tags = added.map(({ tag }) => tag);
  const elements = [...dataSet.elements.filter(({ tag }) => !tags.includes(tag)), ...added];
  const changed = { ...dataSet, elements: elements.toSorted((a, b) => a.tag - b.tag) };
  const meta = readFileSync(file).subarray(0, dataSetOffset);
  writeFileSync(file, Buffer.concat([meta, encodeDataSet(changed, explicitVrLittleEndian)]));
}

const linesOf = (path: string): readonly Readonly<Record<string, unknown>>[] =>
  readFileSync(path, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

type Event = Readonly<Record<string, unknown>> & { readonly event: string };

async function deid(...args: string[]) {
  const all = ['deid', input, output, '--key-file', keyFile, '--json', ...args];
  const { code, stdout, stderr } = await runCommand(all, { dataDir: join(parent, 'data') });
  const events = stdout.split('\n').flatMap((line): Event[] => (line === '' ? [] : [JSON.parse(line)]));
  return { code, events, stderr, summary: events.find(({ event }) => event === 'summary') };
}

const filesIn = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((entry) =>
    entry.isFile() ? [join(entry.parentPath, entry.name)] : [],
  );

test('a folder is de-identified, and a second run does nothing again', async () => {
  const count = writeStudy();
  writeFileSync(join(input, 'readme.md'), 'not an image');
  const first = await deid('--dates', 'modified');
  expect(first).toMatchObject({ code: 0, summary: { done: count, present: 0, held: 0, skipped: 1 } });
  const files = filesIn(output);
  expect(files.filter((file) => file.endsWith('.dcm'))).toHaveLength(count);
  for (const file of files) {
    expect(file).not.toContain('PHANTOM');
    expect(readFileSync(file).includes('PHANTOM')).toBe(false);
    expect(statSync(file).mode & 0o077).toBe(0);
  }
  const [one = ''] = files.filter((file) => file.endsWith('.dcm'));
  const { dataSet } = parsePart10(readFileSync(one)).value;
  expect(getString(dataSet, tagOf('PatientIdentityRemoved'))).toBe('YES');
  expect(one).toContain(`${getString(dataSet, tagOf('SOPInstanceUID'))}.dcm`);
  expect(readFileSync(join(output, 'ledger.jsonl'), 'utf8').trim().split('\n')).toHaveLength(count);
  expect(await deid('--dates', 'modified')).toMatchObject({ code: 0, summary: { done: 0, present: count } });
});

test('messages and text reports of the folder are cleaned, too, under names of their own', async () => {
  const message = 'MSH|^~\\&|A|B|||20240301||ORU^R01|1|P|2.5\rPID|1||TEST-7||PHANTOM^QUIRINA\r';
  writeFileSync(join(input, 'PHANTOM.HL7'), `${message}OBX|1|TX|G||Mrs. Phantom: nodule of 4.2 mm\r`);
  writeFileSync(join(input, 'PHANTOM.txt'), 'Patient: Phantom, Quirina\nNodule of 4.2 mm.\n');
  const lines = ['Mrs. Phantom', 'Nodule of 4.2 mm.'].map((text, at) => ({ text, x: 72, y: 700 - 20 * at, size: 12 }));
  writeFileSync(join(input, 'PHANTOM.pdf'), writePdf([{ width: 612, height: 792, lines }]) ?? '');
  writeFileSync(join(input, 'letter.hl7'), 'Dear Mrs. Phantom');
  writeFileSync(join(input, 'PHANTOM.png'), 'looked at with --clean-pixels only');
  const first = await deid('--reports', 'surrogates');
  expect(first).toMatchObject({ code: 1, summary: { done: 3, held: 1, skipped: 1 } });
  expect(first.events).toContainEqual(expect.objectContaining({ event: 'held', reason: 'unreadable' }));
  const reports = filesIn(join(output, 'reports')).map((file) => readFileSync(file, 'utf8'));
  expect(reports).toHaveLength(3);
  expect(reports.filter((text) => text.includes('odule of 4.2 mm'))).toHaveLength(3);
  const names = reports.flatMap((text) => /Mrs\. (\p{L}+)/u.exec(text)?.[1] ?? []);
  expect(names).toEqual([names[0], names[0]]);
  expect(filesIn(output).some((file) => /PHANTOM|Phantom/.test(file + readFileSync(file, 'utf8')))).toBe(false);
  expect(await deid('--reports', 'surrogates')).toMatchObject({ summary: { done: 0, present: 3, held: 1 } });
});

test('an interrupted run goes on where it was, to the same files', async () => {
  const count = writeStudy();
  await deid();
  const before = filesIn(output).filter((file) => file.endsWith('.dcm'));
  const bytes = before.map((file) => readFileSync(file, 'base64'));
  // Killed after the files were there, and before they were noted.
  rmSync(join(output, 'done'));
  rmSync(before[0] ?? '');
  expect(await deid()).toMatchObject({ code: 0, summary: { done: count, held: 0 } });
  expect(before.map((file) => readFileSync(file, 'base64'))).toEqual(bytes);
  expect(filesIn(output).filter((file) => file.endsWith('.part'))).toEqual([]);
});

test('what a killed run was writing goes with the next one, and what is not its own stays', async () => {
  const count = writeStudy();
  await deid();
  const key = Buffer.from(readFileSync(keyFile, 'latin1').trim(), 'hex');
  const gone = spawnSync(process.execPath, ['--version']).pid;
  const [file = ''] = filesIn(output).filter((one) => one.endsWith('.dcm'));
  const mark = partMarkOf(key).replace(/\d+$/, '');
  const ofKilled = `${file}.${mark}${gone}-1-1.part`;
  const others = [
    // Of a run that goes on, of another key, of no run at all.
    `${file}.${mark}${process.pid}-1-1.part`,
    `${file}.${partMarkOf(Buffer.alloc(32)).replace(/\d+$/, '')}${gone}-1-1.part`,
    join(output, 'film.part'),
  ];
  for (const path of [ofKilled, ...others]) writeFileSync(path, 'half');
  expect(await deid()).toMatchObject({ code: 0, summary: { done: 0, present: count } });
  expect(
    filesIn(output)
      .filter((one) => one.endsWith('.part'))
      .toSorted(),
  ).toEqual(others.toSorted());
});

/** An image of 240 × 160 pixels with a name in letters 10 pixels high. */
function writeImageWithText(name: string, more: Parameters<typeof buildDataSet>[0] = {}): void {
  const letters = drawnText('PRENTICE TOMAS', { width: 150, height: 12 });
  const value = Uint8Array.from({ length: 160 * 240 }, (_, at) =>
    letters?.isInk((at % 240) - 40, Math.floor(at / 240) - 140) === true ? 240 : 12,
  );
  const [sopClassUid, sopInstanceUid] = ['1.2.840.10008.5.1.4.1.1.6.1', '1.2.3.4'];
  const dataSet = buildDataSet({
    SOPClassUID: sopClassUid,
    SOPInstanceUID: sopInstanceUid,
    StudyInstanceUID: '1.2.3',
    SeriesInstanceUID: '1.2.3.1',
    PatientName: 'PRENTICE^TOMAS',
    SamplesPerPixel: 1,
    PhotometricInterpretation: 'MONOCHROME2',
    Rows: 160,
    Columns: 240,
    BitsAllocated: 8,
    BitsStored: 8,
    HighBit: 7,
    PixelRepresentation: 0,
    ...more,
    PixelData: { vr: 'OB', value },
  });
  const meta = encodeFileMeta({ sopClassUid, sopInstanceUid, transferSyntaxUid: explicitVrLittleEndian.uid });
  writeFileSync(join(input, name), Buffer.concat([meta, encodeDataSet(dataSet, explicitVrLittleEndian)]));
}

test('text in pictures goes where that is wanted, and captures are held back', async () => {
  writeImageWithText('named', { BurnedInAnnotation: 'YES' });
  writeImageWithText('captured', { ConversionType: 'WSD', SOPInstanceUID: '1.2.3.5' });
  const { code, events } = await deid('--clean-pixels');
  expect(code).toBe(1);
  expect(events).toContainEqual({ event: 'held', path: join(input, 'captured'), reason: 'secondary-capture' });
  const [file = ''] = filesIn(output).filter((one) => one.endsWith('.dcm'));
  const { dataSet } = parsePart10(readFileSync(file)).value;
  const pixels = findElement(dataSet, tagOf('PixelData'))?.value;
  const { actions } = JSON.parse(readFileSync(join(output, 'ledger.jsonl'), 'utf8'));
  const { area } = actions.find(({ action }: { action: string }) => action === 'mask');
  // Letters in the mask are those of the placeholder.
  const left = [...(pixels?.kind === 'bytes' ? pixels.bytes : [240]).entries()].filter(
    ([at, value]) =>
      value === 240 &&
      !(at % 240 >= area.x && at % 240 < area.x + area.width && at / 240 >= area.y && at / 240 < area.y + area.height),
  );
  expect(left).toEqual([]);
  expect(getString(dataSet, tagOf('BurnedInAnnotation'))).toBe('NO');
  expect(await deid()).toMatchObject({ code: 1, events: [{ code: 'output-of-another-run' }] });
});

describe('a dry run', () => {
  const dryRun = async (...args: string[]) => {
    const all = ['deid', input, '--key-file', keyFile, '--dry-run', ...args];
    return await runCommand(all, { dataDir: join(parent, 'data') });
  };

  test('shows before, after and what decided, writes nothing, and makes no key', async () => {
    const count = writeStudy();
    const file = join(parent, 'rules.yaml');
    writeFileSync(file, 'rules: [{ name: trial, attributes: PatientID, action: { hash: TRIAL7- } }]');
    const before = filesIn(parent);
    const { code, stdout } = await dryRun('--rules', file, '--dates', 'modified', '--json');
    expect(code).toBe(0);
    expect(filesIn(parent)).toEqual(before);
    const events = stdout.split('\n').flatMap((line): Event[] => (line === '' ? [] : [JSON.parse(line)]));
    expect(events[0]).toEqual({ event: 'throw-away-key' });
    expect(events.at(-1)).toEqual({ event: 'summary', tried: count, skipped: 0, held: 0 });
    const rows = events.find(({ event }) => event === 'tried')?.rows as readonly Record<string, unknown>[];
    const rowOf = (path: string) => rows.find((row) => row.path === path);
    const patientId = getString(parsePart10(readFileSync(join(input, 'PHANTOM-0'))).value.dataSet, tagOf('PatientID'));
    expect(rowOf('(0010,0020)')).toMatchObject({
      before: patientId,
      after: expect.stringMatching(/^TRIAL7-/),
      action: 'pseudonym',
      decision: { by: 'rule', rule: 'trial' },
    });
    expect(rowOf('(0008,0020)')).toMatchObject({
      action: 'shift',
      decision: { by: 'table', codes: 'Z', option: 'dates' },
    });
    expect(rowOf('(0010,0010)')).toMatchObject({ decision: { by: 'table', codes: 'Z' } });
    expect(rowOf('(0012,0062)')).toMatchObject({ change: 'added', after: 'YES', decision: { by: 'mark' } });
    expect(rowOf('(0028,0010)')).toBe(undefined);
  });

  test('shows a person what is done in a folder by attribute, and of one file each of them', async () => {
    const count = writeStudy();
    await deid();
    const folder = await dryRun();
    expect(folder.stdout).toMatch(
      new RegExp(`\\(0010,0010\\) Patient's Name  pseudonym  by Table E.1-1 \\(Z\\)  in ${count} of`),
    );
    expect(folder.stdout).toContain('Nothing was written.');
    expect(folder.stdout).not.toContain('thrown away');
    const [first = ''] = filesIn(input).toSorted();
    const bytes = Buffer.from(readFileSync(first));
    // An escape sequence in a value must not reach the terminal.
    const at = bytes.indexOf('PHANTOM', 132);
    bytes.write('\u001b[31mXX', at, 'latin1');
    rmSync(input, { recursive: true });
    mkdirSync(input);
    writeFileSync(first, bytes);
    const one = await dryRun('--show-kept');
    expect(one.stdout).not.toContain('\u001b[31m');
    expect(one.stdout).toContain('·[31mXX');
    expect(one.stdout).toContain('(0028,0010) Rows  keep');
  });

  test('is asked for, or a folder is named', async () => {
    const { code, stdout } = await runCommand(['deid', input, '--key-file', keyFile, '--json'], {
      dataDir: join(parent, 'data'),
    });
    expect([code, JSON.parse(stdout)]).toEqual([1, expect.objectContaining({ code: 'output-missing' })]);
  });
});

describe('rules of the site', () => {
  test('decide before the profile, are named in the ledger, and belong to the run', async () => {
    const count = writeStudy();
    const file = join(parent, 'rules.yaml');
    writeFileSync(file, 'rules: [{ name: trial, attributes: PatientID, action: { hash: TRIAL7- } }]');
    expect(await deid('--rules', file)).toMatchObject({ code: 0, summary: { done: count } });
    for (const path of filesIn(output).filter((one) => one.endsWith('.dcm')))
      expect(getString(parsePart10(readFileSync(path)).value.dataSet, tagOf('PatientID'))).toMatch(
        /^TRIAL7-[A-Z2-7]{16}$/,
      );
    expect(readFileSync(join(output, 'ledger.jsonl'), 'utf8')).toContain('"rule":"trial"');
    expect(await deid()).toMatchObject({ code: 1, events: [{ code: 'output-of-another-run' }] });
  });

  test('that are wrong are told with their places, and nothing is done', async () => {
    writeStudy();
    const file = join(parent, 'rules.yaml');
    writeFileSync(file, 'rules:\n  - { name: a, attributes: PatientNam, action: remove }\n');
    const { code, events } = await deid('--rules', file);
    expect(code).toBe(1);
    expect(events).toMatchObject([
      { event: 'rule-problem', line: 2, column: 28, code: 'attribute-unknown' },
      { event: 'error', code: 'rules-invalid' },
    ]);
    expect(filesIn(parent).filter((path) => path === keyFile || path.startsWith(output))).toEqual([]);
  });

  test('that let through more than the Basic profile are told with their reason', async () => {
    const count = writeStudy();
    const file = join(parent, 'rules.yaml');
    writeFileSync(file, 'rules: [{ name: sex, attributes: PatientSex, action: keep, because: the trial needs it }]');
    const { events, summary } = await deid('--rules', file);
    expect(events[0]).toEqual({
      ...{ event: 'beyond-profile', rule: 'sex', attributes: ['PatientSex'], action: 'keep' },
      because: 'the trial needs it',
    });
    expect(summary).toMatchObject({ done: count });
    expect(readFileSync(join(output, 'ledger.jsonl'), 'utf8')).toContain('"rule":"sex","beyondProfile":true');
  });

  test('hold back what they say', async () => {
    const count = writeStudy();
    const file = join(parent, 'rules.yaml');
    writeFileSync(
      file,
      'rules: [{ name: a, attributes: SOPClassUID, action: hold, when: { field: modality, equals: CT } }]',
    );
    const { code, events } = await deid('--rules', file);
    expect(code).toBe(1);
    expect(events.filter(({ reason }) => reason === 'held-by-rule')).toHaveLength(3);
    expect(events).toContainEqual(expect.objectContaining({ event: 'summary', held: 3, done: count - 3 }));
  });
});

describe('held back, with exit code 1,', () => {
  test('is another object with the same UIDs, and the first stays', async () => {
    writeStudy();
    const [first = ''] = filesIn(input).toSorted();
    const { dataSet } = parsePart10(readFileSync(first)).value;
    const elements = dataSet.elements.filter(({ tag }) => tag !== tagOf('PatientSex'));
    const meta = readFileSync(first).subarray(0, parsePart10(readFileSync(first)).value.dataSetOffset);
    const other = encodeDataSet({ ...dataSet, elements }, explicitVrLittleEndian);
    await deid('--retain-patient-characteristics');
    writeFileSync(join(input, 'other'), Buffer.concat([meta, other]));
    const { code, events } = await deid('--retain-patient-characteristics');
    expect(code).toBe(1);
    expect(events).toContainEqual({ event: 'held', path: join(input, 'other'), reason: 'conflict' });
  });

  test('is what is damaged', async () => {
    writeStudy();
    const [first = ''] = filesIn(input).toSorted();
    writeFileSync(join(input, 'damaged'), readFileSync(first).subarray(0, -100));
    const { code, events } = await deid();
    expect(code).toBe(1);
    expect(events).toContainEqual({ event: 'held', path: join(input, 'damaged'), reason: 'unreadable' });
  });

  test('is what still names somebody after cleaning, with the place and no value', async () => {
    writeStudy();
    const [first = ''] = filesIn(input).toSorted();
    nameSomebody(first);
    const leaks = [{ path: '(0028,2000)', kind: 'other-person' }];
    const { code, events } = await deid();
    expect(code).toBe(1);
    expect(events).toContainEqual({ event: 'held', path: first, reason: 'leak-found', leaks });
  });

  test('is listed in a quarantine, from where a person lets out what they have looked at, and nothing else', async () => {
    writeStudy();
    const [one = '', other = '', clean = ''] = filesIn(input).toSorted();
    for (const file of [one, other]) nameSomebody(file);
    const quarantine = join(parent, 'quarantine');
    const list = () => linesOf(join(quarantine, 'quarantine.jsonl'));
    expect(await deid('--quarantine', quarantine)).toMatchObject({ code: 1, summary: { held: 2 } });
    expect(list()).toHaveLength(2);
    expect(list()[0]).toMatchObject({
      reason: 'leak-found',
      findings: [{ path: '(0028,2000)', kind: 'other-person' }],
    });
    expect(readFileSync(join(quarantine, 'quarantine.jsonl'), 'utf8')).not.toMatch(/TESTWALD|PHANTOM/i);
    const refused = await deid('--quarantine', quarantine, '--release', clean);
    expect(refused).toMatchObject({ code: 1, events: [{ code: 'release-not-held' }] });
    const released = await deid('--quarantine', quarantine, '--released-by', 'TEST Reader', '--release', one);
    expect(released).toMatchObject({ code: 1, summary: { done: 1, held: 1 } });
    expect(list()).toHaveLength(2);
    const ledger = linesOf(join(output, 'ledger.jsonl'));
    expect(ledger.filter((line) => 'released' in line)).toMatchObject([
      { released: [{ reason: 'leak-found', by: 'TEST Reader', at: expect.stringMatching(/^20\d\d-/) }] },
    ]);
    // Other bytes under the same name are another file.
    writeFileSync(other, Buffer.concat([readFileSync(one), Buffer.alloc(2)]));
    expect(await deid('--quarantine', quarantine)).toMatchObject({ code: 1, summary: { held: 1 } });
  });

  test('is a message, too, where a field of it names whom its text names', async () => {
    const message = join(input, 'report.hl7');
    writeFileSync(message, 'MSH|^~\\&\rPID|1||TEST-471100||TESTWALD^QUIRIN\rOBX|1|TX|X||see xrtestwaldq.\r');
    const quarantine = join(parent, 'quarantine');
    const leaks = [{ path: 'OBX[1]-5', kind: 'patient-name' }];
    const held = await deid('--quarantine', quarantine);
    expect(held.events).toContainEqual({ event: 'held', path: message, reason: 'leak-found', leaks });
    const released = await deid('--quarantine', quarantine, '--released-by', 'TEST Reader', '--release', message);
    expect(released).toMatchObject({ code: 0, summary: { done: 1, held: 0 } });
    expect(linesOf(join(output, 'ledger.jsonl'))).toMatchObject([
      { released: [{ reason: 'leak-found', by: 'TEST Reader' }] },
    ]);
  });
});

describe('a signed parameter set', () => {
  const params = async (...args: string[]) => {
    const { code, stdout } = await runCommand(['deid-params', ...args, '--json'], { dataDir: join(parent, 'data') });
    return { code, events: stdout.split('\n').flatMap((line): Event[] => (line === '' ? [] : [JSON.parse(line)])) };
  };

  test('decides in place of options, under the key that is trusted, and its hash is in the ledger', async () => {
    writeStudy();
    const [keyPair, set] = [join(parent, 'site'), join(parent, 'set.json')];
    expect(await params('keys', keyPair)).toMatchObject({ code: 0 });
    expect(statSync(keyPair).mode & 0o077).toBe(0);
    const exported = await params('export', set, '--sign-key', keyPair, '--dates', 'modified', '--number', '4');
    expect(exported).toMatchObject({ code: 0, events: [{ event: 'exported', version: 4 }] });
    const hash = exported.events[0]?.hash;
    const taken = join(parent, 'taken.json');
    const imported = await params('import', set, '--trust', `${keyPair}.pub`, '--out', taken);
    expect(imported).toMatchObject({ code: 0, events: [{ event: 'verified', hash, differing: [] }] });
    const both = ['--parameters', taken, '--trust', `${keyPair}.pub`];
    expect(await deid(...both)).toMatchObject({ code: 0 });
    expect(linesOf(join(output, 'ledger.jsonl')).every(({ parameters }) => parameters === hash)).toBe(true);
    expect((await deid(...both, '--dates', 'full')).code).not.toBe(0);
    writeFileSync(taken, readFileSync(taken, 'utf8').replace('"acceptPictures": false', '"acceptPictures": true'));
    expect(await deid(...both)).toMatchObject({ code: 1, events: [{ code: 'parameters-invalid' }] });
  });
});

describe('refused is', () => {
  test('a folder that another key or other options have filled', async () => {
    writeStudy();
    await deid();
    expect(await deid('--retain-uids')).toMatchObject({ code: 1, events: [{ code: 'output-of-another-run' }] });
    rmSync(keyFile);
    expect(await deid()).toMatchObject({ code: 1, events: [{ code: 'output-of-another-run' }] });
  });

  test('a key among the results, a result among the input, and a key that is none', async () => {
    writeStudy();
    keyFile = join(output, 'project.key');
    mkdirSync(output);
    expect(await deid()).toMatchObject({ code: 1, events: [{ code: 'key-in-output' }] });
    keyFile = join(parent, 'project.key');
    output = join(input, 'out');
    expect(await deid()).toMatchObject({ code: 1, events: [{ code: 'output-in-input' }] });
    output = join(parent, 'out');
    writeFileSync(keyFile, 'a short one');
    expect(await deid()).toMatchObject({ code: 1, events: [{ code: 'key-file-invalid' }] });
    expect(filesIn(parent).filter((file) => file.endsWith('.dcm'))).toEqual([]);
  });
});
