/** Reasons for which an object is held back that a person who has looked at its picture or document may decide about. */

export const picturesToLookAt: readonly string[] = [
  'capture',
  'burned-in-annotation',
  'encapsulated-document',
  'recording',
  'secondary-capture',
  'scanned',
  'screen',
  'dose-report',
  'slide-label',
];
