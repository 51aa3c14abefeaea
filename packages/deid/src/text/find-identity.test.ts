import { buildDataSet } from '@isocenter/dicom/build';
import { describe, expect, it } from 'vitest';
import { findIdentity, termsOfSpans } from './find-identity.ts';
import { termsOfDataSet } from './header-terms.ts';
import { byFiducials, replaceIdentity } from './replace-identity.ts';
import { createTermSet, type IdentityTerm } from './term-set.ts';
import { createWordLists, emptyTermLists, growTermLists } from './word-lists.ts';

const lists = createWordLists();

function cleaned(text: string, terms: readonly IdentityTerm[] = [], of = lists, language = 'en'): string {
  return replaceIdentity(text, findIdentity(text, { terms: createTermSet(terms), lists: of, language }), byFiducials);
}

describe('identity without knowing the patient', () => {
  it('finds the head of a report and leaves its findings byte for byte', () => {
    const text =
      'PATIENT: Testova, Quirina   MRN: 390464   DOB: 1984-02-25\nREFERRING: Dr. K. Hynes\n\nFINDINGS:  Nodule 4.2 x 3.1 cm at T4/5,\tSUV 3.4.\n\nElectronically signed by Ewald Zanther, MD on 7/1/25.';
    expect(cleaned(text)).toBe(
      'PATIENT: % PATIENT NAME %   MRN: % PATIENT ID %   DOB: % BIRTH DATE %\nREFERRING: Dr. % OTHER PERSON %\n\nFINDINGS:  Nodule 4.2 x 3.1 cm at T4/5,\tSUV 3.4.\n\nElectronically signed by % OTHER PERSON %, MD on % DATE %.',
    );
  });

  it.each([
    ['Discussed with Dr. Hand by telephone.', 'Discussed with Dr. % OTHER PERSON % by telephone.'],
    ['DISCUSSED WITH DR HAND.', 'DISCUSSED WITH DR % OTHER PERSON %.'],
    ['Mr. Parkinson has tremor.', 'Mr. % PATIENT NAME % has tremor.'],
    ['Re: MISSEL, SYD', 'Re: % PATIENT NAME %'],
    ['Dictated by: Cob Quajoro, MD', 'Dictated by: % OTHER PERSON %, MD'],
    ['Re: STREIFF, CARE\nMRN 0043249', 'Re: % PATIENT NAME %\nMRN % PATIENT ID %'],
    ['RE: FAX F. ENGLAND', 'RE: % PATIENT NAME %'],
    ['Signed by: Marcus Service, MD', 'Signed by: % OTHER PERSON %, MD'],
    ['Re: Jillana Nurse  Medical Record #: 4711', 'Re: % PATIENT NAME %  Medical Record #: % PATIENT ID %'],
    ['Referring: Dr. B. End', 'Referring: Dr. % OTHER PERSON %'],
    ['Seen with Mrs. page.', 'Seen with Mrs. % PATIENT NAME %.'],
    ['Electronically signed by Winnah Been, DO', 'Electronically signed by % OTHER PERSON %, DO'],
    ['Discussed with Dr. B. Findings are normal.', 'Discussed with Dr. % OTHER PERSON %. Findings are normal.'],
    ['PATIENT NAME: WEEK, FLETCH', 'PATIENT NAME: % PATIENT NAME %'],
    ['Hand Medical Center', '% INSTITUTION %'],
    ['Born on 4/9/1961, seen 3/4/2020', 'Born on % BIRTH DATE %, seen % DATE %'],
    ['Week was informed.', '% OTHER PERSON % was informed.'],
    ['Referring: Dr. A. Swift', 'Referring: Dr. % OTHER PERSON %'],
    ['Read by: Gypsy Sears, MD', 'Read by: % OTHER PERSON %, MD'],
    ['UNIVERSITY OF LUMWIMSKI HOSPITAL', '% INSTITUTION %'],
    ['Signed 03/05/2024 14:22.', 'Signed % DATE % 14:22.'],
    ['Call 776-600-1622 ext. 44.', 'Call % PHONE %.'],
    ['Write to q.test@clinic.example.', 'Write to % EMAIL %.'],
    ['A 94 year old man, a 71 year old woman.', 'A % AGE % year old man, a 71 year old woman.'],
    ['Seen at Leominster General Hospital.', 'Seen at % INSTITUTION %.'],
    ['Seen at woboqibu Clinic.', 'Seen at % INSTITUTION % Clinic.'],
    [
      'goravuda mibokeji was seen by Dr. Hand: a nodule.',
      '% OTHER PERSON % was seen by Dr. % OTHER PERSON %: a nodule.',
    ],
    ['No fracture. vokifume was informed.', 'No fracture. % OTHER PERSON % was informed.'],
    ['Lives at 4326 Shipman Rd, Springvale, OH 28699.', 'Lives at % ADDRESS %.'],
  ])('finds identity in %j', (text, expected) => {
    expect(cleaned(text)).toBe(expected);
  });

  it.each([
    'hepatosplenomegaly was seen by ultrasound. choledochojejunostomy was assessed by CT.',
    'Known Parkinson disease with a Baker cyst.',
    'No evidence of Hodgkin lymphoma; the Foley catheter is in place.',
    "History of Crohn's disease.",
    'Attending: Radiology Service\nSeen at the Hand Center.',
    'Spine at T4/5 and T10-T11, 15.4 CM.\nNOTIFIED.',
    'White matter changes. Left hand and long bones are normal.',
    'Chiari I malformation. Schmorl nodes at L3.',
    'CT CHEST WITH CONTRAST: NO PULMONARY EMBOLISM.',
  ])('leaves %j as it is', (text) => {
    expect(cleaned(text)).toBe(text);
  });

  it('takes a capital letter for no name in a language whose words it does not know', () => {
    expect(cleaned('Die Leber ist normal. Dr. Testmann', [], lists, 'de')).toBe(
      'Die Leber ist normal. Dr. % OTHER PERSON %',
    );
  });
});

