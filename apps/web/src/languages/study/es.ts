import type { Translation } from '../catalogue.ts';
import type { study as english } from './en.ts';

export const study: Translation<typeof english> = {
  title: 'Estudio',
  series: 'Series',
  back: 'Volver a los estudios',
  notUpToDate: 'Sin actualizar',
  notUpToDateWhy: 'El nodo no respondió al pedirle novedades de este estudio',
  headerKey: 'Cabecera (H)',
  header: 'Cabecera',
  closeHeader: 'Cerrar la cabecera',
  noInstance: 'No se muestra ninguna imagen.',
  seriesCount: '{count, plural, one {# serie} other {# series}}',
  oneObject: '{count, plural, one {un objeto} other {# objetos}}',
  frames: '{count, plural, one {# fotograma} other {# fotogramas}}',
  images: '{count, plural, one {una imagen} other {# imágenes}}',
  sameUid:
    'Han llegado objetos con el mismo UID pero con otro contenido. Las otras copias se conservan; un administrador las compara y decide.',
  shown: 'Se muestra: {copy}',
  kept: 'Conservada: {copy}',
  elementCount: '{count, plural, one {# elemento} other {# elementos}} · {syntax}',
  findings:
    '{count, plural, one {Hay algo en esta cabecera que no está como debe} other {Hay # cosas en esta cabecera que no están como deben}}',
  noElement: 'Nada coincide en esta cabecera.',
  elements: 'Elementos',
  bytes: '{count, plural, one {# byte} other {# bytes}}',
  searchHeader: 'Buscar en la cabecera',
  tagNameValue: 'Etiqueta, nombre o valor',
  noPictures: 'Este rol no ve imágenes',
  noPicturesWhy:
    'Usted ve de qué consta este estudio, quién puede verlo y quién lo ha consultado. Las imágenes, las cabeceras y los archivos son para quien trata al paciente.',
  noAccessList: 'Este rol no ve quién más puede ver el estudio',
  sendsNothing: 'Este rol no envía nada',
};
