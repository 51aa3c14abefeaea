/** The Query/Retrieve information models and their SOP Classes, PS3.4 §C.6 and PS3.6 Table A-1. */

/** Levels from the top, as QueryRetrieveLevel (0008,0052) names them, PS3.4 §C.6.1.1 and §C.6.2.1. */
export const levels = ['PATIENT', 'STUDY', 'SERIES', 'IMAGE'] as const;

export type Level = (typeof levels)[number];

export type InformationModel = {
  readonly name: string;
  readonly find: string;
  readonly move: string;
  readonly get: string;
  readonly levels: readonly Level[];
};

export const patientRoot: InformationModel = {
  name: 'Patient Root',
  find: '1.2.840.10008.5.1.4.1.2.1.1',
  move: '1.2.840.10008.5.1.4.1.2.1.2',
  get: '1.2.840.10008.5.1.4.1.2.1.3',
  levels,
};

export const studyRoot: InformationModel = {
  name: 'Study Root',
  find: '1.2.840.10008.5.1.4.1.2.2.1',
  move: '1.2.840.10008.5.1.4.1.2.2.2',
  get: '1.2.840.10008.5.1.4.1.2.2.3',
  levels: ['STUDY', 'SERIES', 'IMAGE'],
};

export const informationModels: readonly InformationModel[] = [
  patientRoot,
  studyRoot,
  // Retired, and still what some workstations ask.
  {
    name: 'Patient/Study Only',
    find: '1.2.840.10008.5.1.4.1.2.3.1',
    move: '1.2.840.10008.5.1.4.1.2.3.2',
    get: '1.2.840.10008.5.1.4.1.2.3.3',
    levels: ['PATIENT', 'STUDY'],
  },
];

/** Returns the model that a SOP Class belongs to, by what is asked with it. */
export function findModel(sopClassUid: string, service: 'find' | 'move' | 'get'): InformationModel | undefined {
  return informationModels.find((model) => model[service] === sopClassUid);
}

export function isInformationModel(sopClassUid: string): boolean {
  return informationModels.some(({ find, move, get }) => [find, move, get].includes(sopClassUid));
}