describe('identity that is known', () => {
  const terms = termsOfDataSet(
    buildDataSet(
      {
        PatientName: 'TEST^QUIRÍNA',
        PatientID: '00390464',
        PatientBirthDate: '19840225',
        AccessionNumber: 'A-77881',
      },
      { characterSet: 'ISO_IR 192' },
    ),
  );

  it.each([
    ['quirina was here', '% PATIENT NAME % was here'],
    ['Quirnia came back', '% PATIENT NAME % came back'],
    ['id 390464', 'id % PATIENT ID %'],
    ['the twenty-fifth of February 1984', 'the % BIRTH DATE %'],
    ['25/02/84', '% BIRTH DATE %'],
    ['study a77881', 'study % ACCESSION NUMBER %'],
    ['MRN:00390464', 'MRN:% PATIENT ID %'],
  ])('is found in %j', (text, expected) => {
    expect(cleaned(text, terms)).toBe(expected);
  });

  it('goes from one text of a case to the next', () => {
    const text = 'Dictated by Ewald Zanther';
    const found = termsOfSpans(text, findIdentity(text, { lists }));
    expect(cleaned('ZANTHER_EWALD', found)).toBe('% OTHER PERSON %');
  });
});

describe('the lists of a site', () => {
  it('block what is a word, allow what is none, and move a term to the list named last', () => {
    const grown = growTermLists({ ...emptyTermLists, allow: ['Zyxoquant'], block: ['atrium cafe'] }, [
      { term: 'Gallbladder', list: 'block' },
      { term: 'ZYXOQUANT', list: 'allow' },
    ]);
    expect(grown).toEqual({ allow: ['ZYXOQUANT'], block: ['atrium cafe', 'Gallbladder'], gray: [] });
    const own = createWordLists(grown);
    expect(cleaned('The Zyxoquant near gallbladder, Atrium Cafe.')).toContain('% OTHER PERSON %');
    expect(cleaned('The Zyxoquant near gallbladder, Atrium Cafe.', [], own)).toBe(
      'The Zyxoquant near % TEXT %, % TEXT %.',
    );
  });
});
