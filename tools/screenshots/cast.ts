/** Visibly false patients for the pictures of the documentation, and the studies that they are given. */

import { type Attributes, buildDataSet } from '@isocenter/dicom/build';
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
  return parts.map((part, place) => studyOf(part, 100 + place));
}

/** A study whose maker is called by the number of its order. */
export function namedByItsMaker(): PhantomStudy {
  const content = { ctSlices: 2, mrSlices: 0, usFrames: 0 };
  const part = {
    name: 'TEST^IVANA',
    sex: 'F',
    born: '19660317',
    description: 'CT abdomen',
    day: '2026-01-15',
    content,
  };
  const study = studyOf({ ...part, sex: 'F' }, 208);
  const changes = { AccessionNumber: 'TEST-51', Manufacturer: 'Works of TEST-51, Test City' };
  return {
    ...study,
    series: study.series.map((series) => ({ ...series, instances: () => dressed(series, changes) })),
  };
}

/** What an archive has of some of them from years ago. */
export function earlierStudies(): readonly PhantomStudy[] {
  return parts.flatMap((part, place) =>
    ['2022-03', '2024-09'].map((month, year) => {
      const { ctSlices = 0, mrSlices = 0, usFrames = 0 } = part.content;
      const content = {
        ctSlices: Math.min(ctSlices, 6),
        mrSlices: Math.min(mrSlices, 6),
        usFrames: Math.min(usFrames, 4),
      };
      const earlier = { ...part, day: `${month}-1${place}`, content };
      return studyOf(earlier, 300 + 10 * place + year);
    }),
  );
}

function studyOf(part: Part, seed: number): PhantomStudy {
  const hour = 1 + (seed % 10);
  const study = buildPhantomStudy({
    seed,
    at: new Date(`${part.day}T${hour < 10 ? '0' : ''}${hour}:30:00Z`),
    ...part.content,
  });
  const changes = {
    PatientName: part.name,
    PatientSex: part.sex,
    PatientBirthDate: part.born,
    StudyDescription: part.description,
  };
  return {
    ...study,
    patientName: part.name,
    series: study.series.map((series) => ({ ...series, instances: () => dressed(series, changes) })),
  };
}

/** Yields the instances of a series with other values. */
export function* dressed(
  series: PhantomStudy['series'][number],
  changes: Attributes,
): ReturnType<typeof series.instances> {
  const others = new Map(buildDataSet(changes).elements.map((element) => [element.tag, element]));
  for (const instance of series.instances()) {
    const elements = instance.dataSet.elements.map((element) => others.get(element.tag) ?? element);
    yield { ...instance, dataSet: { ...instance.dataSet, elements } };
  }
}
