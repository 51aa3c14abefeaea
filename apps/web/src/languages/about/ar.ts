import type { Translation } from '../catalogue.ts';
import type { about as english } from './en.ts';

export const about: Translation<typeof english> = {
  title: 'حول',
  description: 'تبادل مفتوح ومحايد للصور الطبية.',
  thisNode: 'هذه العقدة',
  version: 'الإصدار {version}',
  studies: 'الدراسات',
  series: 'السلاسل',
  objects: 'العناصر',
  runningSince: 'تعمل منذ',
  addresses: 'العناوين',
  dicom: 'DICOM: عنوان AE ‏<b>{aeTitle}</b>، المنفذ <b>{port}</b>',
  loopbackOnly: 'تستمع للبرامج على جهازها نفسه. من أجهزة أخرى: اضبط dicom.host.',
  dicomOff: 'DICOM: متوقف',
  dicomWeb: 'DICOMweb، برمز API',
  copyAddress: 'نسخ العنوان',
  licences: 'التراخيص',
  licencesDetail:
    '‏Isocenter مرخَّص برخصة Apache 2.0. بُنيت هذه الواجهة باستعمال React و Mantine و TanStack و Cornerstone3D و vtk.js و zip.js و use-intl و Tabler Icons؛ وتفكّ ترميز الصور CharLS و OpenJPEG و OpenJPH و libjpeg-turbo و libjxl؛ والنص بخطّي Inter و Noto Sans Arabic.',
  licencesInFull: 'نصوص تراخيصها كاملة',
};
