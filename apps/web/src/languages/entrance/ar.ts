import type { Translation } from '../catalogue.ts';
import type { entrance as english } from './en.ts';

export const entrance: Translation<typeof english> = {
  signIn: 'تسجيل الدخول',
  email: 'البريد الإلكتروني',
  password: 'كلمة المرور',
  name: 'الاسم',
  audited: 'يُقيَّد كل تسجيل دخول وكل اطّلاع على دراسة في سجلّ التدقيق.',
  newNode: 'هذه العقدة جديدة',
  newNodeDetail: 'لا يوجد فيها مستخدمون بعد، ولا كلمة مرور افتراضية.',
  newNodeHelp:
    'عند بدء التشغيل أظهرت العقدة في وحدة التحكّم رابط إعداد يُستعمل مرة واحدة. افتح ذلك الرابط لإنشاء أول مدير.',
  setUp: 'الإعداد',
  deadLink: 'هذا الرابط لا يؤدي إلى شيء',
  linkIncomplete: 'افتح الرابط كاملًا كما ظهر أو كما أُرسل إليك؛ فهذا الرابط ينقصه رمز الدخول.',
  linkOver:
    'استُعمل الرابط من قبل أو انتهت مدته. إعادة تشغيل عقدة بلا مستخدمين تُظهر رابطًا جديدًا، وفيما عدا ذلك يستطيع أحد المديرين إنشاءه من الإعدادات.',
  toSignIn: 'إلى تسجيل الدخول',
  firstAdministrator: 'إنشاء أول مدير',
  firstAdministratorDetail: 'يدير هذا الحساب مستخدمي هذه العقدة والأجهزة المتصلة بها وإعداداتها.',
  welcome: 'أهلًا بك، {name}',
  choosePassword: 'اختر كلمة مرور لحسابك.',
  passwordRule:
    '{length, plural, zero {# محرف} one {محرف واحد} two {محرفان} few {# محارف} many {# محرفًا} other {# محرف}} على الأقل. تذكّر جملة أسهل من تذكّر رموز.',
  tooShort: 'قصيرة جدًّا',
  createAdministrator: 'إنشاء المدير',
  savePassword: 'حفظ كلمة المرور',
};
