import type { Translation } from '../catalogue.ts';
import type { holds as english } from './en.ts';

export const holds: Translation<typeof english> = {
  title: 'الحفظ القانوني',
  description: 'ما هو تحت الحفظ لا يستطيع أحد ولا أي قاعدة حذفه. يوضع الحفظ من صفحة الدراسة.',
  patient: 'المريض',
  nothingHere: 'لا شيء منه هنا',
  holds: 'يشمل',
  allOfPatient: 'كل ما يخص المريض',
  oneStudy: 'دراسة واحدة',
  why: 'السبب',
  placed: 'وُضع',
  released: 'رُفع',
  inForce: 'سارٍ',
  releasedNow: 'رُفع الحفظ.',
  nothing: 'لا شيء تحت الحفظ.',
  releasedAlready: 'رُفع من قبل',
  releaseButton: 'رفع…',
  releaseQuestion: 'رفع الحفظ؟',
  release: 'رفع',
  releaseDetail: 'يصبح ما كان يشمله قابلًا للحذف من جديد، بيد الأشخاص والقواعد.',
  by: 'من {name}',
};
