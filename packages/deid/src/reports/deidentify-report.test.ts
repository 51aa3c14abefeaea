import { buildDataSet } from '@isocenter/dicom/build';
import { tagOf } from '@isocenter/dicom/dictionary';
import { encodeDataSet } from '@isocenter/dicom/encode';
import { encodeFileMeta, parsePart10 } from '@isocenter/dicom/part10';
import { explicitVrLittleEndian } from '@isocenter/dicom/transfer-syntax';
import { getString } from '@isocenter/dicom/values';
import { describe, expect, test } from 'vitest';
import { createDeidentifier } from '../deidentify-file.ts';
import type { ProfileOptions } from '../profile-options.ts';
import { createReportDeidentifier, type ReportDeidentifier, type ReportForm } from './deidentify-report.ts';

const key = Buffer.alloc(32, 9);
const moved: ProfileOptions = { dates: 'modified' };
const deidentifiers = new Map<string, ReportDeidentifier>();

function report(input: string | Uint8Array, profile: ProfileOptions = moved, form: ReportForm = 'hl7') {
  const name = JSON.stringify(profile);
  const deidentify = deidentifiers.get(name) ?? createReportDeidentifier({ key, profile });
  deidentifiers.set(name, deidentify);
  const result = deidentify(Buffer.from(input), form);
  if (result.kind === 'held') throw new Error(`held: ${result.reason}`);
  return { ...result, text: Buffer.from(result.bytes).toString('utf8') };
}

const header = 'MSH|^~\\&|TESTAPP|TEST HOSPITAL|||20240301120000||ORU^R01|TEST-77|P|2.5.1||||||UNICODE UTF-8\r';
const patient =
  'PID|1||00390464^^^TESTSITE^MR~123456789^^^USSSA^SS||TESTOVA^QUIRÍNA^M||19840225|F|||4326 Shipman Rd^^Springvale^OH^28699||(776) 600-1622\r';

/** Returns a field of the segment of that name, by the number of the standard. */
function field(text: string, segment: string, at: number, nth = 0): string {
  const lines = text.split('\r').filter((line) => line.startsWith(`${segment}|`));
  return lines[nth]?.split('|')[at] ?? '';
}

