/**
 * Whether a new password is good enough, NIST SP 800-63B §5.1.1.2: long enough, not one of those that attackers try
 * first, not the name of the account or of this product. No rules of composition.
 *
 * Besides the list of leaked passwords (`identity/leaked-passwords.ts`) there is a small one of our own, of what people
 * make in a hospital when they must reach the length: words and rows of keys with digits at the end, repetitions,
 * sequences.
 */

import { passwordMaxLength, passwordMinLength } from '@isocenter/contract/password-policy';
import { isLeaked } from '../identity/leaked-passwords.ts';
import { AccessError } from './errors.ts';

/** Compared after digits, punctuation and doubled words are taken off. */
const commonStems = new Set(
  `password passwort passwd secret geheim letmein welcome willkommen admin administrator root superuser user login
  master changeme default test testing qwerty qwertz azerty asdf asdfgh asdfghjkl zxcvbnm yxcvbnm qwertyuiop qwertzuiop
  qweasd qweasdzxc qazwsx qazwsxedc iloveyou sunshine princess football baseball dragon monkey shadow michael superman
  batman trustno hospital klinik clinic radiology radiologie roentgen doctor doktor medical medicine dicom pacs orthanc
  isocenter summer winter spring autumn sommer herbst january february march april may june july august september
  october november december monday friday abc abcd abcdef hello hallo whatever computer internet server`.split(/\s+/),
);

const sequences = [
  '01234567890123456789',
  'abcdefghijklmnopqrstuvwxyz',
  'qwertyuiopasdfghjklzxcvbnm',
  '09876543210987654321',
];

export type PasswordOwner = { readonly email: string; readonly name: string };

/** @throws AccessError `weak-password` whose reason is for the person who chooses */
export async function assertGoodPassword(password: string, owner: PasswordOwner): Promise<void> {
  const reason = await weakness(password.normalize('NFKC'), owner);
  if (reason !== undefined) throw new AccessError('weak-password', { reason });
}

async function weakness(password: string, owner: PasswordOwner): Promise<string | undefined> {
  const length = [...password].length;
  if (length < passwordMinLength) return `Use at least ${passwordMinLength} characters.`;
  if (length > passwordMaxLength) return `Use at most ${passwordMaxLength} characters.`;
  const plain = password.toLowerCase();
  if (isPattern(plain)) return 'This is a simple pattern: choose something longer or less regular.';
  if (isCommon(plain) || (await isLeaked(plain)))
    return 'This is among the passwords that are tried first: choose another.';
  if (isOwn(plain, owner)) return 'This is made of your own name or address: choose another.';
  return undefined;
}

/** A few characters over and over, or a row of the keyboard, alphabet or digits. */
function isPattern(plain: string): boolean {
  if (new Set(plain).size < 4) return true;
  if (/^(.{1,5})\1+$/u.test(plain)) return true;
  return sequences.some((row) => row.includes(plain));
}

function isCommon(plain: string): boolean {
  const letters = plain.replace(/[^\p{L}]/gu, '');
  const unmasked = plain
    .replace(/[^\p{L}]+$/u, '')
    .replace(/[@4]/g, 'a')
    .replace(/3/g, 'e')
    .replace(/[1!]/g, 'i')
    .replace(/0/g, 'o')
    .replace(/[$5]/g, 's');
  const candidates = [letters, letters.replace(/^(.+)\1$/u, '$1'), unmasked.replace(/[^\p{L}]/gu, '')];
  return letters === '' ? false : candidates.some((candidate) => commonStems.has(candidate));
}

function isOwn(plain: string, { email, name }: PasswordOwner): boolean {
  const letters = plain.replace(/[\d\p{P}\p{S}\s]/gu, '');
  const [local = ''] = email.toLowerCase().split('@');
  const own = [email, local, name, ...name.split(/\s+/)].map((part) =>
    part.toLowerCase().replace(/[\d\p{P}\p{S}\s]/gu, ''),
  );
  return own.some((part) => part.length >= 3 && (letters === part || letters === part + part));
}
