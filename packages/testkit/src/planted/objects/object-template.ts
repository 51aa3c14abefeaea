/** One kind of object that is generated: its class, and what it has besides the modules that every object has. */

import type { Attributes } from '@isocenter/dicom/build';
import type { Planter } from '../planter.ts';

export type ObjectTemplate = {
  readonly name: string;
  readonly sopClassUid: string;
  readonly modality: string;
  /** Explicit VR Little Endian unless told. */
  readonly transferSyntaxUid?: string;
  /** Has each attribute that holds text, whatever its modules are. */
  readonly holdsEveryText?: boolean;
  build(p: Planter): Attributes;
};

/** The last components of a Storage SOP Class UID, PS3.4 Annex B. */
export const storage = (suffix: string): string => `1.2.840.10008.5.1.4.1.1.${suffix}`;
