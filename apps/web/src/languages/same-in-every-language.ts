/** Texts that are the same in all languages: names of things, and words of DICOM that nobody translates. For the tests. */

const names = new Set([
  'Isocenter',
  'DICOM',
  'DICOMweb',
  'AE Title',
  'TLS',
  'UID',
  'PACS',
  'C-ECHO',
  'No',
  'Error',
  'Total',
  'Series',
  'Host',
  'Webhook',
  'Subdural',
  'Abdomen',
  '{rate, number} fps',
  '{count, plural, one {# byte} other {# bytes}}',
]);

export function sameInEveryLanguage(text: string): boolean {
  return names.has(text);
}
