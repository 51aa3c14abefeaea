/**
 * Internal ids of the patients, studies and series met lately, so that a running study needs no lookup per batch.
 *
 * A batch works on a draft; what it adds counts only once its transaction is committed. Bounded: the oldest go first.
 */

import type { IndexEntry } from './index-entry.ts';

const maxRemembered = 4_000;

export class RememberedIds {
  readonly #patients = new Map<string, number>();
  readonly #studies = new Map<string, number>();
  readonly #series = new Map<string, number>();

  /** Opens a draft for one batch; its additions are dropped unless `keep` is called. */
  draft() {
    const patients = overlay(this.#patients);
    const studies = overlay(this.#studies);
    const series = overlay(this.#series);
    const findPatient = (entry: IndexEntry) => patients.find(entry.summary.patient.identityKey);
    const patient = (entry: IndexEntry) => known(findPatient(entry));
    const studyKey = (entry: IndexEntry) => `${patient(entry)} ${entry.summary.study.uid}`;
    const findStudy = (entry: IndexEntry) => studies.find(studyKey(entry));
    const study = (entry: IndexEntry) => known(findStudy(entry));
    const seriesKey = (entry: IndexEntry) => `${study(entry)} ${entry.summary.series.uid}`;
    const findSeries = (entry: IndexEntry) => series.find(seriesKey(entry));
    return {
      findPatient,
      patient,
      studyKey,
      findStudy,
      study,
      seriesKey,
      findSeries,
      series: (entry: IndexEntry) => known(findSeries(entry)),
      addPatient: (identityKey: string, id: number) => patients.add(identityKey, id),
      addStudy: (patientId: number, uid: string, id: number) => studies.add(`${patientId} ${uid}`, id),
      addSeries: (studyId: number, uid: string, id: number) => series.add(`${studyId} ${uid}`, id),
      keep: () => {
        patients.keep();
        studies.keep();
        series.keep();
      },
    };
  }

  /** Forgets everything: ids may have been deleted by somebody else. */
  clear(): void {
    this.#patients.clear();
    this.#studies.clear();
    this.#series.clear();
  }
}

function overlay(base: Map<string, number>) {
  const added = new Map<string, number>();
  return {
    find: (key: string) => added.get(key) ?? base.get(key),
    add: (key: string, id: number) => added.set(key, id),
    keep: () => {
      for (const [key, id] of added) base.set(key, id);
      for (const key of base.keys()) {
        if (base.size <= maxRemembered) break;
        base.delete(key);
      }
    },
  };
}

function known(id: number | undefined): number {
  if (id === undefined) throw new Error('an id was asked for before its row was written');
  return id;
}
