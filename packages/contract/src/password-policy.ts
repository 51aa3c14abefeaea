/**
 * What a password must satisfy, NIST SP 800-63B §5.1.1.2: a minimum length, room for pass phrases, no rules of
 * composition and no expiry. The server also refuses passwords from a list of common ones and the user's own name;
 * this file is what the interface can say before it asks.
 */

/**
 * Characters, counted as Unicode code points. Above the standard's minimum of 8 for chosen secrets: with the limit on
 * sign-in attempts it is the offline attack on a stolen database that counts.
 */
export const passwordMinLength = 10;

/** Characters; the standard asks for at least 64. */
export const passwordMaxLength = 256;
