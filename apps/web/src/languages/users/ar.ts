import type { Translation } from '../catalogue.ts';
import type { users as english } from './en.ts';

export const users: Translation<typeof english> = {
  title: 'المستخدمون',
  description: 'يعمل الأعضاء على الدراسات، ويغيّر المديرون أيضًا ما في الإعدادات.',
  onlyAdministrators: 'المديرون وحدهم يضيفون المستخدمين',
  add: 'إضافة مستخدم',
  linkFor: 'رابط الإعداد الخاص بـ {name}',
  copyLink: 'نسخ الرابط',
  handOn: 'سلّمه بطريقة لا يقرؤها سوى هذا الشخص. يعمل مرة واحدة حتى {until}، ولن يظهر مجددًا.',
  none: 'لا يوجد مستخدمون.',
  lastSignIn: 'آخر تسجيل دخول',
  active: 'نشط',
  invited: 'مدعوّ',
  disabled: 'معطَّل',
  lastStays: 'يبقى آخر مدير مديرًا',
  changeUser: 'تعديل {name}',
  makeMember: 'تحويله إلى عضو',
  makeAdministrator: 'تحويله إلى مدير',
  newLink: 'رابط إعداد جديد',
  enable: 'إعادة التفعيل',
  disable: 'تعطيل',
  notOwn: 'لا يستطيع أحد تعطيل حسابه',
  enterName: 'أدخل اسمًا',
  enterEmail: 'أدخل عنوان بريد إلكتروني',
  addAndLink: 'إضافة وإنشاء رابط',
};
