/** What this node is and where DICOM peers reach it. */

import { type Static, Type } from 'typebox';

export const About = Type.Object(
  {
    name: Type.Literal('Isocenter'),
    version: Type.String(),
    startedAt: Type.String({ format: 'date-time' }),
    /** Absolute base of links; absent where no public address is configured. */
    publicUrl: Type.Optional(Type.String()),
    /** Absent while the DICOM listener is switched off. */
    dicom: Type.Optional(
      Type.Object({
        aeTitle: Type.String(),
        port: Type.Integer({ minimum: 1, maximum: 65535 }),
        /** Whether unknown callers on this machine are let in, so that the sample line works as pasted. */
        allowLoopback: Type.Boolean(),
        /** Whether only programs on the node's own machine reach it, as `dicom.host` has it until it is set. */
        loopbackOnly: Type.Boolean(),
      }),
    ),
    archive: Type.Object({
      studies: Type.Integer({ minimum: 0 }),
      series: Type.Integer({ minimum: 0 }),
      instances: Type.Integer({ minimum: 0 }),
    }),
  },
  { title: 'About' },
);
export type About = Static<typeof About>;
