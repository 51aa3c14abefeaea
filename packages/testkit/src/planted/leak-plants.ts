/**
 * Identity that has stayed in a cleaned object, in each form that people and programs write it, at each place where it has
 * been found: what a leak scan must find. The same seed makes the same plants.
 *
 * Forms are written down here one by one, so that a form that the scan forgets is not forgotten here, too.
 */

import { type Attributes, buildDataSet } from '@isocenter/dicom/build';
import type { DataElement, DataSet } from '@isocenter/dicom/data-set';
import { tagOf } from '@isocenter/dicom/dictionary';
import { type Tag, tagFrom } from '@isocenter/dicom/tag';
import { type Random, seededRandom } from '../random.ts';

export type LeakPlant = {
  readonly form: string;
  readonly place: string;
  /** The object as it was: the identity stands in its usual attributes. */
  readonly original: DataSet;
  readonly cleaned: DataSet;
  /** What is written beside the data set. */
  readonly otherBytes: readonly Uint8Array[];
  readonly names: readonly string[];
};

type Form = {
  readonly name: string;
  readonly text: string;
  /** Of characters that only Unicode or a set of its own has. */
  readonly isNative?: boolean;
  /** Three letters: they need other text around them in bytes, and are chance among samples. */
  readonly isShort?: boolean;
  /** A part of the name that is a word besides: a name only where names stand, or as a whole. */
  readonly isWord?: boolean;
  /** Digits only, of an id: fit for numbers. */
  readonly isNumber?: boolean;
};

const utf8 = 'ISO_IR 192';

/** Yields each form at each place that it can stand in. */
export function* buildLeakPlants(seed: number): Generator<LeakPlant> {
  const identity = inventIdentity(seededRandom(seed, 71));
  const original = buildDataSet(originalOf(identity), { characterSet: utf8 });
  for (const form of formsOf(identity))
    for (const [place, plant] of Object.entries(places)) {
      const planted = plant(form, identity);
      if (planted === undefined) continue;
      const cleaned = cleanedWith(planted.elements ?? {}, planted.extra ?? []);
      yield {
        form: form.name,
        place,
        original,
        cleaned: planted.trailing ? withTrailing(cleaned, planted.trailing) : cleaned,
        otherBytes: planted.otherBytes ?? [],
        names: planted.names ?? [],
      };
    }
}

/** Returns an original and its cleaned object, in which there is nothing to be found. */
export function buildLeakFree(seed: number): Omit<LeakPlant, 'form' | 'place'> {
  const original = buildDataSet(originalOf(inventIdentity(seededRandom(seed, 71))), { characterSet: utf8 });
  return {
    original,
    cleaned: cleanedWith({ StudyDescription: 'CT chest and head, brown fat' }, []),
    otherBytes: [],
    names: ['2.25.9/2.25.8.dcm'],
  };
}

type Identity = {
  readonly family: string;
  readonly given: string;
  readonly short: string;
  readonly word: string;
  readonly accented: string;
  readonly nativeFamily: string;
  readonly nativeGiven: string;
  readonly kana: string;
  readonly id: string;
  readonly mixedId: string;
  readonly accession: string;
  readonly birth: readonly [year: string, month: string, day: string];
  readonly phone: string;
  readonly institution: string;
  readonly station: string;
  readonly uid: string;
};

function inventIdentity(random: Random): Identity {
  const letters = (set: string, count: number): string =>
    Array.from({ length: count }, () => random.pick([...set])).join('');
  const syllables = (count: number): string =>
    Array.from({ length: count }, () => letters('bdfgjkmvwz', 1) + letters('aeiou', 1)).join('');
  const digits = (count: number): string => letters('3456789', 1) + letters('0123456789', count - 1);
  const two = (value: number): string => String(value).padStart(2, '0');
  return {
    family: `Test${syllables(3)}`,
    given: `Tst${syllables(2)}`,
    short: `X${letters('aeiou', 1)}${letters('jqz', 1)}`,
    word: random.pick(['Brown', 'Long', 'Price', 'Young']),
    accented: `Tést${syllables(1)}ü${syllables(1)}ö`,
    nativeFamily: `試験${letters('山田川口', 2)}`,
    nativeGiven: letters('木村鈴佐藤', 2),
    kana: `テスト${letters('アイウエオ', 3)}`,
    id: `00${digits(7)}`,
    mixedId: `TEST-${digits(4)}-${digits(3)}`,
    accession: digits(8),
    birth: [String(1931 + random.below(60)), two(1 + random.below(12)), two(13 + random.below(15))],
    phone: `0${digits(4)}${digits(6)}`,
    institution: `Test${syllables(3)} General Hospital`,
    station: `TSTCT${digits(4)}`,
    uid: `1.2.826.0.1.3680043.${digits(4)}.${digits(9)}.${digits(6)}`,
  };
}

