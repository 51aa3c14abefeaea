/** UIDs that the standard itself has given, PS3.5 §9 and PS3.6: they are in every object and say nothing of a case. */

const standardRoot = '1.2.840.10008.';

export function isStandardUid(uid: string): boolean {
  return uid.startsWith(standardRoot);
}

/** True for a UID that somebody made for an object, a study or a device. */
export function isUidOfCase(uid: string): boolean {
  return uid.split('.').length > 2 && !isStandardUid(uid);
}
