/** Why an object is held back from de-identification, by the reasons of `packages/deid`. */

export const deidReasons = {
  capture: 'A capture of a screen or of paper: its picture may name the patient.',
  'burned-in-annotation': 'It says of itself that its picture names the patient.',
  'encapsulated-document': 'A document, which may name the patient on any page.',
  recording: 'A video or a recording of a voice.',
  unreadable: 'It is damaged.',
  'not-an-instance': 'It does not say which object it is.',
  'secondary-capture': 'A capture, which is a picture of text more often than of a patient.',
  scanned: 'Scanned paper or film.',
  screen: 'A picture of a screen.',
  'dose-report': 'A dose report as a picture.',
  'slide-label': 'The label of a slide, or the slide with its label.',
  'not-decodable': 'Its picture is coded in a way that is not read here, and was not searched for text.',
  'picture-unreadable': 'Its picture is damaged, and was not searched for text.',
  'held-by-rule': 'A rule of the site says so.',
  'leak-found': 'Identity of the original was found in what was cleaned.',
  'too-large': 'It is larger than is de-identified here.',
} as const;
