/**
 * What a node is asked for in the proof of endurance: objects are stored at a steady rate, and searched for, moved and
 * looked at over DICOM and HTTP meanwhile. Each kind of work counts what it did and what went wrong.
 */

import { setTimeout as delay } from 'node:timers/promises';
import { buildDataSet } from '@isocenter/dicom/build';
import { encodeDataSet } from '@isocenter/dicom/encode';
import { explicitVrLittleEndian, implicitVrLittleEndian } from '@isocenter/dicom/transfer-syntax';
import { openAssociation } from '@isocenter/dimse/client';
import { buildLoadObject, type LoadObject } from '../load.ts';

const loadSopClassUid = '1.2.840.10008.5.1.4.1.1.4';
const studyRootFind = '1.2.840.10008.5.1.4.1.2.2.1';
const studyRootMove = '1.2.840.10008.5.1.4.1.2.2.2';
/** An hour at half of the rate has to fit on a small disk: 20 GB or so. */
const objectBytes = 32_768;
const objectsPerStudy = 20;
/** As many as a large hospital sees in a day; each comes back. */
const patients = 2000;

export type SoakTarget = {
  readonly dicomPort: number;
  readonly aet: string;
  readonly httpUrl: string;
  readonly token: string;
  /** AE title of a peer that the node may move to. */
  readonly destinationAet: string;
};

export type Tally = { stored: number; found: number; moved: number; asked: number; errors: string[] };

/** A study that is there whole. */
type Study = { readonly objects: readonly LoadObject[] };

export class SoakLoad {
  readonly tally: Tally = { stored: 0, found: 0, moved: 0, asked: 0, errors: [] };
  readonly #target: SoakTarget;
  readonly #run: string;
  #studies = 0;
  #last: Study | undefined;

  constructor(target: SoakTarget, seed: number) {
    this.#target = target;
    this.#run = String(seed);
  }

  /** Stores as fast as is answered until the signal, and returns objects a second. */
  async measureMaximum(signal: AbortSignal): Promise<number> {
    const before = this.tally.stored;
    const started = performance.now();
    await this.#work(() => this.#storeStudy(undefined, signal), signal);
    return (this.tally.stored - before) / ((performance.now() - started) / 1000);
  }

  /** Does everything at once until the signal, storing at a rate of objects a second. */
  async run(objectsPerSecond: number, signal: AbortSignal): Promise<void> {
    const studyMs = (objectsPerStudy / objectsPerSecond) * 1000;
    await Promise.all([
      this.#every(studyMs, signal, () => this.#storeStudy(studyMs / objectsPerStudy, signal)),
      this.#every(500, signal, (study) => this.#find(study)),
      this.#every(5000, signal, (study) => this.#move(study)),
      this.#every(500, signal, (study) => this.#look(study)),
    ]);
  }

