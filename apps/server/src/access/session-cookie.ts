/** The cookie of a session: for requests that this node's own pages make, gone with the browser. */

import { NodeCookie } from './node-cookie.ts';

export const sessionCookie = new NodeCookie('isocenter-session', { sameSite: 'strict' });
