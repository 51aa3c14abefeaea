import type { Translation } from '../catalogue.ts';
import type { shell as english } from './en.ts';

export const shell: Translation<typeof english> = {
  home: 'Isocenter، الدراسات',
  main: 'الرئيسية',
  page: 'الصفحة',
  studies: 'الدراسات',
  teams: 'الفرق',
  import: 'استيراد',
  queue: 'الإرسال',
  settings: 'الإعدادات',
  appearance: 'المظهر',
  light: 'فاتح',
  dark: 'داكن',
  likeSystem: 'مثل النظام',
  language: 'اللغة',
  account: 'الحساب',
  yourAccount: 'حسابك',
  signOut: 'تسجيل الخروج',
  sessionOpen: 'ربما ما زالت الجلسة مفتوحة',
  sessionOpenDetail: 'تعذّر إبلاغ العقدة بخروجك. أغلق المتصفح، أو سجّل الدخول ثم الخروج مرة أخرى لاحقًا.',
};
