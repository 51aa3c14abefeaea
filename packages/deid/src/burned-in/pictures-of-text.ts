/**
 * Which objects are pictures of text rather than of a patient, and are left out as a whole unless somebody wants them
 * looked at: screens, scanned paper, dose reports, labels of slides. Nothing of them is left when all text has gone.
 */

import type { DataSet } from '@isocenter/dicom/data-set';
import { type Keyword, tagOf } from '@isocenter/dicom/dictionary';
import { getString, getStrings } from '@isocenter/dicom/values';

export type PictureOfText = 'secondary-capture' | 'scanned' | 'screen' | 'dose-report' | 'slide-label';

/** Secondary Capture and its multi-frame variants, PS3.4 Table B.5-1. */
const secondaryCapture = /^1\.2\.840\.10008\.5\.1\.4\.1\.1\.7(?:\.[1-4])?$/;

const screenTypes = /screen|^save$|snapshot|capture/i;
const screenDescriptions =
  /screen ?(?:save|shot|cap)|snapshot|key ?images? ?report|exam(?:ination)? ?summary|protocol ?page|patient ?protocol/i;
const doseDescriptions = /dose ?(?:report|info|summary|sheet|record)|dosimetry ?report/i;

/** Returns why an object is left out; undefined where it is a picture of a patient, as far as its header says. */
export function findPictureOfText(dataSet: DataSet): PictureOfText | undefined {
  const of = (keyword: Keyword) => getString(dataSet, tagOf(keyword)) ?? '';
  const imageType = getStrings(dataSet, tagOf('ImageType'));
  const described = `${of('SeriesDescription')} ${of('ProtocolName')} ${of('ImageComments')}`;
  if (imageType.some((value) => /dose/i.test(value)) || doseDescriptions.test(described)) return 'dose-report';
  if (imageType.some((value) => value === 'LABEL' || value === 'OVERVIEW')) return 'slide-label';
  if (imageType.some((value) => screenTypes.test(value)) || screenDescriptions.test(described)) return 'screen';
  // Digitised film and paper, PS3.3 §C.8.6.1; what a device draws itself is a screen.
  const conversion = of('ConversionType');
  if (['DF', 'SD', 'SI', 'DV', 'DRW'].includes(conversion)) return 'scanned';
  if (secondaryCapture.test(of('SOPClassUID')) || conversion === 'WSD' || conversion === 'SYN')
    return 'secondary-capture';
  return undefined;
}
