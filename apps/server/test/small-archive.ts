/**
 * An archive of somebody else: a peer with a few images in memory that answers C-FIND, C-GET and C-STORE as it is told to.
 * It matches UIDs, ranges of Study Date and Study Time, and Modalities in Study.
 */

import { type Attributes, buildDataSet } from '@isocenter/dicom/build';
import type { DataSet } from '@isocenter/dicom/data-set';
import { type Keyword, tagOf } from '@isocenter/dicom/dictionary';
import { encodeDataSet } from '@isocenter/dicom/encode';
import { parseDataSet } from '@isocenter/dicom/parse';
import { explicitVrLittleEndian, findTransferSyntax, implicitVrLittleEndian } from '@isocenter/dicom/transfer-syntax';
import { getString, getStrings } from '@isocenter/dicom/values';
import { acceptAll } from '@isocenter/dimse/accept-all';
import { chooseRoles } from '@isocenter/dimse/negotiation';
import { listenDimse } from '@isocenter/dimse/server';
import type { StoreSink } from '@isocenter/dimse/verbs';

export type SmallArchive = {
  readonly port: number;
  readonly images: Map<string, DataSet>;
  /** Says how many instances a study or series has; default true. */
  hasCounts: boolean;
  /** How many more instances it says that a study has than its series have; default 0. */
  excess: number;
  /** Stops after so many answers, and says nothing of it. */
  answerLimit: number;
  /** SOP Instance UIDs that it lists and does not send. */
  readonly withheld: Set<string>;
  /** SOP Instance UIDs that it counts and sends, and does not list. */
  readonly unlisted: Set<string>;
  /** SOP Instance UIDs that it takes and does not list. */
  readonly swallowed: Set<string>;
  /** Told before each instance that it sends. */
  sending: (sopInstanceUid: string) => void | Promise<void>;
  /** Level and Study Date of each question. */
  readonly questions: string[];
  /** SOP Instance UIDs in the order in which they were sent, and taken. */
  readonly sent: string[];
  readonly taken: string[];
  /** Adds an image. */
  add(attributes: Attributes): void;
  close(): Promise<void>;
};

const text = (dataSet: DataSet, keyword: Keyword) => getString(dataSet, tagOf(keyword))?.trim() ?? '';

