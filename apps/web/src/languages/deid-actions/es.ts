import type { Translation } from '../catalogue.ts';
import type { deidActions as english } from './en.ts';

export const deidActions: Translation<typeof english> = {
  remove: 'Quitado',
  empty: 'Vaciado',
  dummy: 'Valor ficticio',
  uid: 'UID nuevo',
  shift: 'Fecha desplazada',
  pseudonym: 'Seudónimo',
  cap: 'Limitado',
  strip: 'Sobrantes recortados',
  mask: 'Tapado',
  clean: 'Texto limpiado',
  replace: 'Sustituido por una regla',
  keep: 'Conservado por una regla',
  deface: 'Cara eliminada',
  reface: 'Cara sustituida',
  hold: 'Retenido por una regla',
  added: 'Añadido',
  changed: 'Cambiado',
  same: 'Queda',
};
