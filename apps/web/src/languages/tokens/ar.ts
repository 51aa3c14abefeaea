import type { Translation } from '../catalogue.ts';
import type { tokens as english } from './en.ts';

export const tokens: Translation<typeof english> = {
  title: 'رموز API',
  description:
    'للبرامج التي تستعمل DICOMweb أو API. الرمز كلمة مرور: أعطِ كل برنامج رمزه، واسحبه حين يُستغنى عن البرنامج.',
  onlyAdministrators: 'المديرون وحدهم ينشئون الرموز',
  new: 'رمز جديد',
  revoked: 'تم إبطال الرمز.',
  none: 'لا توجد رموز بعد.',
  revokeName: 'إبطال {name}؟',
  revoke: 'إبطال',
  revokeDetail: 'تُرفض من الآن البرامج التي تستعمل هذا الرمز، ولا يمكن استرجاعه.',
  lastUsed: 'آخر استعمال',
  ends: 'ينتهي',
  madeBy: 'أنشأه',
  commandLine: 'سطر الأوامر',
  copy: 'نسخ الرمز',
  onlyTime: 'هذه هي المرة الوحيدة التي يظهر فيها الرمز. لا يُحفظ هنا سوى بصمته.',
  sendAs: 'ترسله البرامج على شكل <code>Authorization: Bearer …</code>',
  nameProgram: 'سمِّ البرنامج الذي سيستعمله',
  program: 'البرنامج الذي سيستعمله',
  memberStudies: 'عضو: الدراسات',
  endsAfter: 'ينتهي بعد',
  days: 'يومًا',
  make: 'إنشاء الرمز',
};
