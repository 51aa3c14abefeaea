/** The messages in Spanish. */

import type { NoticeKind } from '@isocenter/contract/notices';
import type { CodePurpose, Templates } from './templates.ts';

const purposes: Record<CodePurpose, string> = {
  join: 'para unirse al equipo asistencial',
  'sign-in': 'para iniciar sesión',
  phone: 'para confirmar este número de teléfono',
};

const news: Record<NoticeKind, string> = {
  'joining-asked': 'Solicitudes de entregar imágenes, que le esperan',
  'upload-waiting': 'Imágenes que usted ha entregado y que esperan su respuesta',
  'upload-released': 'Imágenes entregadas que superaron la comprobación',
  'upload-refused': 'Imágenes que usted ha entregado y que no superaron la comprobación',
  'comment-written': 'Comentarios',
  'study-shared': 'Estudios compartidos con un equipo',
  'privileges-changed': 'Cambios de lo que usted puede hacer en un equipo',
  'member-removed': 'Equipos en los que usted ya no está',
  'team-closed': 'Equipos que se han cerrado',
  'emergency-opened': 'Estudios abiertos en una emergencia',
  'review-due': 'Estudios abiertos en una emergencia cuya revisión está pendiente',
  'correction-asked': 'Solicitudes de corrección',
  'token-ending': 'Claves de cuentas de servicio que terminan pronto',
};

export const spanish: Templates = {
  test: () => ({
    subject: 'Prueba de mensajes',
    text: 'Isocenter: esta es una prueba que ha pedido un administrador. Todo está en orden.',
  }),

  'confirm-address': ({ link, minutes }) => ({
    subject: 'Confirme su dirección de correo electrónico',
    text: [
      'Confirme que esta es su dirección de correo electrónico, en el mismo navegador en el que empezó:',
      '',
      link,
      '',
      `El enlace sirve una sola vez y durante ${minutes} minutos.`,
      'Si usted no lo ha pedido, no tiene que hacer nada.',
      '',
    ].join('\n'),
  }),

  notices: ({ news: told, link, choicesLink }) => ({
    subject: 'Novedades para usted',
    text: [
      'Hay algo nuevo para usted:',
      '',
      ...told.map(({ kind, count }) => `- ${news[kind]}: ${count}`),
      '',
      'Inicie sesión para ver de qué se trata:',
      link,
      '',
      'Elija aquí qué novedades recibe por correo:',
      choicesLink,
      '',
    ].join('\n'),
  }),

  'token-ending': ({ service, label, day }) => ({
    subject: `Una clave de ${service} termina el ${day}`,
    text: [
      `La clave «${label}» de la cuenta de servicio «${service}» termina el ${day}, y usted responde de esta cuenta.`,
      '',
      'Lo que la use será rechazado desde entonces. Pida a tiempo otra clave a un administrador de Isocenter.',
      '',
    ].join('\n'),
  }),

  code: ({ purpose, code, minutes }) => ({
    subject: 'Su código',
    text: `Isocenter: ${code} es su código ${purposes[purpose]}. Sirve durante ${minutes} minutos. No se lo diga a nadie.`,
  }),
};
