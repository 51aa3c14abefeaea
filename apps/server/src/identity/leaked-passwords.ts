/**
 * Passwords that were leaked again and again: the 49 000 most frequent ones of the list that zxcvbn-ts brings along
 * (`@zxcvbn-ts/language-common`, MIT; after Dan Wheeler's zxcvbn). Nobody is asked over the network.
 *
 * Loaded when the first password is chosen: a node that runs has no use for it.
 */

/** True for a password of the list, also with digits and signs put before or after it. */
export async function isLeaked(password: string): Promise<boolean> {
  const { dictionary } = await import('@zxcvbn-ts/language-common');
  const plain = fold(password);
  const core = plain.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, '');
  return dictionary['passwords-common'].some((leaked) => {
    const listed = fold(leaked);
    return listed === plain || listed === core;
  });
}

/** What makes two passwords the same to somebody who guesses. */
function fold(password: string): string {
  return password.normalize('NFKC').toLowerCase();
}
