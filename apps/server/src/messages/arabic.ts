/** The messages in Arabic; digits are Western, as everywhere in the pages. */

import type { CodePurpose, Templates } from './templates.ts';

const purposes: Record<CodePurpose, string> = {
  join: 'للانضمام إلى فريق الرعاية',
  'sign-in': 'لتسجيل الدخول',
  phone: 'لتأكيد رقم الهاتف هذا',
};

export const arabic: Templates = {
  test: () => ({
    subject: 'رسالة تجريبية',
    text: 'Isocenter: هذه رسالة تجريبية طلبها أحد المسؤولين. لا يوجد أي خلل.',
  }),

  'confirm-address': ({ link, minutes }) => ({
    subject: 'تأكيد عنوان بريدك الإلكتروني',
    text: [
      'يُرجى تأكيد أن هذا هو عنوان بريدك الإلكتروني، في المتصفح نفسه الذي بدأت فيه:',
      '',
      link,
      '',
      `يعمل الرابط مرة واحدة فقط، ولمدة ${minutes} دقيقة.`,
      'إذا لم تطلب ذلك فلا يلزمك فعل أي شيء.',
      '',
    ].join('\n'),
  }),

  code: ({ purpose, code, minutes }) => ({
    subject: 'رمزك',
    text: `Isocenter: ${code} هو رمزك ${purposes[purpose]}. صالح لمدة ${minutes} دقيقة. لا تخبر به أحدًا.`,
  }),
};
