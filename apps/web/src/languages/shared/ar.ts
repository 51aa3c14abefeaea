import type { Translation } from '../catalogue.ts';
import type { shared as english } from './en.ts';

export const shared: Translation<typeof english> = {
  cancel: 'إلغاء',
  close: 'إغلاق',
  save: 'حفظ',
  tryAgain: 'إعادة المحاولة',
  copied: 'تم النسخ',
  loading: 'جارٍ التحميل',
  actions: 'إجراءات',
  never: 'أبدًا',
  yes: 'نعم',
  no: 'لا',
  skipToContent: 'الانتقال إلى المحتوى',
  noPage: 'لا توجد صفحة بهذا العنوان',
  noPageDetail: 'ربما وصل العنوان ناقصًا، أو نُقلت الصفحة.',
  toStudies: 'إلى الدراسات',
  checkConnection: 'تحقّق من الاتصال؛ ستعيد الصفحة المحاولة تلقائيًّا عند عودته.',
  partMissing: 'تعذّر تحميل جزء من هذه الصفحة.',
  partMissingDetail: 'لا يمكن الوصول إلى العقدة، أو جرى تحديثها بعد فتح الصفحة.',
  pageError: 'حدث خطأ في هذه الصفحة.',
  waitSeconds:
    'أعد المحاولة بعد {seconds, plural, zero {# ثانية} one {ثانية واحدة} two {ثانيتين} few {# ثوانٍ} many {# ثانية} other {# ثانية}}.',
  waitMinutes:
    'أعد المحاولة بعد {minutes, plural, zero {# دقيقة} one {دقيقة واحدة} two {دقيقتين} few {# دقائق} many {# دقيقة} other {# دقيقة}}.',
  triesLeft:
    '{count, plural, zero {لم تبقَ لك محاولات} one {بقيت لك محاولة واحدة} two {بقيت لك محاولتان} few {بقيت لك # محاولات} many {بقيت لك # محاولة} other {بقيت لك # محاولة}}.',
  noTriesLeft: 'لا يمكن تجربته بعد الآن: اطلب إرسال رمز آخر.',
  unknownProblem: 'لم تستطع العقدة تنفيذ ذلك.',
  valueNotTaken: 'هذه القيمة غير مقبولة.',
  administrator: 'مدير',
  member: 'عضو',
  role: 'الدور',
  name: 'الاسم',
  emailLabel: 'البريد الإلكتروني',
  status: 'الحالة',
  iHaveCopied: 'نسخته',
  forAdministrators: 'للمديرين',
  forAdministratorsDetail: 'حسابك مخصّص للعمل على الدراسات؛ ويستطيع أحد مديري هذه العقدة الاطلاع على ما هنا وتغييره.',
  off: 'متوقف',
  on: 'مفعَّل',
};