export async function openSmallArchive(port = 0): Promise<SmallArchive> {
  const images = new Map<string, DataSet>();
  const add = (dataSet: DataSet) => images.set(text(dataSet, 'SOPInstanceUID'), dataSet);
  const server = await listenDimse<undefined>({
    host: '127.0.0.1',
    port,
    accept(request) {
      const decision = acceptAll(request);
      return decision.kind === 'accept'
        ? { ...decision, roleSelections: chooseRoles(request.roleSelections, () => ({ scu: true, scp: true })) }
        : decision;
    },
    verbs: {
      echo: () => 0,
      store: ({ sopInstanceUid, transferSyntaxUid }) => collect(sopInstanceUid, transferSyntaxUid),
      async *find({ identifier, transferSyntaxUid }) {
        const syntax = findTransferSyntax(transferSyntaxUid) ?? implicitVrLittleEndian;
        const query = parseDataSet(identifier, syntax).value;
        archive.questions.push(`${text(query, 'QueryRetrieveLevel')} ${text(query, 'StudyDate')}`.trim());
        let left = archive.answerLimit;
        for (const answer of answersOf(query)) {
          if (left === 0) return;
          left -= 1;
          yield { identifier: encodeDataSet(buildDataSet(answer), syntax) };
        }
      },
      async *get({ identifier, transferSyntaxUid }, _association, { store }) {
        const query = parseDataSet(identifier, findTransferSyntax(transferSyntaxUid) ?? implicitVrLittleEndian).value;
        const counts = { remaining: 0, completed: 0, failed: 0, warning: 0 };
        for (const image of matching(query)) {
          const sopInstanceUid = text(image, 'SOPInstanceUID');
          await archive.sending(sopInstanceUid);
          if (archive.withheld.has(sopInstanceUid)) {
            counts.failed += 1;
            continue;
          }
          archive.sent.push(sopInstanceUid);
          const sopClassUid = text(image, 'SOPClassUID');
          const dataSet = encodeDataSet(image, explicitVrLittleEndian);
          const { status } = await store({
            sopClassUid,
            sopInstanceUid,
            transferSyntaxUid: explicitVrLittleEndian.uid,
            dataSet,
          });
          if (status === 0) counts.completed += 1;
          else counts.failed += 1;
        }
        yield counts;
        return { status: counts.failed > 0 ? 0xb000 : 0, counts };
      },
    },
  });

  function collect(sopInstanceUid: string, transferSyntaxUid: string): StoreSink {
    const chunks: Uint8Array[] = [];
    return {
      write(chunk) {
        chunks.push(Uint8Array.from(chunk));
        return undefined;
      },
      async end() {
        archive.taken.push(sopInstanceUid);
        const syntax = findTransferSyntax(transferSyntaxUid) ?? implicitVrLittleEndian;
        if (!archive.swallowed.has(sopInstanceUid)) add(parseDataSet(Buffer.concat(chunks), syntax).value);
        return { status: 0 };
      },
      abort: async () => undefined,
    };
  }

  function matching(query: DataSet): readonly DataSet[] {
    const modality = text(query, 'ModalitiesInStudy');
    return [...images.values()].filter(
      (image) =>
        (['StudyInstanceUID', 'SeriesInstanceUID', 'SOPInstanceUID'] as const).every((keyword) => {
          const wanted = getStrings(query, tagOf(keyword)).filter((uid) => uid !== '');
          return wanted.length === 0 || wanted.includes(text(image, keyword));
        }) &&
        inRange(text(image, 'StudyDate'), text(query, 'StudyDate')) &&
        inRange(text(image, 'StudyTime'), text(query, 'StudyTime')) &&
        (modality === '' || text(image, 'Modality') === modality),
    );
  }

  function answersOf(query: DataSet): readonly Attributes[] {
    const level = text(query, 'QueryRetrieveLevel');
    const key = level === 'STUDY' ? 'StudyInstanceUID' : level === 'SERIES' ? 'SeriesInstanceUID' : 'SOPInstanceUID';
    const named = matching(query).filter((image) => level !== 'IMAGE' || !archive.unlisted.has(text(image, key)));
    const groups = Map.groupBy(named, (image) => text(image, key));
    return [...groups.values()].map((group) => {
      const [first] = group;
      const of = (keyword: Keyword) => (first === undefined ? '' : text(first, keyword));
      const count = archive.hasCounts ? { NumberOfStudyRelatedInstances: group.length + archive.excess } : {};
      const seriesCount = archive.hasCounts ? { NumberOfSeriesRelatedInstances: group.length } : {};
      const study = { QueryRetrieveLevel: level, StudyInstanceUID: of('StudyInstanceUID') };
      if (level === 'STUDY')
        return { ...study, StudyDate: of('StudyDate'), ModalitiesInStudy: of('Modality'), ...count };
      const series = { ...study, SeriesInstanceUID: of('SeriesInstanceUID') };
      if (level === 'SERIES') return { ...series, ...seriesCount };
      return { ...series, SOPInstanceUID: of('SOPInstanceUID'), SOPClassUID: of('SOPClassUID') };
    });
  }

  const archive: SmallArchive = {
    port: server.port,
    images,
    hasCounts: true,
    excess: 0,
    answerLimit: Number.POSITIVE_INFINITY,
    withheld: new Set(),
    unlisted: new Set(),
    swallowed: new Set(),
    sending: () => undefined,
    questions: [],
    sent: [],
    taken: [],
    add: (attributes) => void add(buildDataSet(attributes)),
    close: () => server.close(0),
  };
  return archive;
}

/** PS3.4 §C.2.2.2.5: nothing that is absent is in a range. */
function inRange(value: string, range: string): boolean {
  if (range === '') return true;
  if (!range.includes('-')) return value === range;
  const [from = '', to = ''] = range.split('-');
  return value !== '' && value >= from && (to === '' || value <= to);
}
