/** A person name for display, taken apart as PS3.5 §6.2.1.1 describes it. */

import { type Static, Type } from 'typebox';

const NameComponents = Type.Object(
  {
    family: Type.Optional(Type.String()),
    given: Type.Optional(Type.String()),
    middle: Type.Optional(Type.String()),
    prefix: Type.Optional(Type.String()),
    suffix: Type.Optional(Type.String()),
  },
  { title: 'NameComponents' },
);
export type NameComponents = Static<typeof NameComponents>;

export const PersonName = Type.Object(
  {
    /** What to show in a list, such as `Doe, Jane`; empty for a name of zero length. */
    display: Type.String(),
    alphabetic: Type.Optional(NameComponents),
    ideographic: Type.Optional(NameComponents),
    phonetic: Type.Optional(NameComponents),
  },
  { title: 'PersonName' },
);
export type PersonName = Static<typeof PersonName>;
