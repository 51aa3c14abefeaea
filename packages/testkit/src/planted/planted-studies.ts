/**
 * Studies of false patients with a series of each kind of object, identity planted wherever objects have been found to
 * hold it, and the answer key of each instance. The same seed makes the same bytes.
 */

import { inflateRawSync } from 'node:zlib';
import { type Attributes, buildDataSet } from '@isocenter/dicom/build';
import type { DataSet } from '@isocenter/dicom/data-set';
import { tagOf } from '@isocenter/dicom/dictionary';
import { parsePart10 } from '@isocenter/dicom/part10';
import { explicitVrLittleEndian, findTransferSyntax } from '@isocenter/dicom/transfer-syntax';
import { randomUid } from '../phantom/uid.ts';
import { type Random, seededRandom } from '../random.ts';
import type { PlantedInstance } from './answer-key.ts';
import { checksOf } from './checks-of.ts';
import {
  digitalSignatures,
  equipmentModule,
  patientModule,
  seriesModule,
  sopCommonModule,
  studyModule,
  unlistedTexts,
} from './common-modules.ts';
import { everyText } from './every-text.ts';
import { derivedObjects } from './objects/derived-objects.ts';
import { jpegImages } from './objects/jpeg-images.ts';
import type { ObjectTemplate } from './objects/object-template.ts';
import { radiologyImages } from './objects/radiology-images.ts';
import { radiotherapyObjects } from './objects/radiotherapy.ts';
import { reports } from './objects/reports.ts';
import { visibleImages } from './objects/visible-images.ts';
import { inventPatient, type PlantedPatient } from './people.ts';
import { encodePlantedFile } from './planted-file.ts';
import { createPlanter, type Planter, type SharedUids } from './planter.ts';
import { privateElements } from './private-elements.ts';
import { createPlantedWords, type PlantedWords } from './words.ts';

/** One series of each in every study. */
export const plantedTemplates: readonly ObjectTemplate[] = [
  ...radiologyImages,
  ...visibleImages,
  ...jpegImages,
  ...radiotherapyObjects,
  ...reports,
  ...derivedObjects,
];

export type PlantedOptions = {
  readonly seed: number;
  readonly patients: number;
  /** One unless told. */
  readonly instancesPerSeries?: number;
  /** Names of the templates wanted; all unless told. */
  readonly templates?: readonly string[];
};

type Series = {
  readonly template: ObjectTemplate;
  readonly seriesUid: string;
  readonly instanceUids: readonly string[];
};

const pixelData = tagOf('PixelData');

/** Yields patient by patient, series by series. */
export async function* buildPlantedStudies(options: PlantedOptions): AsyncGenerator<PlantedInstance> {
  const { seed, patients, instancesPerSeries = 1, templates } = options;
  const words = createPlantedWords(seededRandom(seed, 1));
  for (let number = 0; number < patients; number += 1) {
    const random = seededRandom(seed, 2 + number);
    const patient = inventPatient(number, words, random);
    const series = plantedTemplates
      .filter(({ name }) => templates?.includes(name) ?? true)
      .map(
        (template): Series => ({
          template,
          seriesUid: randomUid(random),
          instanceUids: Array.from({ length: instancesPerSeries }, () => randomUid(random)),
        }),
      );
    yield* buildStudy(patient, series, { words, random });
  }
}

async function* buildStudy(
  patient: PlantedPatient,
  series: readonly Series[],
  { words, random }: { readonly words: PlantedWords; readonly random: Random },
): AsyncGenerator<PlantedInstance> {
  const study = randomUid(random);
  const frameOfReference = randomUid(random);
  const studyDay = new Date(Date.UTC(2017, random.below(12), 1 + random.below(28)));
  const accessionNumber = words.digits(8);
  const images = series.filter(({ template }) => template.modality === 'CT' || template.modality === 'MR');
  const referenced = images.flatMap(({ template, seriesUid, instanceUids }) =>
    instanceUids.map((instance) => [template.sopClassUid, instance, seriesUid] as const),
  );
  for (const [place, { template, seriesUid, instanceUids }] of series.entries()) {
    for (const [number, instance] of instanceUids.entries()) {
      const uids: SharedUids = { study, series: seriesUid, instance, frameOfReference, referenced };
      const planter = createPlanter(patient, uids, { random, words, instanceNumber: number + 1, studyDay });
      yield await buildInstance(planter, template, { seriesNumber: place + 1, studyDay, accessionNumber });
    }
  }
}

async function buildInstance(
  p: Planter,
  template: ObjectTemplate,
  {
    seriesNumber,
    studyDay,
    accessionNumber,
  }: {
    readonly seriesNumber: number;
    readonly studyDay: Date;
    readonly accessionNumber: string;
  },
): Promise<PlantedInstance> {
  const { sopClassUid, modality } = template;
  const transferSyntax = findTransferSyntax(template.transferSyntaxUid ?? '') ?? explicitVrLittleEndian;
  const given: Attributes = {
    ...sopCommonModule(p, sopClassUid),
    ...patientModule(p),
    ...studyModule(p, studyDay.toISOString().slice(0, 10).replaceAll('-', ''), '101112', accessionNumber),
    ...seriesModule(p, modality, seriesNumber),
    ...equipmentModule(p),
    ...unlistedTexts(p),
    ...privateElements(p),
    ...(seriesNumber % 2 === 0 && digitalSignatures(p)),
    ...template.build(p),
    ...(seriesNumber % 4 === 1 && {
      DataSetTrailingPadding: { vr: 'OB', value: Buffer.from(p.personInText('trailing padding').padEnd(64, '\0')) },
    }),
  };
  const attributes = template.holdsEveryText === true ? { ...everyText(p, given), ...given } : given;
  const characterSet = p.patient.characterSet;
  const built = buildDataSet(attributes, characterSet.length > 0 ? { characterSet } : {});
  const dataSet = transferSyntax.encapsulated ? encapsulate(built) : built;
  const behind = 'behind the end of the data set';
  const trailing = seriesNumber % 12 === 3 && !transferSyntax.deflated ? `\0\0\0\0${p.personInText(behind)}` : '';
  const bytes = encodePlantedFile(p, dataSet, { transferSyntax, sopClassUid, trailing });
  const { value: file } = parsePart10(bytes, { inflate: (deflated) => inflateRawSync(deflated) });
  const { study, series, instance } = p.uids;
  return {
    bytes,
    template: template.name,
    sopClassUid,
    sopInstanceUid: instance,
    seriesInstanceUid: series,
    studyInstanceUid: study,
    patientId: p.patient.patientId,
    modality,
    transferSyntaxUid: transferSyntax.uid,
    characterSets: characterSet,
    checks: await checksOf(p, file, bytes),
    tokens: p.tokens,
    uids: [...p.instanceUids],
  };
}

/** One frame in one fragment, after an empty Basic Offset Table, PS3.5 §A.4. */
function encapsulate(dataSet: DataSet): DataSet {
  return {
    ...dataSet,
    elements: dataSet.elements.map((element) =>
      element.tag === pixelData && element.value.kind === 'bytes'
        ? { ...element, value: { kind: 'fragments', fragments: [new Uint8Array(), element.value.bytes] } }
        : element,
    ),
  };
}
