/** The messages in Arabic; digits are Western, as everywhere in the pages. */

import type { NoticeKind } from '@isocenter/contract/notices';
import type { CodePurpose, Templates } from './templates.ts';

const purposes: Record<CodePurpose, string> = {
  join: 'للانضمام إلى فريق الرعاية',
  'sign-in': 'لتسجيل الدخول',
  phone: 'لتأكيد رقم الهاتف هذا',
};

const news: Record<NoticeKind, string> = {
  'joining-asked': 'طلبات تسليم صور بانتظارك',
  'upload-waiting': 'صور سلّمتها وتنتظر ردك',
  'upload-released': 'صور مسلّمة اجتازت الفحص',
  'upload-refused': 'صور سلّمتها ولم تجتز الفحص',
  'comment-written': 'تعليقات',
  'study-shared': 'دراسات شوركت مع فريق رعاية',
  'privileges-changed': 'تغييرات في ما يُسمح لك به في فريق رعاية',
  'member-removed': 'فرق رعاية لم تعد فيها',
  'team-closed': 'فرق رعاية أُغلقت',
  'emergency-opened': 'دراسات فُتحت في حالة طارئة',
  'review-due': 'دراسات فُتحت في حالة طارئة وحان وقت مراجعتها',
  'correction-asked': 'طلبات تصحيح',
  'token-ending': 'رموز حسابات خدمات تنتهي قريبًا',
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

  notices: ({ news: told, link, choicesLink }) => ({
    subject: 'جديد لك',
    text: [
      'هناك جديد يخصك:',
      '',
      ...told.map(({ kind, count }) => `- ${news[kind]}: ${count}`),
      '',
      'سجّل الدخول لتراه:',
      link,
      '',
      'يمكنك أن تختار من هنا ما يصلك بالبريد:',
      choicesLink,
      '',
    ].join('\n'),
  }),

  'token-ending': ({ service, label, day }) => ({
    subject: `رمز لحساب الخدمة ${service} ينتهي في ${day}`,
    text: [
      `ينتهي الرمز «${label}» لحساب الخدمة «${service}» في ${day}، وأنت المسؤول عن هذا الحساب.`,
      '',
      'يُرفض بعدها كل ما يستخدمه. اطلب من أحد مديري Isocenter رمزًا آخر في الوقت المناسب.',
      '',
    ].join('\n'),
  }),

  code: ({ purpose, code, minutes }) => ({
    subject: 'رمزك',
    text: `Isocenter: ${code} هو رمزك ${purposes[purpose]}. صالح لمدة ${minutes} دقيقة. لا تخبر به أحدًا.`,
  }),
};
