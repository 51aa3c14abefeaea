import type { Translation } from '../catalogue.ts';
import type { notices as english } from './en.ts';

export const notices: Translation<typeof english> = {
  title: 'الإشعارات',
  description: 'ما ينتظرك وما تغيّر في غيابك. تُحفظ 90 يومًا.',
  bell: '{count, plural, =0 {الإشعارات} zero {الإشعارات} one {الإشعارات، # غير مقروء} two {الإشعارات، # غير مقروءين} few {الإشعارات، # غير مقروءة} many {الإشعارات، # غير مقروءًا} other {الإشعارات، # غير مقروء}}',
  none: 'لا جديد لك.',
  isNew: 'جديد',
  markRead: 'وضع علامة مقروء',
  markAllRead: 'وضع علامة مقروء على الكل',
  nothingUnread: 'كل شيء مقروء',
  older: 'عرض الأقدم',
  open: 'فتح',
  inTeam: 'في {team}',
  joiningAsked: 'يطلب شخص تسليم صورة وينتظرك',
  uploadWaiting:
    'بانتظار ردك من الملفات التي سلّمتها: {count, plural, zero {# ملف} one {ملف واحد} two {ملفان} few {# ملفات} many {# ملفًا} other {# ملف}}',
  uploadReleased:
    'اجتاز الفحص {count, plural, zero {# ملف} one {ملف واحد} two {ملفان} few {# ملفات} many {# ملفًا} other {# ملف}} من {by}',
  uploadRefused:
    'لم يجتز الفحص مما سلّمته {count, plural, zero {# ملف} one {ملف واحد} two {ملفان} few {# ملفات} many {# ملفًا} other {# ملف}}',
  commentWritten:
    'كتب {by} {count, plural, zero {# تعليق} one {تعليقًا} two {تعليقين} few {# تعليقات} many {# تعليقًا} other {# تعليق}}',
  studyShared: 'شارك {by} دراسة مع الفريق',
  privilegesChanged: 'غيّر {by} ما يُسمح لك به',
  memberRemoved: 'أزالك {by} من الفريق',
  teamClosed: 'أغلق {by} الفريق',
  emergencyOpened:
    'فتح {by} {count, plural, zero {# دراسة} one {دراسة} two {دراستين} few {# دراسات} many {# دراسة} other {# دراسة}} في حالة طارئة',
  reviewDue:
    'لم يراجع أحد بعد أن {by} فتح {count, plural, zero {# دراسة} one {دراسة} two {دراستين} few {# دراسات} many {# دراسة} other {# دراسة}} في حالة طارئة',
  correctionAsked: 'يطلب مريض تصحيحًا',
  tokenEnding: 'رمز لحساب {service} ينتهي في {day}',
  choices: 'الإشعارات والبريد',
  choicesHelp: 'يذكر البريد نوع الجديد ولا شيء عن أي مريض. تُجمع عدة إشعارات في رسالة واحدة، وما قرأته هنا لا يُرسل.',
  noMail: 'هذه العقدة لا ترسل بريدًا.',
  'way-none': 'لا شيء',
  'way-page': 'هنا في الصفحات',
  'way-mail': 'في الصفحات وبالبريد',
  'topic-requests': 'طلبات تسليم الصور',
  'topic-uploads': 'الصور المسلّمة',
  'topic-comments': 'التعليقات',
  'topic-studies': 'الدراسات المشاركة',
  'topic-membership': 'ما يُسمح لي به في الفريق وانتهاؤه',
  'topic-emergencies': 'الحالات الطارئة ومراجعاتها',
  'topic-corrections': 'طلبات التصحيح',
  'topic-services': 'رموز حسابات الخدمات التي تنتهي',
  alwaysTold: 'الحالات الطارئة تظهر دائمًا في الصفحات.',
  chosen: 'حُفظ اختيارك.',
};
