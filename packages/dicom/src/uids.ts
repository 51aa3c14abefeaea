/**
 * SOP Classes by UID, PS3.4 Annex B and PS3.6 Table A-1: their names, and whether instances of them are stored.
 *
 * The Storage SOP Classes are generated (`generated/sop-classes.ts`); the few others that a peer proposes, and the
 * retired ones that archives still hold, are listed here.
 */

import { storageSopClassTable } from './generated/sop-classes.ts';

export type SopClass = {
  readonly uid: string;
  readonly name: string;
  readonly storage: boolean;
  readonly retired: boolean;
};

/** Names this software as the writer of a file or the partner of an association, PS3.7 §D.3.3.2; made from a UUID, PS3.5 §B.2. */
export const implementationClassUid = '2.25.339173753163383956726402907967237235167';

export const verificationSopClass = '1.2.840.10008.1.1';

/** Not a class of instances that travel: a directory stays on its medium, PS3.3 Annex F. */
export const mediaStorageDirectorySopClass = '1.2.840.10008.1.3.10';

/** Retired Storage SOP Classes, PS3.6 Table A-1. */
const retiredStorage: readonly (readonly [string, string])[] = [
  ['1.2.840.10008.5.1.4.1.1.3', 'Ultrasound Multi-frame Image Storage'],
  ['1.2.840.10008.5.1.4.1.1.5', 'Nuclear Medicine Image Storage'],
  ['1.2.840.10008.5.1.4.1.1.6', 'Ultrasound Image Storage'],
  ['1.2.840.10008.5.1.4.1.1.8', 'Standalone Overlay Storage'],
  ['1.2.840.10008.5.1.4.1.1.9', 'Standalone Curve Storage'],
  ['1.2.840.10008.5.1.4.1.1.10', 'Standalone Modality LUT Storage'],
  ['1.2.840.10008.5.1.4.1.1.11', 'Standalone VOI LUT Storage'],
  ['1.2.840.10008.5.1.4.1.1.12.3', 'X-Ray Angiographic Bi-Plane Image Storage'],
  ['1.2.840.10008.5.1.4.1.1.77.1', 'VL Image Storage - Trial'],
  ['1.2.840.10008.5.1.4.1.1.77.2', 'VL Multi-frame Image Storage - Trial'],
  ['1.2.840.10008.5.1.4.1.1.88.1', 'Text SR Storage - Trial'],
  ['1.2.840.10008.5.1.4.1.1.88.2', 'Audio SR Storage - Trial'],
  ['1.2.840.10008.5.1.4.1.1.88.3', 'Detail SR Storage - Trial'],
  ['1.2.840.10008.5.1.4.1.1.88.4', 'Comprehensive SR Storage - Trial'],
  ['1.2.840.10008.5.1.4.1.1.129', 'Standalone PET Curve Storage'],
  ['1.2.840.10008.5.1.4.1.1.9.1', 'Waveform Storage - Trial'],
];

/** SOP Classes of services, PS3.6 Table A-1. */
const services: readonly (readonly [string, string])[] = [
  [verificationSopClass, 'Verification SOP Class'],
  ['1.2.840.10008.1.20.1', 'Storage Commitment Push Model SOP Class'],
  ['1.2.840.10008.5.1.4.1.2.1.1', 'Patient Root Query/Retrieve Information Model - FIND'],
  ['1.2.840.10008.5.1.4.1.2.1.2', 'Patient Root Query/Retrieve Information Model - MOVE'],
  ['1.2.840.10008.5.1.4.1.2.1.3', 'Patient Root Query/Retrieve Information Model - GET'],
  ['1.2.840.10008.5.1.4.1.2.2.1', 'Study Root Query/Retrieve Information Model - FIND'],
  ['1.2.840.10008.5.1.4.1.2.2.2', 'Study Root Query/Retrieve Information Model - MOVE'],
  ['1.2.840.10008.5.1.4.1.2.2.3', 'Study Root Query/Retrieve Information Model - GET'],
  ['1.2.840.10008.5.1.4.31', 'Modality Worklist Information Model - FIND'],
  ['1.2.840.10008.3.1.2.3.3', 'Modality Performed Procedure Step SOP Class'],
];

const byUid: ReadonlyMap<string, SopClass> = new Map(list().map((sopClass) => [sopClass.uid, sopClass]));

/** All Storage SOP Classes whose instances a peer can send, retired ones last. */
export const storageSopClasses: readonly SopClass[] = [...byUid.values()].filter((sopClass) => sopClass.storage);

/** Returns the SOP Class of a UID (without padding), or undefined where this edition of the standard has none. */
export function findSopClass(uid: string): SopClass | undefined {
  return byUid.get(uid);
}

/** True for the SOP Classes of the standard whose instances are stored; a private class is not known to be one. */
export function isStorageSopClass(uid: string): boolean {
  return byUid.get(uid)?.storage === true;
}

function list(): SopClass[] {
  const generated = storageSopClassTable
    .trim()
    .split('\n')
    .map((row) => {
      const [uid = '', name = ''] = row.split('\t');
      return { uid, name, storage: uid !== mediaStorageDirectorySopClass, retired: false };
    });
  return [
    ...services.map(([uid, name]) => ({ uid, name, storage: false, retired: false })),
    ...generated,
    ...retiredStorage.map(([uid, name]) => ({ uid, name, storage: true, retired: true })),
  ];
}
