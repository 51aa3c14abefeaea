import type { Translation } from '../catalogue.ts';
import type { entrance as english } from './en.ts';

export const entrance: Translation<typeof english> = {
  signIn: 'Iniciar sesión',
  email: 'Correo electrónico',
  password: 'Contraseña',
  name: 'Nombre',
  audited: 'Cada inicio de sesión y cada acceso a un estudio quedan anotados en el registro de auditoría.',
  newNode: 'Este nodo es nuevo',
  newNodeDetail: 'Todavía no tiene usuarios, ni tampoco una contraseña predeterminada.',
  newNodeHelp:
    'Al arrancar, el nodo mostró en su consola un enlace de configuración de un solo uso. Abra ese enlace para crear el primer administrador.',
  setUp: 'Configuración inicial',
  deadLink: 'Este enlace no lleva a ninguna parte',
  linkIncomplete: 'Abra el enlace completo, tal como se mostró o se le envió; a este le falta el código de acceso.',
  linkOver:
    'Ya se utilizó o ha caducado. Al reiniciar un nodo sin usuarios se muestra uno nuevo; en los demás casos, un administrador puede crearlo en los ajustes.',
  toSignIn: 'Ir al inicio de sesión',
  firstAdministrator: 'Crear el primer administrador',
  firstAdministratorDetail: 'Esta cuenta administra los usuarios, los equipos conectados y los ajustes de este nodo.',
  welcome: 'Le damos la bienvenida, {name}',
  choosePassword: 'Elija una contraseña para su cuenta.',
  passwordRule:
    'Al menos {length, plural, one {# carácter} other {# caracteres}}. Una frase se recuerda mejor que unos símbolos.',
  tooShort: 'Demasiado corta',
  createAdministrator: 'Crear administrador',
  savePassword: 'Guardar contraseña',
};
