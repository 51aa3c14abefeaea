import type { Translation } from '../catalogue.ts';
import type { audit as english } from './en.ts';

export const audit: Translation<typeof english> = {
  title: 'سجلّ التدقيق',
  description:
    'كل تسجيل دخول وبحث واطّلاع واستيراد وتغيير في الإعدادات. القيود متسلسلة بحيث لا يمكن تغيير أيٍّ منها أو حذفه دون أن يُلحظ؛ ويتحقق من ذلك isocenter audit verify.',
  success: 'نجاح',
  failure: 'فشل',
  denied: 'مرفوض',
  when: 'متى',
  who: 'مَن',
  what: 'ماذا',
  outcome: 'النتيجة',
  from: 'من',
  details: 'التفاصيل',
  action: 'الإجراء',
  everyAction: 'كل الإجراءات',
  everyOutcome: 'كل النتائج',
  failures: 'حالات الفشل',
  successes: 'حالات النجاح',
  firstDay: 'أول يوم',
  lastDay: 'آخر يوم',
  refresh: 'تحديث',
  none: 'لا قيد مطابق.',
  older: 'قيود أقدم',
  begins: 'يبدأ السجلّ هنا.',
};
