import type { Translation } from '../catalogue.ts';
import type { deidReasons as english } from './en.ts';

export const deidReasons: Translation<typeof english> = {
  capture: 'لقطة شاشة أو ورقة: قد تذكر صورتها المريض.',
  'burned-in-annotation': 'يقول عن نفسه إن صورته تذكر المريض.',
  'encapsulated-document': 'مستند قد يذكر المريض في أي صفحة.',
  recording: 'مقطع مصوَّر أو تسجيل صوتي.',
  unreadable: 'تالف.',
  'not-an-instance': 'لا يقول أي كائن هو.',
};
