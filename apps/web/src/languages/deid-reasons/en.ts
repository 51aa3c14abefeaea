/** Why an object is held back from de-identification, by the reasons of `packages/deid`. */

export const deidReasons = {
  capture: 'A capture of a screen or of paper: its picture may name the patient.',
  'burned-in-annotation': 'It says of itself that its picture names the patient.',
  'encapsulated-document': 'A document, which may name the patient on any page.',
  recording: 'A video or a recording of a voice.',
  unreadable: 'It is damaged.',
  'not-an-instance': 'It does not say which object it is.',
} as const;
