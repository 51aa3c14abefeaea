/** Visibly false patients for the pictures of the documentation, and the studies that they are given. */

import { buildElement } from '@isocenter/dicom/build';
import { type Keyword, tagOf } from '@isocenter/dicom/dictionary';
import type { Vr } from '@isocenter/dicom/vr';
import { buildPhantomStudy, type PhantomOptions, type PhantomStudy } from '@isocenter/testkit/phantom';

type Part = {
  readonly name: string;
  readonly sex: 'F' | 'M';
  readonly born: string;
  readonly description: string;
  readonly day: string;
  readonly content: Pick<PhantomOptions, 'ctSlices' | 'mrSlices' | 'usFrames'>;
};

const ct = { ctSlices: 24, mrSlices: 0, usFrames: 0 };
const mr = { ctSlices: 0, mrSlices: 20, usFrames: 0 };
const us = { ctSlices: 0, mrSlices: 0, usFrames: 16 };

const parts: readonly Part[] = [
  {
    name: 'TEST^BENEDIKT',
    sex: 'M',
    born: '19510622',
    description: 'CT chest, follow-up',
    day: '2026-01-12',
    content: ct,
  },
  { name: 'TEST^CHIARA', sex: 'F', born: '19830203', description: 'MR head', day: '2026-01-12', content: mr },
  { name: 'TEST^DIMITRI', sex: 'M', born: '19670814', description: 'Echocardiography', day: '2026-01-13', content: us },
  {
    name: 'TEST^EMILIA',
    sex: 'F',
    born: '20010430',
    description: 'MR head, before treatment',
    day: '2026-01-13',
    content: mr,
  },
  {
    name: 'TEST^FARID',
    sex: 'M',
    born: '19480101',
    description: 'CT chest without contrast',
    day: '2026-01-14',
    content: ct,
  },
  {
    name: 'TEST^GUNNHILD',
    sex: 'F',
    born: '19590919',
    description: 'Echocardiography',
    day: '2026-01-14',
    content: us,
  },
  {
    name: 'TEST^HIROSHI',
    sex: 'M',
    born: '19751205',
    description: 'CT chest, screening',
    day: '2026-01-15',
    content: ct,
  },
  {
    name: 'TEST^ANNA',
    sex: 'F',
    born: '19700131',
    description: 'Chest, head and heart',
    day: '2026-01-15',
    content: { ctSlices: 40, mrSlices: 20, usFrames: 24 },
  },
];

/** The last one is the study that is opened. */
export function castStudies(): readonly PhantomStudy[] {
  return parts.map((part, place) => {
    const study = buildPhantomStudy({
      seed: 100 + place,
      at: new Date(`${part.day}T0${place + 1}:30:00Z`),
      ...part.content,
    });
    return {
      ...study,
      patientName: part.name,
      series: study.series.map((series) => ({ ...series, instances: () => dressed(series, part) })),
    };
  });
}

function* dressed(series: PhantomStudy['series'][number], part: Part) {
  const changes = new Map(
    (
      [
        ['PatientName', 'PN', part.name],
        ['PatientSex', 'CS', part.sex],
        ['PatientBirthDate', 'DA', part.born],
        ['StudyDescription', 'LO', part.description],
      ] satisfies readonly (readonly [Keyword, Vr, string])[]
    ).map(([keyword, vr, value]) => [tagOf(keyword), buildElement(tagOf(keyword), vr, value)]),
  );
  for (const instance of series.instances()) {
    const elements = instance.dataSet.elements.map((element) => changes.get(element.tag) ?? element);
    yield { ...instance, dataSet: { ...instance.dataSet, elements } };
  }
}
