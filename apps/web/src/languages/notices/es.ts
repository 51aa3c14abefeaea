import type { Translation } from '../catalogue.ts';
import type { notices as english } from './en.ts';

export const notices: Translation<typeof english> = {
  title: 'Notificaciones',
  description: 'Lo que le espera y lo que ha cambiado sin usted. Se conservan 90 días.',
  bell: '{count, plural, =0 {Notificaciones} one {Notificaciones, # sin leer} other {Notificaciones, # sin leer}}',
  none: 'No hay nada nuevo para usted.',
  isNew: 'Nuevo',
  markRead: 'Marcar como leído',
  markAllRead: 'Marcar todo como leído',
  nothingUnread: 'Todo está leído',
  older: 'Mostrar lo anterior',
  open: 'Abrir',
  inTeam: 'en {team}',
  joiningAsked: 'Alguien pide entregar una imagen y le espera',
  uploadWaiting:
    '{count, plural, one {# archivo que usted ha entregado espera} other {# archivos que usted ha entregado esperan}} su respuesta',
  uploadReleased:
    '{count, plural, one {# archivo de {by} superó} other {# archivos de {by} superaron}} la comprobación',
  uploadRefused:
    '{count, plural, one {# archivo que usted ha entregado no superó} other {# archivos que usted ha entregado no superaron}} la comprobación',
  commentWritten: '{by} escribió {count, plural, one {un comentario} other {# comentarios}}',
  studyShared: '{by} compartió un estudio con el equipo',
  privilegesChanged: '{by} cambió lo que usted puede hacer',
  memberRemoved: '{by} le quitó del equipo',
  teamClosed: '{by} cerró el equipo',
  emergencyOpened: '{by} abrió {count, plural, one {un estudio} other {# estudios}} en una emergencia',
  reviewDue:
    'Nadie ha revisado todavía que {by} abrió {count, plural, one {un estudio} other {# estudios}} en una emergencia',
  correctionAsked: 'Un paciente pide una corrección',
  tokenEnding: 'Una clave de {service} termina el {day}',
  choices: 'Notificaciones y correos',
  choicesHelp:
    'Un correo dice qué tipo de novedad hay y nada sobre un paciente. Varias se reúnen en uno, y lo que ha leído aquí no se envía.',
  noMail: 'Este nodo no envía correos.',
  'way-none': 'De ningún modo',
  'way-page': 'Aquí, en las páginas',
  'way-mail': 'En las páginas y por correo',
  'topic-requests': 'Solicitudes de entregar imágenes',
  'topic-uploads': 'Imágenes entregadas',
  'topic-comments': 'Comentarios',
  'topic-studies': 'Estudios compartidos',
  'topic-membership': 'Lo que puedo hacer en un equipo y su fin',
  'topic-emergencies': 'Emergencias y sus revisiones',
  'topic-corrections': 'Solicitudes de corrección',
  'topic-services': 'Claves de cuentas de servicio que terminan',
  alwaysTold: 'De las emergencias siempre se avisa en las páginas.',
  chosen: 'Se ha guardado su elección.',
};
