/**
 * Projects of de-identification: what is taken out of objects, and under which key. Objects of one project get the same
 * pseudonyms for the same identifiers; the key never leaves the node, and is destroyed with the project.
 */

import { type Static, Type } from 'typebox';
import { Id } from './id.ts';
import { PersonName } from './person-name.ts';
import { WrittenReason } from './trash.ts';

const Choice = Type.Optional(Type.Boolean());

/** The options of PS3.15 §E.3 as `packages/deid` takes them; what is left out is not chosen. */
export const DeidProfile = Type.Object(
  {
    /** Dates as they are, or moved by the same days for all of a patient; removed where there is none. */
    dates: Type.Optional(Type.Union([Type.Literal('full'), Type.Literal('modified')])),
    /** Dates are moved by whole weeks; only with `modified`. */
    keepsWeekday: Choice,
    retainPatientCharacteristics: Choice,
    retainDeviceIdentity: Choice,
    retainUids: Choice,
    retainInstitutionIdentity: Choice,
    retainSafePrivate: Choice,
    cleanDescriptors: Choice,
    cleanGraphics: Choice,
    cleanStructuredContent: Choice,
  },
  { additionalProperties: false, title: 'DeidProfile' },
);
export type DeidProfile = Static<typeof DeidProfile>;

/**
 * - `clean`: burned-in text is looked for in every picture and painted over; pictures of text are held back.
 * - `hold`: pictures stay as they are; what may name the patient in its picture, and documents and recordings, are held back.
 * - `accept`: they pass, because somebody looks at them.
 */
export const DeidPictures = Type.Union([Type.Literal('clean'), Type.Literal('hold'), Type.Literal('accept')], {
  title: 'DeidPictures',
});
export type DeidPictures = Static<typeof DeidPictures>;

/** Rules of a site as `isocenter deid --rules` reads them, YAML; none where it is left out. */
const Rules = Type.Optional(Type.String({ maxLength: 65_536 }));

const settings = { profile: DeidProfile, pictures: DeidPictures, rules: Rules };

export const DeidProjectInput = Type.Object(
  { name: Type.String({ minLength: 1, maxLength: 120, pattern: '\\S' }), ...settings },
  { additionalProperties: false, title: 'DeidProjectInput' },
);
export type DeidProjectInput = Static<typeof DeidProjectInput>;

const DateTime = Type.String({ format: 'date-time' });

export const DeidProject = Type.Object(
  { id: Id, name: Type.String(), ...settings, createdAt: DateTime, changedAt: DateTime },
  { title: 'DeidProject' },
);
export type DeidProject = Static<typeof DeidProject>;

export const DeidProjectList = Type.Object({ projects: Type.Array(DeidProject) }, { title: 'DeidProjectList' });
export type DeidProjectList = Static<typeof DeidProjectList>;

export const DeidPreviewRequest = Type.Object(
  {
    studyId: Id,
    /** Of the study; the first one where it is left out. */
    instanceId: Type.Optional(Id),
    /** In place of those of the project, to be tried before they are saved. */
    settings: Type.Optional(Type.Object(settings, { additionalProperties: false })),
  },
  { additionalProperties: false, title: 'DeidPreviewRequest' },
);
export type DeidPreviewRequest = Static<typeof DeidPreviewRequest>;

/** One attribute before and after; values are text for a person, bulk data is described by its length. */
export const DeidRow = Type.Object(
  {
    kind: Type.Union([Type.Literal('element'), Type.Literal('item')]),
    /** `(0040,0275)[0].(0008,0050)`, as in the ledger: items count from 0. */
    path: Type.String(),
    depth: Type.Integer({ minimum: 0 }),
    tag: Type.String(),
    name: Type.String(),
    vr: Type.Optional(Type.String()),
    change: Type.Union([Type.Literal('same'), Type.Literal('changed'), Type.Literal('removed'), Type.Literal('added')]),
    /** Of the ledger, such as `remove` or `pseudonym`; absent where nothing was done, and for what is added. */
    action: Type.Optional(Type.String()),
    /** Name of the rule of the site that decided. */
    rule: Type.Optional(Type.String()),
    /** Absent on the side where it is not, and for sequences, items and binary values. */
    before: Type.Optional(Type.String()),
    after: Type.Optional(Type.String()),
    beforeBytes: Type.Integer({ minimum: 0 }),
    afterBytes: Type.Integer({ minimum: 0 }),
  },
  { title: 'DeidRow' },
);
export type DeidRow = Static<typeof DeidRow>;

/** Where identity was found, as paths of the ledger, and of which kind; never a value. */
const Findings = Type.Array(Type.Object({ path: Type.String(), kind: Type.String() }));

/** For who may see the study. */
const FindingsInContext = Type.Array(
  Type.Object({
    path: Type.String(),
    /** Of the attribute. */
    name: Type.Optional(Type.String()),
    kind: Type.String(),
    /** The text as it would go out, with `•` for each character of what was found; none of bytes and pictures. */
    context: Type.Optional(Type.String()),
    /** What is masked. */
    words: Type.Optional(Type.Array(Type.String())),
  }),
);

