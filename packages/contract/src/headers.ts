/** Request headers of our own. */

/** The CSRF token of the session, with every unsafe method of a browser. */
export const csrfHeader = 'x-csrf-token';

/** `1` with what a page asks by itself, while nobody is at it: such a request does not count as use of the session. */
export const backgroundHeader = 'x-background';

/** With `getSetup`: the token of the link, base64url. */
export const setupTokenHeader = 'x-setup-token';

/** With `importFile`: the file's name, percent-encoded UTF-8. For messages only, never used as a path. */
export const fileNameHeader = 'x-file-name';
