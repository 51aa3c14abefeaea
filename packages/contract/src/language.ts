/** The languages that the pages and the messages of a node are written in, BCP 47. */

import { type Static, Type } from 'typebox';

export const Language = Type.Union([Type.Literal('en'), Type.Literal('es'), Type.Literal('ar')], { title: 'Language' });
export type Language = Static<typeof Language>;
