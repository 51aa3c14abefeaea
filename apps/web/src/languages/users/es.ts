import type { Translation } from '../catalogue.ts';
import type { users as english } from './en.ts';

export const users: Translation<typeof english> = {
  title: 'Usuarios',
  description: 'Los miembros trabajan con estudios; los administradores cambian además lo que está en Ajustes.',
  onlyAdministrators: 'Solo los administradores añaden usuarios',
  add: 'Añadir usuario',
  linkFor: 'Enlace de configuración para {name}',
  copyLink: 'Copiar el enlace',
  handOn:
    'Entréguelo por un medio que solo lea esta persona. Sirve una sola vez, hasta el {until}, y no se vuelve a mostrar.',
  none: 'No hay usuarios.',
  lastSignIn: 'Último inicio de sesión',
  active: 'Activo',
  invited: 'Invitado',
  disabled: 'Desactivado',
  lastStays: 'El último administrador sigue siéndolo',
  changeUser: 'Cambiar a {name}',
  makeMember: 'Convertir en miembro',
  makeAdministrator: 'Convertir en administrador',
  newLink: 'Nuevo enlace de configuración',
  enable: 'Volver a activar',
  disable: 'Desactivar',
  notOwn: 'Nadie puede desactivar su propia cuenta',
  enterName: 'Introduzca un nombre',
  enterEmail: 'Introduzca una dirección de correo electrónico',
  addAndLink: 'Añadir y crear enlace',
  sessionsEnded: 'Se han cerrado todas las sesiones de {name}.',
  factorsRemoved: '{name} inicia sesión solo con la contraseña hasta que configure otro segundo factor.',
  endSessions: 'Cerrar todas sus sesiones',
  removeFactors: 'Retirar llaves de acceso y códigos perdidos',
};
