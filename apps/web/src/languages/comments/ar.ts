import type { Translation } from '../catalogue.ts';
import type { comments as english } from './en.ts';

export const comments: Translation<typeof english> = {
  title: 'تعليقات الفريق',
  count:
    '{count, plural, zero {لا تعليقات} one {تعليق واحد} two {تعليقان} few {# تعليقات} many {# تعليقًا} other {# تعليق}} للفريق',
  none: 'لم يقل أحد من فريق الرعاية شيئًا عن هذه الدراسة.',
  noTeam: 'لست في فريق رعاية يجوز له التعليق على هذه الدراسة.',
  withdrawn: 'سحبه {author}',
  withdraw: 'سحب',
  withdrawQuestion: 'أتسحب هذا التعليق؟',
  withdrawHelp: 'يُحذف نصه. ويبقى أنه كان هناك تعليق.',
  onImage: 'على الصورة {number, number} من السلسلة {series, number}',
  onSomeImage: 'على صورة',
  text: 'التعليق',
  textHelp: 'يقرؤه أعضاء فريق الرعاية الذين يرون الدراسة.',
  team: 'فريق الرعاية',
  about: 'حول',
  aboutStudy: 'الدراسة',
  aboutImage: 'الصورة المعروضة',
  write: 'علّق',
  writeSomething: 'اكتب شيئًا أولًا',
};
