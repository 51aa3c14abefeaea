import type { Translation } from '../catalogue.ts';
import type { comments as english } from './en.ts';

export const comments: Translation<typeof english> = {
  title: 'Comentarios del equipo',
  count: '{count, plural, one {# comentario} other {# comentarios}} del equipo',
  none: 'Nadie del equipo ha comentado este estudio.',
  noTeam: 'No está en ningún equipo que pueda comentar este estudio.',
  withdrawn: 'Retirado por {author}',
  withdraw: 'Retirar',
  withdrawQuestion: '¿Retirar este comentario?',
  withdrawHelp: 'Se borra su texto. Queda constancia de que hubo un comentario.',
  onImage: 'Sobre la imagen {number, number} de la serie {series, number}',
  onSomeImage: 'Sobre una imagen',
  text: 'Comentario',
  textHelp: 'Lo leen los miembros del equipo que ven el estudio.',
  team: 'Equipo de atención',
  about: 'Sobre',
  aboutStudy: 'El estudio',
  aboutImage: 'La imagen de la pantalla',
  write: 'Comentar',
  writeSomething: 'Escriba algo primero',
};
