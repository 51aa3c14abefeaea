/** Internal ids as they stand in URLs and JSON: opaque text, never a DICOM UID and never parsed by a client. */

import { Type } from 'typebox';

export const Id = Type.String({ minLength: 1, maxLength: 64, pattern: '^[0-9A-Za-z-]+$' });

/** Path parameters of every route that names one object. */
export const IdParams = Type.Object({ id: Id });
