/** The messages in English. */

import type { CodePurpose, Templates } from './templates.ts';

const purposes: Record<CodePurpose, string> = {
  join: 'to join the care team',
  'sign-in': 'to sign in',
  phone: 'to confirm this telephone number',
};

export const english: Templates = {
  test: () => ({
    subject: 'A test of messages',
    text: 'Isocenter: this is a test that an administrator asked for. Nothing is wrong.',
  }),

  'confirm-address': ({ link, minutes }) => ({
    subject: 'Confirm your e-mail address',
    text: [
      'Please confirm that this is your e-mail address, in the browser in which you began:',
      '',
      link,
      '',
      `The link works once, and for ${minutes} minutes.`,
      'If you did not ask for this, you need not do anything.',
      '',
    ].join('\n'),
  }),

  code: ({ purpose, code, minutes }) => ({
    subject: 'Your code',
    text: `Isocenter: ${code} is your code ${purposes[purpose]}. It works for ${minutes} minutes. Tell it to nobody.`,
  }),
};
