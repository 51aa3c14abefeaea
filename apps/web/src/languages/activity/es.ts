import type { Translation } from '../catalogue.ts';
import type { activity as english } from './en.ts';

export const activity: Translation<typeof english> = {
  title: 'Actividad',
  help: 'Lo que ha pasado desde que usted se unió; quien gestiona el equipo lo ve desde el principio.',
  none: 'Todavía no ha pasado nada.',
  older: 'Mostrar lo anterior',
  somebody: 'Alguien',
  theStudy: 'Estudio',
  made: '{by} creó el equipo',
  joined: '{who} se unió a petición de {by}',
  left: '{who} dejó el equipo',
  removed: '{by} quitó a {who} del equipo',
  ownerChanged: '{by} pasó el equipo a {who}',
  privilegesChanged: '{by} cambió lo que {who} puede hacer',
  handedIn: '{by} entregó {count, plural, one {# archivo} other {# archivos}}',
  released: '{count, plural, one {# archivo de {by} superó} other {# archivos de {by} superaron}} la comprobación',
  refused: '{count, plural, one {# archivo de {by} no superó} other {# archivos de {by} no superaron}} la comprobación',
  shared: '{by} compartió un estudio con el equipo',
  commented: '{by} escribió {count, plural, one {un comentario} other {# comentarios}}',
  closed: '{by} cerró el equipo',
};