function originalOf(i: Identity): Attributes {
  return {
    SOPClassUID: '1.2.840.10008.5.1.4.1.1.2',
    SOPInstanceUID: i.uid,
    StudyInstanceUID: `${i.uid}.1`,
    PatientName: `${i.family}^${i.given}=${i.nativeFamily}^${i.nativeGiven}=${i.kana}`,
    OtherPatientNames: `${i.accented}^${i.given}`,
    PatientID: i.id,
    PatientBirthDate: i.birth.join(''),
    OtherPatientIDsSequence: [{ PatientID: i.mixedId }],
    AccessionNumber: i.accession,
    ReferringPhysicianName: `${i.short}^Tez`,
    OperatorsName: `${i.word}^${i.given}`,
    PatientTelephoneNumbers: i.phone,
    InstitutionName: i.institution,
    StationName: i.station,
  };
}

function formsOf(i: Identity): readonly Form[] {
  const { family, given, short, word, accented } = i;
  const [year, month, day] = i.birth;
  const english =
    ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'][Number(month) - 1] ?? '';
  const plain = accented.replace('é', 'e').replace('ü', 'u').replace('ö', 'o');
  const spelled = accented.replace('é', 'e').replace('ü', 'ue').replace('ö', 'oe');
  const bare = i.id.slice(2);
  const form = (name: string, text: string, more: Partial<Form> = {}): Form => ({ name, text, ...more });
  return [
    form('family name', family),
    form('family name, capitals', family.toUpperCase()),
    form('given name', given.toLowerCase()),
    form('DICOM name', `${family}^${given}`),
    form('given name first', `${given} ${family}`),
    form('family name first', `${family}, ${given}`),
    form('initial', `${given.slice(0, 1)}. ${family}`),
    form('joined', `${given}${family}`.toLowerCase()),
    form('underscore', `${family}_${given}`),
    form('within a longer word', `xq${family.toLowerCase()}q`),
    form('accents', accented, { isNative: true }),
    form('accents, capitals', accented.toUpperCase(), { isNative: true }),
    form('without accents', plain),
    form('spelled out', spelled),
    form('ideographic', `${i.nativeFamily}${i.nativeGiven}`, { isNative: true }),
    form('ideographic, family name', i.nativeFamily, { isNative: true }),
    form('ideographic, DICOM', `${i.nativeFamily}^${i.nativeGiven}`, { isNative: true }),
    form('phonetic', i.kana, { isNative: true }),
    form('three letters', short, { isShort: true }),
    form('a word with the other name', `${given} ${word}`),
    form('a word after a title', `Mr. ${word}`, { isWord: true }),
    form('id', i.id),
    form('id without zeros', bare, { isNumber: true }),
    form('id in groups', `${bare.slice(0, 3)}-${bare.slice(3)}`, { isWord: true }),
    form('id behind a label', `MRN${bare}`),
    form('id with letters', i.mixedId),
    form('id with letters, no signs', i.mixedId.replaceAll('-', '').toLowerCase()),
    form('accession number', i.accession, { isNumber: true }),
    form('birth date', `${year}${month}${day}`),
    form('birth date, ISO', `${year}-${month}-${day}`),
    form('birth date, German', `${day}.${month}.${year}`),
    form('birth date, American', `${month}/${day}/${year}`),
    form('birth date without zeros', `${Number(month)}/${day}/${year}`),
    form('birth date, joined', `${day}${month}${year}`),
    form('birth date in words', `${day} ${english} ${year}`),
    form('birth date in words, joined', `${day}${english.toUpperCase()}${year}`),
    form('birth date with a short year', `${day}.${month}.${year.slice(2)}`, { isWord: true }),
    form('telephone', `(${i.phone.slice(0, 5)}) ${i.phone.slice(5, 8)}-${i.phone.slice(8)}`, { isWord: true }),
    form('telephone, digits', i.phone, { isNumber: true }),
    form('institution', i.institution),
    form('institution, its own word', i.institution.split(' ')[0] ?? '', { isWord: true }),
    form('station', i.station),
    form('UID', i.uid),
    form('UID with more behind', `${i.uid}.7`),
  ];
}

