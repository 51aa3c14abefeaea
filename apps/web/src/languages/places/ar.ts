import type { Translation } from '../catalogue.ts';
import type { places as english } from './en.ts';

export const places: Translation<typeof english> = {
  about: 'حول',
  peers: 'أجهزة DICOM',
  sources: 'المصادر',
  rules: 'القواعد',
  deid: 'إزالة الهوية',
  users: 'المستخدمون',
  organisations: 'المؤسسات',
  tokens: 'رموز API',
  services: 'حسابات الخدمات',
  conflicts: 'التعارضات',
  alerts: 'التنبيهات',
  storage: 'التخزين',
  retention: 'مدة الحفظ',
  trash: 'سلة المحذوفات',
  erasures: 'عمليات المحو',
  holds: 'الحفظ القانوني',
  emergencies: 'الطوارئ',
  audit: 'سجلّ التدقيق',
};