describe('a message', () => {
  test('has the ids and the shift of the images that it belongs to', () => {
    const order = 'OBR|1|TEST-77881^PLACER|TEST-77882|71020^CHEST^LOCAL|||20240301|||||||||||TEST-77881\r';
    const { text } = report(header + patient + order);
    const image = buildDataSet({
      SOPClassUID: '1.2.840.10008.5.1.4.1.1.2',
      SOPInstanceUID: '1.2.3.4',
      StudyInstanceUID: '1.2.3',
      SeriesInstanceUID: '1.2.3.1',
      StudyDate: '20240301',
      PatientName: 'TESTOVA^QUIRINA',
      PatientID: '00390464',
      AccessionNumber: 'TEST-77881',
    });
    const meta = encodeFileMeta({
      sopClassUid: '1.2.840.10008.5.1.4.1.1.2',
      sopInstanceUid: '1.2.3.4',
      transferSyntaxUid: explicitVrLittleEndian.uid,
    });
    const file = createDeidentifier({ key, profile: moved })(
      Buffer.concat([meta, encodeDataSet(image, explicitVrLittleEndian)]),
    );
    if (file.kind === 'held') throw new Error(file.reason);
    const { dataSet } = parsePart10(Buffer.concat(file.chunks)).value;
    expect([field(text, 'PID', 3), field(text, 'PID', 5), field(text, 'OBR', 18), field(text, 'OBR', 7)]).toEqual(
      (['PatientID', 'PatientName', 'AccessionNumber', 'StudyDate'] as const).map((keyword) =>
        getString(dataSet, tagOf(keyword)),
      ),
    );
    expect(field(text, 'OBR', 2)).toBe(field(text, 'OBR', 18));
    expect(field(text, 'OBR', 4)).toBe('71020^CHEST^LOCAL');
  });

  test('keeps nothing of who is named in it, in fields and in text', () => {
    const { text, bytes } = report(
      `${header + patient}NK1|1|TESTOV^ERIK|SPO^Spouse|12 Elm St\rPV1|1|I|TESTWARD||||9^ZANTHER^EWALD\r` +
        'IN1|1|TESTPLAN|5|TESTINSURER\rZPI|TESTOVA\rOBR|1|A1||X^CT\r' +
        'OBX|1|TX|GDT^Report||Mrs. Testova came with her husband Erik.~Read by E. Zanther (776-600-1622).||||||F|||20240301||9^ZANTHER\r',
    );
    for (const word of ['TESTOV', 'QUIR', 'ERIK', 'ZANTHER', '6001622', '600-1622', 'SHIPMAN', '390464', 'TESTINSURER'])
      expect(text.toUpperCase()).not.toContain(word);
    expect(text).not.toContain('ZPI');
    expect(field(text, 'OBX', 5)).toBe(
      'Mrs. % PATIENT NAME % came with her husband % OTHER PERSON %.~Read by % OTHER PERSON % (% PHONE %).',
    );
    expect(Buffer.from(bytes).toString('latin1')).not.toContain('\n');
  });

  test('keeps headings, measurements and escapes of its text to the byte', () => {
    const line = '\\H\\FINDINGS:\\N\\  4.2 x 3.1 cm \\T\\ SUV 3.4\\.br\\T4/5  μ = 2^3';
    const { text } = report(`${header + patient}OBX|1|FT|GDT||${line}||||||F\r`);
    expect(field(text, 'OBX', 5)).toBe(line);
    const named = report(`${header + patient}OBX|1|FT|GDT||\\H\\Mrs. TESTOVA\\N\\ \\T\\ \\XE28094\\ well||||||F\r`);
    expect(field(named.text, 'OBX', 5)).toBe('\\H\\Mrs. % PATIENT NAME %\\N\\ \\T\\ \\XE28094\\ well');
  });

  test('is searched over the lines of a report, each in a segment of its own', () => {
    const lines = ['Dictated by:', 'Cob Quajoro, MD', 'No nodule.'];
    const { text } = report(header + patient + lines.map((line, at) => `OBX|${at + 1}|TX|GDT||${line}\r`).join(''));
    expect(lines.map((_, at) => field(text, 'OBX', 5, at))).toEqual([
      'Dictated by:',
      '% OTHER PERSON %, MD',
      'No nodule.',
    ]);
  });

  test.each([
    ['NM', '12.5', '12.5'],
    ['SN', '>^5', '>^5'],
    ['NM', 'Testova', '% PATIENT NAME %'],
    ['CE', '1^Normal^L', '1^Normal^L'],
    ['CE', '1^Seen by Dr. Hand^L', '1^Seen by Dr. % OTHER PERSON %^L'],
    ['XCN', '9^ZANTHER^EWALD', '% OTHER PERSON %'],
    ['ED', '^application^pdf^Base64^VEVTVE9WQQ==', ''],
    ['RP', 'https://test.example/testova', ''],
    ['ZZ', 'TESTOVA', ''],
    ['DT', 'TESTOVA', ''],
  ])('has a value of type %s, %j, as %j', (type, value, expected) => {
    expect(field(report(`${header + patient}OBX|1|${type}|GDT||${value}|||||F\r`).text, 'OBX', 5)).toBe(expected);
  });

  test('has UIDs of studies mapped as images have them, ages of 90 and more capped', () => {
    const { text } = report(
      `${header + patient}OBX|1|ST|113014^DICOM Study^DCM||1.2.3.4.5.6||||||F\rOBX|2|NM|30525-0^Age^LN||94|a\rZDS|1.2.3.4.5.6^TEST\r`,
    );
    expect(field(text, 'OBX', 5)).toMatch(/^2\.25\.\d+$/);
    expect(field(text, 'ZDS', 1)).toBe(field(text, 'OBX', 5));
    expect(field(text, 'OBX', 5, 1)).toBe('90');
  });

  test('has no dates, no sex and no site unless an option keeps them', () => {
    const { text } = report(header + patient, {});
    expect([field(text, 'MSH', 6), field(text, 'MSH', 3), field(text, 'PID', 8)]).toEqual(['', '', '']);
    const kept = report(header + patient, {
      dates: 'full',
      retainPatientCharacteristics: true,
      retainInstitutionIdentity: true,
    }).text;
    expect([field(kept, 'MSH', 6), field(kept, 'MSH', 3), field(kept, 'PID', 8), field(kept, 'PID', 7)]).toEqual([
      '20240301120000',
      'TEST HOSPITAL',
      'F',
      '',
    ]);
  });

  test('of another character set and other separators is written as it was read', () => {
    const latin =
      'MSH*:+#@*A**B**2024**ORU:R01*1*P*2.5******8859/1\rPID*1**TEST-7\rOBX*1*TX*G**größe 4 mm#T#5+Mrs. Test-7**\r';
    const { bytes } = report(Buffer.from(latin, 'latin1'));
    expect(Buffer.from(bytes).toString('latin1')).toMatch(/\rOBX\*1\*TX\*G\*\*größe 4 mm#T#5\+Mrs\. [^\r]+\r$/);
    expect(Buffer.from(bytes).toString('latin1')).not.toContain('Test-7');
  });

  test('is found behind other lines and in a batch; what stands between is left out', () => {
    const { text } = report(`Sent by Testova\r\n\v${header}${patient}\x1c\r${header}${patient}`, moved, 'txt');
    expect(text.match(/^MSH/gm)?.length ?? text.split('\r').filter((line) => line.startsWith('MSH')).length).toBe(2);
    expect(text.toLowerCase()).not.toContain('testova');
  });

  test('lists what was done by place, without values', () => {
    const { ledger } = report(`${header + patient}ZPI|TESTOVA\r`);
    expect(ledger).toContainEqual({ path: 'PID[1]-3', action: 'pseudonym' });
    expect(ledger).toContainEqual({ path: 'PID[1]-11', action: 'remove' });
    expect(ledger).toContainEqual({ path: 'ZPI[1]', action: 'remove' });
    expect(JSON.stringify(ledger)).not.toMatch(/TEST/i);
  });
});

describe('a message that still holds identity when it is cleaned', () => {
  const deidentify = createReportDeidentifier({ key, profile: moved });
  // Nobody would read a name in it.
  const told = `${header + patient}OBX|1|TX|GDT||Unremarkable.\rOBX|2|TX|GDT||see xrtestovaq.\r`;

  test('is held back, with the place and the kind of what was found and no value', () => {
    const leaks = [
      { path: 'OBX[2]-5', kind: 'patient-name' },
      { path: 'OBX[1]…', kind: 'patient-name' },
    ];
    expect(deidentify(Buffer.from(told), 'hl7')).toEqual({ kind: 'held', reason: 'leak-found', leaks });
  });

  test('goes out where a person let pass all that was found, and not a part of it', () => {
    const of = (paths: readonly string[]) => deidentify(Buffer.from(told), 'hl7', ({ path }) => paths.includes(path));
    expect(of(['OBX[2]-5'])).toMatchObject({ kind: 'held' });
    expect(of(['OBX[2]-5', 'OBX[1]…'])).toMatchObject({ kind: 'done' });
  });

  test('is not held for a site that the profile keeps', () => {
    const named = told.replace('xrtestovaq', 'image');
    const keeping = createReportDeidentifier({ key, profile: { retainInstitutionIdentity: true } });
    expect(keeping(Buffer.from(named.replace('TEST HOSPITAL', 'TESTOVA')), 'hl7')).toMatchObject({ kind: 'done' });
  });
});

describe('a file that is no message', () => {
  test('is cleaned as text, with the pseudonym and the shift of the id that it names', () => {
    const { text, name } = report('MRN: 390464\r\nDate: 2024-03-01\r\nDr. Hand: 4.2 cm\r\n', moved, 'txt');
    const { text: message } = report(`${header}PID|1||390464\rOBR|1||||||20240301\r`);
    const [, id, date] = /^MRN: (.*)\r\nDate: (.*)\r\nDr\. % OTHER PERSON %: 4\.2 cm\r\n$/.exec(text) ?? [];
    expect([id, date?.replaceAll('-', '')]).toEqual([field(message, 'PID', 3), field(message, 'OBR', 7)]);
    expect(name).toMatch(/^[A-Z2-7]{16}\.txt$/);
  });

  test.each([
    ['hl7', 'Mrs. Testova'],
    ['txt', 'Mrs. \0Testova'],
  ] as const)('is held back where it is not what it is said to be: %s', (form, input) => {
    expect(createReportDeidentifier({ key, profile: {} })(Buffer.from(input), form)).toEqual({
      kind: 'held',
      reason: 'unreadable',
    });
  });
});

describe('with surrogates', () => {
  const surrogates: ProfileOptions = { dates: 'modified', reports: 'surrogates' };

  test('a person has one name in messages and in text, and none that the case has', () => {
    const note = 'OBX|1|FT|X^Note||Mrs. Testova was seen by Dr. Cob Quajoro on 03/01/2024, phone (776) 600-1622.\r';
    const message = report(header + patient + note, surrogates).text;
    const text = report('Mrs. Testova was seen by Dr. Cob Quajoro.', surrogates, 'txt').text;
    const [, family = '', reader = ''] = /^Mrs\. (\p{L}+) was seen by Dr\. (\p{L}+ \p{L}+)\.$/u.exec(text) ?? [];
    expect(family).not.toBe('');
    expect(field(message, 'OBX', 5)).toMatch(
      new RegExp(
        `^Mrs\\. ${family} was seen by Dr\\. ${reader} on \\d\\d/\\d\\d/20\\d\\d, phone \\(555\\) \\d{3}-\\d{4}\\.$`,
      ),
    );
    expect(message).not.toMatch(/testova|quajoro|600-1622|03\/01\/2024/i);
    const other = report(`Dr. ${family} called Mrs. Testova.`, surrogates, 'txt').text;
    expect(other).not.toContain(family);
  });

  test('names in fields of values are replaced, and ids beside them left out', () => {
    const { text } = report(`${header}${patient}OBX|1|XCN|X^Reader||4711^QUAJORO^COB\r`, surrogates);
    expect(field(text, 'OBX', 5)).toMatch(/^[A-Z]+\^[A-Z]+$/);
    expect(text).not.toMatch(/quajoro|cob|4711/i);
  });

  test('ids with and without zeros in front are one', () => {
    const { text } = report('MRN: 00390464\nPatient ID: 390464', surrogates, 'txt');
    const [first = '', second] = text.split('\n').map((line) => line.split(': ')[1]);
    expect(first).toMatch(/^[A-Z2-7]{16}$/);
    expect(second).toBe(first);
  });
});
