/** The messages in Spanish. */

import type { CodePurpose, Templates } from './templates.ts';

const purposes: Record<CodePurpose, string> = {
  join: 'para unirse al equipo asistencial',
  'sign-in': 'para iniciar sesión',
  phone: 'para confirmar este número de teléfono',
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

  code: ({ purpose, code, minutes }) => ({
    subject: 'Su código',
    text: `Isocenter: ${code} es su código ${purposes[purpose]}. Sirve durante ${minutes} minutos. No se lo diga a nadie.`,
  }),
};
