import type { Translation } from '../catalogue.ts';
import type { activity as english } from './en.ts';

export const activity: Translation<typeof english> = {
  title: 'النشاط',
  help: 'ما حدث منذ انضمامك؛ ومن يدير الفريق يراه منذ البداية.',
  none: 'لم يحدث شيء بعد.',
  older: 'عرض الأقدم',
  somebody: 'شخص ما',
  theStudy: 'دراسة',
  made: 'أنشأ {by} الفريق',
  joined: 'انضم {who} بطلب من {by}',
  left: 'غادر {who} الفريق',
  removed: 'أزال {by} {who} من الفريق',
  ownerChanged: 'سلّم {by} الفريق إلى {who}',
  privilegesChanged: 'غيّر {by} ما يُسمح به لـ {who}',
  handedIn:
    'سلّم {by} {count, plural, zero {# ملف} one {ملفًا واحدًا} two {ملفين} few {# ملفات} many {# ملفًا} other {# ملف}}',
  released:
    'اجتاز الفحص {count, plural, zero {# ملف} one {ملف واحد} two {ملفان} few {# ملفات} many {# ملفًا} other {# ملف}} من {by}',
  refused:
    'لم يجتز الفحص {count, plural, zero {# ملف} one {ملف واحد} two {ملفان} few {# ملفات} many {# ملفًا} other {# ملف}} من {by}',
  shared: 'شارك {by} دراسة مع الفريق',
  commented:
    'كتب {by} {count, plural, zero {# تعليق} one {تعليقًا} two {تعليقين} few {# تعليقات} many {# تعليقًا} other {# تعليق}}',
  closed: 'أغلق {by} الفريق',
};