type Planted = {
  readonly elements?: Attributes;
  readonly extra?: readonly DataElement[];
  readonly otherBytes?: readonly Uint8Array[];
  readonly names?: readonly string[];
  readonly trailing?: Uint8Array;
};

type Place = (form: Form, identity: Identity) => Planted | undefined;

const pixelData = tagOf('PixelData');
const privateBlob = tagFrom(0x0029, 0x1010);
const sentence = ({ text }: Form): string => `Exam of ${text} on Monday`;
/** As records of a fixed width have it. */
const padded = (text: string): string => `Hdr Name ${text} end of it`;
const isInBytes = ({ isWord }: Form): boolean => isWord !== true;
const isInSamples = ({ isWord, isShort, isNative }: Form): boolean =>
  isWord !== true && isShort !== true && isNative !== true;

const places: Readonly<Record<string, Place>> = {
  'free text': (form) => ({ elements: { StudyDescription: form.text } }),
  'free text, a sentence': (form) => ({ elements: { ImageComments: sentence(form) } }),
  'long text, nested twice': (form) => ({
    elements: {
      ContentSequence: [
        { ValueType: 'CONTAINER', ContentSequence: [{ ValueType: 'TEXT', TextValue: sentence(form) }] },
      ],
    },
  }),
  'a person name': (form) => (form.isNumber ? undefined : { elements: { OperatorsName: form.text } }),
  'a code string': (form) => (form.isNative || form.isWord ? undefined : { elements: { BodyPartExamined: form.text } }),
  'the meaning of a code': (form) =>
    form.isWord
      ? undefined
      : {
          elements: {
            ProcedureCodeSequence: [{ CodeValue: '1', CodingSchemeDesignator: 'DCM', CodeMeaning: sentence(form) }],
          },
        },
  'what a device writes': (form) => (form.isWord ? undefined : { elements: { SequenceName: form.text } }),
  'a number': (form) => (form.isNumber ? { elements: { InstanceNumber: { vr: 'IS', value: form.text } } } : undefined),
  'a private text': (form) => ({
    elements: { '00290010': { vr: 'LO', value: 'TEST' }, '00291020': { vr: 'LO', value: sentence(form) } },
  }),
  'a text in the set of another one': (form) => (form.isNative ? inLatin1(form) : undefined),
  'private bytes, ASCII and UTF-8': (form) =>
    isInBytes(form) ? blob('OB', Buffer.from(padded(form.text))) : undefined,
  'private bytes between zeros': (form) =>
    isInBytes(form) && !form.isShort ? blob('OB', Buffer.from(`\u0001\u0000${form.text}\u0000\u0002`)) : undefined,
  'private bytes, UTF-16LE': (form) =>
    isInBytes(form) ? blob('OB', Buffer.from(padded(form.text), 'utf16le')) : undefined,
  'private bytes, UTF-16BE at an odd place': (form) =>
    isInBytes(form)
      ? blob('OB', Buffer.concat([Buffer.of(7), Buffer.from(padded(form.text), 'utf16le').swap16()]))
      : undefined,
  'unknown VR': (form) => (isInBytes(form) ? blob('UN', Buffer.from(padded(form.text))) : undefined),
  'words of 16 bits': (form) => (isInBytes(form) ? blob('OW', even(Buffer.from(padded(form.text)))) : undefined),
  'a document': (form) =>
    isInBytes(form)
      ? { elements: { EncapsulatedDocument: { vr: 'OB', value: even(Buffer.from(`%PDF-1.4 (${form.text}) Tj`)) } } }
      : undefined,
  'a comment of JPEG': (form) => (isInBytes(form) ? frame(jpegWith(0xfe, padded(form.text))) : undefined),
  'EXIF in UTF-16': (form) =>
    isInBytes(form) ? frame(jpegWith(0xe1, Buffer.from(padded(form.text), 'utf16le'))) : undefined,
  'after the end of a JPEG': (form) =>
    isInBytes(form) ? frame(Buffer.concat([jpegWith(0xe0, ''), Buffer.from(padded(form.text))])) : undefined,
  'a comment of JPEG 2000': (form) => (isInBytes(form) ? frame(jpeg2000With(padded(form.text))) : undefined),
  'among compressed samples': (form) =>
    isInSamples(form)
      ? frame(Buffer.concat([jpegWith(0xe0, '').subarray(0, -2), Buffer.from(`\u00ab ${form.text} \u00ab`)]))
      : undefined,
  'at the end of native samples': (form) =>
    isInSamples(form)
      ? {
          elements: {
            PixelData: {
              vr: 'OW',
              value: even(Buffer.concat([Buffer.alloc(20_000, 0x81), Buffer.from(` ${form.text} `)])),
            },
          },
        }
      : undefined,
  'at the beginning of native samples': (form) =>
    isInSamples(form)
      ? {
          elements: {
            PixelData: {
              vr: 'OW',
              value: even(Buffer.concat([Buffer.from(` ${form.text} `), Buffer.alloc(20_000, 0x81)])),
            },
          },
        }
      : undefined,
  'behind the data set': (form) => (isInBytes(form) ? { trailing: Buffer.from(padded(form.text)) } : undefined),
  'file meta information': (form) => (isInBytes(form) ? { otherBytes: [Buffer.from(padded(form.text))] } : undefined),
  'a file name': (form) => ({ names: [`studies/${form.text}.dcm`] }),
};

