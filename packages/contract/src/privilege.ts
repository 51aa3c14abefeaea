/** What a grant allows with the studies that it reaches. */

import { type Static, Type } from 'typebox';

export const Privilege = Type.Union(
  [
    Type.Literal('view'),
    Type.Literal('download'),
    Type.Literal('upload'),
    Type.Literal('comment'),
    Type.Literal('invite'),
    Type.Literal('manage'),
    Type.Literal('see-identity'),
  ],
  { title: 'Privilege' },
);
export type Privilege = Static<typeof Privilege>;
