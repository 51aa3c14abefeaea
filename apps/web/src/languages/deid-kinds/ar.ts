import type { Translation } from '../catalogue.ts';
import type { deidKinds as english } from './en.ts';

export const deidKinds: Translation<typeof english> = {
  'patient-name': 'اسم المريض',
  'patient-id': 'معرّف المريض',
  'birth-date': 'تاريخ الميلاد',
  age: 'العمر',
  'other-person': 'اسم شخص آخر',
  'accession-number': 'رقم القيد',
  'order-id': 'رقم طلب',
  date: 'تاريخ',
  time: 'وقت',
  institution: 'مؤسسة',
  address: 'عنوان',
  phone: 'رقم هاتف',
  email: 'بريد إلكتروني',
  url: 'عنوان ويب',
  device: 'جهاز',
  'other-id': 'معرّف آخر',
  text: 'نص',
};
