/** The time zone that `dicom.timeZone` names, or that of this machine. */

import { PlaceZone } from '../query-retrieve/time-zone.ts';
import { ConfigError } from './errors.ts';

/** @throws ConfigError `invalid-value` where there is no such zone */
export function nodeZone(timeZone: string | undefined): PlaceZone {
  try {
    return new PlaceZone(timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new ConfigError('invalid-value', 'dicom.timeZone: there is no time zone of this name', { cause: error });
  }
}
