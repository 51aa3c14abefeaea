/** The messages in English. */

import type { NoticeKind } from '@isocenter/contract/notices';
import type { CodePurpose, Templates } from './templates.ts';

const purposes: Record<CodePurpose, string> = {
  join: 'to join the care team',
  'sign-in': 'to sign in',
  phone: 'to confirm this telephone number',
};

const news: Record<NoticeKind, string> = {
  'joining-asked': 'Requests to hand in images, which wait for you',
  'upload-waiting': 'Images that you have handed in and that wait for your answer',
  'upload-released': 'Images that were handed in and passed the check',
  'upload-refused': 'Images that you have handed in and that did not pass the check',
  'comment-written': 'Comments',
  'study-shared': 'Studies shared with a care team',
  'privileges-changed': 'Changes of what you may do in a care team',
  'member-removed': 'Care teams that you are not in any more',
  'team-closed': 'Care teams that were closed',
  'emergency-opened': 'Studies opened in an emergency',
  'review-due': 'Studies opened in an emergency whose review is due',
  'correction-asked': 'Requests for correction',
  'token-ending': 'Tokens of service accounts that end soon',
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

  notices: ({ news: told, link, choicesLink }) => ({
    subject: 'News for you',
    text: [
      'There is something new for you:',
      '',
      ...told.map(({ kind, count }) => `- ${news[kind]}: ${count}`),
      '',
      'Sign in to see what it is:',
      link,
      '',
      'Which news are mailed to you, you choose here:',
      choicesLink,
      '',
    ].join('\n'),
  }),

  'token-ending': ({ service, label, day }) => ({
    subject: `A token of ${service} ends on ${day}`,
    text: [
      `The token “${label}” of the service account “${service}” ends on ${day}, and you answer for this account.`,
      '',
      'What uses it is refused from then on. Ask an administrator of Isocenter for another token in time.',
      '',
    ].join('\n'),
  }),

  code: ({ purpose, code, minutes }) => ({
    subject: 'Your code',
    text: `Isocenter: ${code} is your code ${purposes[purpose]}. It works for ${minutes} minutes. Tell it to nobody.`,
  }),
};