  /** Works at most once in a time, on the study that came whole last. */
  async #every(ms: number, signal: AbortSignal, work: (study: Study) => Promise<void>): Promise<void> {
    await this.#work(async () => {
      const due = performance.now() + ms;
      await work(this.#last ?? { objects: [] });
      await delay(Math.max(0, due - performance.now()), undefined, { signal }).catch(ignoreAbort);
    }, signal);
  }

  async #work(work: () => Promise<void>, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        await work();
      } catch (error) {
        this.tally.errors.push(error instanceof Error ? error.message : 'something was thrown');
        if (this.tally.errors.length > 100) throw error;
      }
    }
  }

  async #storeStudy(pauseMs: number | undefined, signal: AbortSignal): Promise<void> {
    this.#studies += 1;
    const run = `${this.#run}${this.#studies}`;
    const patientId = `TEST-${this.#studies % patients}`;
    const objects = Array.from({ length: objectsPerStudy }, (_, count) =>
      buildLoadObject({ run, sender: 1, count, patientId }, objectBytes),
    );
    const association = await this.#associate(loadSopClassUid, explicitVrLittleEndian.uid);
    for (const { sopInstanceUid, dataSet } of objects) {
      const due = performance.now() + (pauseMs ?? 0);
      const { status } = await association.store({
        sopClassUid: loadSopClassUid,
        sopInstanceUid,
        transferSyntaxUid: explicitVrLittleEndian.uid,
        dataSet,
      });
      if (status !== 0) throw new Error(`C-STORE was answered ${status.toString(16)}`);
      this.tally.stored += 1;
      const waitMs = due - performance.now();
      if (waitMs > 0) await delay(waitMs, undefined, { signal }).catch(ignoreAbort);
      if (signal.aborted) break;
    }
    await association.release();
    if (!signal.aborted) this.#last = { objects };
  }

  async #find({ objects: [first] }: Study): Promise<void> {
    if (first === undefined) return;
    const association = await this.#associate(studyRootFind, implicitVrLittleEndian.uid);
    const answers = association.find({
      sopClassUid: studyRootFind,
      transferSyntaxUid: implicitVrLittleEndian.uid,
      identifier: identify({ StudyInstanceUID: first.studyInstanceUid, PatientName: '' }),
    });
    let found = 0;
    for (let step = await answers.next(); !step.done; step = await answers.next()) found += 1;
    await association.release();
    if (found !== 1) throw new Error(`C-FIND found ${found} studies`);
    this.tally.found += 1;
  }

  async #move({ objects: [first] }: Study): Promise<void> {
    if (first === undefined) return;
    const association = await this.#associate(studyRootMove, implicitVrLittleEndian.uid);
    const steps = association.move({
      sopClassUid: studyRootMove,
      transferSyntaxUid: implicitVrLittleEndian.uid,
      destinationAet: this.#target.destinationAet,
      identifier: identify({ StudyInstanceUID: first.studyInstanceUid }),
    });
    let step = await steps.next();
    while (!step.done) step = await steps.next();
    await association.release();
    const { status, counts } = step.value;
    if (status !== 0 || counts?.completed !== objectsPerStudy)
      throw new Error(`C-MOVE was answered ${status.toString(16)}`);
    this.tally.moved += objectsPerStudy;
  }

  /** What a page asks for: the list, the header, a picture, a study. */
  async #look({ objects: [first] }: Study): Promise<void> {
    if (first === undefined) return;
    const { httpUrl } = this.#target;
    const study = `${httpUrl}/dicom-web/studies/${first.studyInstanceUid}`;
    const instance = `${study}/series/${first.seriesInstanceUid}/instances/${first.sopInstanceUid}`;
    await this.#get(`${httpUrl}/api/studies?limit=50`);
    await this.#get(`${httpUrl}/dicom-web/studies?StudyInstanceUID=${first.studyInstanceUid}`);
    await this.#get(`${study}/metadata`);
    await this.#get(`${instance}/rendered`, 'image/jpeg');
    await this.#get(study, 'multipart/related; type="application/dicom"; transfer-syntax=*');
  }

  async #get(url: string, accept = 'application/json'): Promise<void> {
    const response = await fetch(url, { headers: { authorization: `Bearer ${this.#target.token}`, accept } });
    await response.arrayBuffer();
    if (!response.ok) throw new Error(`a request was answered ${response.status}`);
    this.tally.asked += 1;
  }

  #associate(abstractSyntax: string, transferSyntaxUid: string) {
    return openAssociation({
      host: '127.0.0.1',
      port: this.#target.dicomPort,
      calledAet: this.#target.aet,
      callingAet: 'SOAK',
      contexts: [{ abstractSyntax, transferSyntaxes: [transferSyntaxUid] }],
    });
  }
}

function identify(keys: Readonly<Record<string, string>>): Uint8Array {
  return encodeDataSet(buildDataSet({ QueryRetrieveLevel: 'STUDY', ...keys }), implicitVrLittleEndian);
}

function ignoreAbort(error: unknown): void {
  if (!(error instanceof Error) || error.name !== 'AbortError') throw error;
}