function blob(vr: 'OB' | 'OW' | 'UN', value: Uint8Array): Planted {
  return {
    elements: { '00290010': { vr: 'LO', value: 'TEST' } },
    extra: [{ tag: privateBlob, vr, value: { kind: 'bytes', bytes: value } }],
  };
}

/** Bytes of UTF-8 in an object that declares nothing of the kind are still read as what they are. */
function inLatin1({ text }: Form): Planted {
  const tag: Tag = tagOf('StudyDescription');
  return {
    elements: { SpecificCharacterSet: 'ISO_IR 100' },
    extra: [{ tag, vr: 'LO', value: { kind: 'bytes', bytes: Buffer.from(text) } }],
  };
}

function frame(fragment: Uint8Array): Planted {
  const fragments = [new Uint8Array(0), even(Buffer.from(fragment))];
  return { extra: [{ tag: pixelData, vr: 'OB', value: { kind: 'fragments', fragments } }] };
}

/** A segment, a scan of a few bytes, End of Image. */
function jpegWith(marker: number, text: string | Uint8Array): Buffer {
  const payload = Buffer.from(text);
  const length = Buffer.alloc(2);
  length.writeUInt16BE(payload.length + 2);
  const scan = Buffer.of(0xff, 0xda, 0, 2, 0x81, 0xff, 0x00, 0x91, 0xff, 0xd9);
  return Buffer.concat([Buffer.of(0xff, 0xd8, 0xff, marker), length, payload, scan]);
}

/** Start of Codestream, a comment (T.800 §A.9.2), and the first tile-part, of which nothing is read. */
function jpeg2000With(text: string): Buffer {
  const payload = Buffer.from(`\u0000\u0001${text}`);
  const length = Buffer.alloc(2);
  length.writeUInt16BE(payload.length + 2);
  return Buffer.concat([Buffer.of(0xff, 0x4f, 0xff, 0x64), length, payload, Buffer.of(0xff, 0x90, 0x81, 0x91)]);
}

function even(bytes: Buffer): Buffer {
  return bytes.length % 2 === 0 ? bytes : Buffer.concat([bytes, Buffer.alloc(1)]);
}

function cleanedWith(elements: Attributes, extra: readonly DataElement[]): DataSet {
  const built = buildDataSet(
    {
      SOPClassUID: '1.2.840.10008.5.1.4.1.1.2',
      SOPInstanceUID: '2.25.123456789012345678901234567890',
      PatientName: 'ABCDEFGHIJKLMNOP',
      PatientID: 'ABCDEFGHIJKLMNOP',
      Modality: 'CT',
      Manufacturer: 'TEST MAKER',
      StudyDate: '20150511',
      KVP: '120',
      ...elements,
    },
    elements.SpecificCharacterSet === undefined ? { characterSet: utf8 } : {},
  );
  return { ...built, elements: [...built.elements, ...extra].sort((a, b) => a.tag - b.tag) };
}

function withTrailing(dataSet: DataSet, trailing: Uint8Array): DataSet {
  return { ...dataSet, source: { offset: 0, lengthBytes: 0, explicitVr: true, trailing } };
}
