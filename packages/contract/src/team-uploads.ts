/** Images that a member hands in to a care team: they wait in quarantine until they have been checked. */

import { type Static, Type } from 'typebox';
import { Id } from './id.ts';
import { importProblemCodes } from './imports.ts';

const PatientName = Type.String({ maxLength: 1024 });
const BirthDate = Type.String({ maxLength: 64 });

/** Why something that was handed in was refused, or waits longer than it should. */
export const uploadReasons = [
  ...importProblemCodes,
  /** The scanner has found something in it. */
  'virus-found',
  /** The scanner is absent, or does not answer as it should: nothing gets past it. */
  'scanner-failed',
  /** Whoever decided did not take it. */
  'declined',
  /** Nobody decided in time whether it is taken. */
  'not-taken',
  /** Nobody confirmed in time that it is the same person. */
  'not-confirmed',
  'discarded',
  /** Who handed it in may not do that any more. */
  'not-allowed',
  'team-closed',
  /** The node lost the file before it was checked. */
  'lost',
  'failed',
] as const;

export type UploadReason = (typeof uploadReasons)[number];

export const ReceivedUpload = Type.Object({ id: Id }, { title: 'ReceivedUpload' });

/** Files of the caller that are alike: the same state, reason and person. */
const UploadGroup = Type.Object(
  {
    state: Type.Union([
      /** Being checked or stored, or waiting for that. */
      Type.Literal('checking'),
      /** The file names another person than the team's patient: the caller says whether they are one. */
      Type.Literal('unconfirmed'),
      /** The file joins nothing that the team reaches: an administrator says whether it is taken. */
      Type.Literal('referred'),
      Type.Literal('stored'),
      Type.Literal('refused'),
    ]),
    reason: Type.Optional(Type.Enum([...uploadReasons])),
    /** As the files have them; absent before they were read. */
    patient: Type.Optional(Type.Object({ name: Type.String(), birthDate: Type.String() })),
    /** What the team sees of it from now on. */
    studyId: Type.Optional(Id),
    files: Type.Integer(),
    bytes: Type.Integer(),
    /** When the last of them came, or ended. */
    at: Type.String({ format: 'date-time' }),
    /** When what waits is refused, and what has ended leaves this list. */
    until: Type.String({ format: 'date-time' }),
  },
  { title: 'UploadGroup' },
);
export type UploadGroup = Static<typeof UploadGroup>;

export const UploadList = Type.Object({ uploads: Type.Array(UploadGroup) }, { title: 'UploadList' });

/** All unconfirmed files of the caller in this team that name this person. */
export const DecideUploads = Type.Object(
  { name: PatientName, birthDate: BirthDate, decision: Type.Union([Type.Literal('confirm'), Type.Literal('discard')]) },
  { additionalProperties: false, title: 'DecideUploads' },
);

/** Files of one person for one team with one patient number, which join nothing that the team reaches. */
const ReferredUpload = Type.Object(
  {
    /** Of one of the files, for deciding on all of them. */
    id: Id,
    teamId: Id,
    teamName: Type.String(),
    handedInBy: Type.String(),
    /** As the files have them. */
    patient: Type.Object({ name: Type.String(), birthDate: Type.String() }),
    /** Who has the number here: what is taken is filed with them. Absent where nobody has it. */
    filedWith: Type.Optional(
      Type.Object({ name: Type.String(), birthDate: Type.String(), patientId: Type.String(), studies: Type.Integer() }),
    ),
    files: Type.Integer(),
    bytes: Type.Integer(),
    at: Type.String({ format: 'date-time' }),
    /** When they are refused. */
    until: Type.String({ format: 'date-time' }),
  },
  { title: 'ReferredUpload' },
);
export type ReferredUpload = Static<typeof ReferredUpload>;

export const ReferredUploadList = Type.Object({ uploads: Type.Array(ReferredUpload) }, { title: 'ReferredUploadList' });

export const DecideReferred = Type.Object(
  { decision: Type.Union([Type.Literal('take'), Type.Literal('decline')]) },
  { additionalProperties: false, title: 'DecideReferred' },
);
