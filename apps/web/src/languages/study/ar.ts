import type { Translation } from '../catalogue.ts';
import type { study as english } from './en.ts';

export const study: Translation<typeof english> = {
  title: 'الدراسة',
  series: 'السلاسل',
  back: 'العودة إلى الدراسات',
  notUpToDate: 'غير محدَّثة',
  notUpToDateWhy: 'لم تُجب العقدة عند سؤالها عن جديد هذه الدراسة',
  headerKey: 'الترويسة (H)',
  header: 'الترويسة',
  closeHeader: 'إغلاق الترويسة',
  noInstance: 'لا تُعرض أي صورة.',
  seriesCount:
    '{count, plural, zero {# سلسلة} one {سلسلة واحدة} two {سلسلتان} few {# سلاسل} many {# سلسلة} other {# سلسلة}}',
  oneObject: '{count, plural, zero {# عنصر} one {عنصر واحد} two {عنصران} few {# عناصر} many {# عنصرًا} other {# عنصر}}',
  frames: '{count, plural, zero {# إطار} one {إطار واحد} two {إطاران} few {# إطارات} many {# إطارًا} other {# إطار}}',
  images: '{count, plural, zero {# صورة} one {صورة واحدة} two {صورتان} few {# صور} many {# صورة} other {# صورة}}',
  sameUid: 'وصلت عناصر بالمعرّف UID نفسه لكن بمحتوى آخر. تُحفظ النسخ الأخرى، ويقارنها أحد المديرين ويقرّر.',
  shown: 'المعروضة: {copy}',
  kept: 'المحفوظة: {copy}',
  elementCount:
    '{count, plural, zero {# عنصر} one {عنصر واحد} two {عنصران} few {# عناصر} many {# عنصرًا} other {# عنصر}} · {syntax}',
  findings:
    '{count, plural, zero {لا مآخذ على هذه الترويسة} one {في هذه الترويسة أمر ليس كما ينبغي} two {في هذه الترويسة أمران ليسا كما ينبغي} few {في هذه الترويسة # أمور ليست كما ينبغي} many {في هذه الترويسة # أمرًا ليس كما ينبغي} other {في هذه الترويسة # أمر ليس كما ينبغي}}',
  noElement: 'لا شيء مطابق في هذه الترويسة.',
  elements: 'العناصر',
  bytes: '{count, plural, zero {# بايت} one {بايت واحد} two {بايتان} few {# بايتات} many {# بايتًا} other {# بايت}}',
  searchHeader: 'البحث في الترويسة',
  tagNameValue: 'الوسم أو الاسم أو القيمة',
  noPictures: 'لا صور لهذا الدور',
  noPicturesWhy:
    'ترى مما تتكون هذه الدراسة ومن يحق له رؤيتها ومن اطّلع عليها. أما الصور والترويسات والملفات فلمن يعالج المريض.',
  noAccessList: 'هذا الدور لا يرى من غيره يحق له رؤية الدراسة',
  sendsNothing: 'هذا الدور لا يرسل شيئًا',
};
