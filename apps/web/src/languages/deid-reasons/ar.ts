import type { Translation } from '../catalogue.ts';
import type { deidReasons as english } from './en.ts';

export const deidReasons: Translation<typeof english> = {
  capture: 'لقطة شاشة أو ورقة: قد تذكر صورتها المريض.',
  'burned-in-annotation': 'يقول عن نفسه إن صورته تذكر المريض.',
  'encapsulated-document': 'مستند قد يذكر المريض في أي صفحة.',
  recording: 'مقطع مصوَّر أو تسجيل صوتي.',
  unreadable: 'تالف.',
  'not-an-instance': 'لا يقول أي كائن هو.',
  'secondary-capture': 'لقطة، وهي صورة نص أكثر مما هي صورة مريض.',
  scanned: 'ورق أو فيلم ممسوح ضوئيًّا.',
  screen: 'صورة شاشة.',
  'dose-report': 'تقرير جرعة على هيئة صورة.',
  'slide-label': 'ملصق شريحة، أو الشريحة مع ملصقها.',
  'not-decodable': 'صورته مرمّزة بطريقة لا تُقرأ هنا، ولم يُبحث فيها عن نص.',
  'picture-unreadable': 'صورته تالفة، ولم يُبحث فيها عن نص.',
  'held-by-rule': 'تقول ذلك قاعدة من قواعد الموقع.',
  'leak-found': 'وُجد في ما نُظّف شيء من هوية الأصل.',
  'too-large': 'أكبر مما تُزال هويته هنا.',
};
