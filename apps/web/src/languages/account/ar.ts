import type { Translation } from '../catalogue.ts';
import type { account as english } from './en.ts';

export const account: Translation<typeof english> = {
  title: 'حسابك',
  changed: 'تم تغيير كلمة المرور وانتهت جلساتك الأخرى.',
  enterPresent: 'أدخل كلمة مرورك الحالية',
  needs:
    'يلزم أن تتكوّن كلمة المرور الجديدة من {length, plural, zero {# محرف} one {محرف واحد} two {محرفين} few {# محارف} many {# محرفًا} other {# محرف}} على الأقل',
  present: 'كلمة المرور الحالية',
  new: 'كلمة المرور الجديدة',
  change: 'تغيير كلمة المرور',
};
