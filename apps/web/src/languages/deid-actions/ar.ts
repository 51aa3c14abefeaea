import type { Translation } from '../catalogue.ts';
import type { deidActions as english } from './en.ts';

export const deidActions: Translation<typeof english> = {
  remove: 'أُزيلت',
  empty: 'أُفرغت',
  dummy: 'قيمة بديلة',
  uid: 'معرّف UID جديد',
  shift: 'تاريخ مزاح',
  pseudonym: 'اسم مستعار',
  cap: 'حُدَّت',
  strip: 'قُصَّت الزوائد',
  mask: 'غُطّيت',
  clean: 'نُظّف النص',
  replace: 'استُبدلت بقاعدة',
  keep: 'أبقته قاعدة',
  deface: 'أُزيل الوجه',
  reface: 'استُبدل الوجه',
  hold: 'احتجزته قاعدة',
  added: 'أُضيفت',
  changed: 'تغيرت',
  same: 'تبقى',
};
