/** The cookie by which a browser is known that began something and has not signed in: a random secret, kept as a hash. */

import { NodeCookie } from '../access/node-cookie.ts';

/** As long as a joining may take. */
const lifeSeconds = 22 * 24 * 60 * 60;

export const begunBrowser = new NodeCookie('isocenter-begun', { sameSite: 'strict', maxAgeSeconds: lifeSeconds });