/** The object that was tried; its values are for who may see the study. */
const tried = { instanceId: Id, sopInstanceUid: Type.String() };

export const DeidPreview = Type.Union(
  [
    Type.Object({ kind: Type.Literal('done'), ...tried, rows: Type.Array(DeidRow) }),
    /** It would be given to nobody; `reason` is one of those that `isocenter deid` names. */
    Type.Object({ kind: Type.Literal('held'), ...tried, reason: Type.String(), findings: FindingsInContext }),
  ],
  { title: 'DeidPreview' },
);
export type DeidPreview = Static<typeof DeidPreview>;

const Count = Type.Integer({ minimum: 0 });

const counts = {
  /** Studies of which something was sent de-identified, on the day of their first object. */
  studies: Count,
  /** Objects that were sent de-identified. */
  instances: Count,
  held: Count,
  released: Count,
  kept: Count,
  /** By action of the ledger: attributes, and parts of pictures that were masked. */
  actions: Type.Array(Type.Object({ action: Type.String(), count: Count })),
};

/** By UTC. */
export const DeidDay = Type.Object({ day: Type.String({ format: 'date' }), ...counts }, { title: 'DeidDay' });
export type DeidDay = Static<typeof DeidDay>;

export const DeidStatistics = Type.Object(
  {
    ...counts,
    /** Held back, and nobody has decided. */
    undecided: Count,
    /** The newest first; days on which nothing was are left out. */
    days: Type.Array(DeidDay),
  },
  { title: 'DeidStatistics' },
);
export type DeidStatistics = Static<typeof DeidStatistics>;

/** An object that was held back from a delivery by a project, and what was decided about it. */
export const DeidHeld = Type.Object(
  {
    id: Id,
    project: Type.Object({ id: Id, name: Type.String() }),
    reason: Type.String(),
    findings: Findings,
    foundAt: DateTime,
    /** AE title of where it was to go; absent once that delivery is removed. */
    destination: Type.Optional(Type.String()),
    /** Whether it can be let pass by a person; what was not cleaned at all cannot. */
    releasable: Type.Boolean(),
    decision: Type.Optional(Type.Union([Type.Literal('released'), Type.Literal('kept')])),
    decidedAt: Type.Optional(DateTime),
    decidedBy: Type.Optional(Type.String()),
    decisionReason: Type.Optional(Type.String()),
    /** For who may see it. */
    study: Type.Optional(
      Type.Object({
        id: Id,
        instanceId: Id,
        patientName: PersonName,
        modality: Type.String(),
        studyDate: Type.Optional(Type.String({ format: 'date' })),
        description: Type.Optional(Type.String()),
      }),
    ),
  },
  { title: 'DeidHeld' },
);
export type DeidHeld = Static<typeof DeidHeld>;

export const DeidHeldList = Type.Object({ held: Type.Array(DeidHeld) }, { title: 'DeidHeldList' });
export type DeidHeldList = Static<typeof DeidHeldList>;

/** An object that is held back as its project would have it now; nothing leaves. */
export const DeidHeldDetail = Type.Object(
  {
    /** Absent where it would pass: the project or the lists have changed since. */
    reason: Type.Optional(Type.String()),
    findings: FindingsInContext,
  },
  { title: 'DeidHeldDetail' },
);
export type DeidHeldDetail = Static<typeof DeidHeldDetail>;

export const DecideHeld = Type.Object(
  { decision: Type.Union([Type.Literal('released'), Type.Literal('kept')]), reason: WrittenReason },
  { additionalProperties: false, title: 'DecideHeld' },
);
export type DecideHeld = Static<typeof DecideHeld>;

/**
 * - `block`: always replaced.
 * - `allow`: never, though no list of words has it.
 * - `gray`: by what stands around it; a disease stays, a name goes.
 */
export const TermList = Type.Union([Type.Literal('block'), Type.Literal('allow'), Type.Literal('gray')], {
  title: 'TermList',
});
export type TermList = Static<typeof TermList>;

/** A word or phrase of the lists of all projects, which text is cleaned by; it stands in one of them. */
export const DeidTerm = Type.Object(
  {
    id: Id,
    list: TermList,
    term: Type.String(),
    /** Whether somebody wrote it, or it came from an object that was looked at. */
    source: Type.Union([Type.Literal('person'), Type.Literal('case')]),
    addedBy: Type.String(),
    addedAt: DateTime,
  },
  { title: 'DeidTerm' },
);
export type DeidTerm = Static<typeof DeidTerm>;

export const DeidTermPage = Type.Object({ terms: Type.Array(DeidTerm) }, { title: 'DeidTermPage' });

export const AddDeidTerm = Type.Object(
  {
    list: TermList,
    term: Type.String({ minLength: 1, maxLength: 100, pattern: '\\S' }),
    source: Type.Union([Type.Literal('person'), Type.Literal('case')]),
  },
  { additionalProperties: false, title: 'AddDeidTerm' },
);
export type AddDeidTerm = Static<typeof AddDeidTerm>;
