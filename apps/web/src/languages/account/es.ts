import type { Translation } from '../catalogue.ts';
import type { account as english } from './en.ts';

export const account: Translation<typeof english> = {
  title: 'Su cuenta',
  changed: 'La contraseña se ha cambiado. Sus demás sesiones se han cerrado.',
  enterPresent: 'Introduzca su contraseña actual',
  needs: 'La contraseña nueva necesita al menos {length, plural, one {# carácter} other {# caracteres}}',
  present: 'Contraseña actual',
  new: 'Contraseña nueva',
  change: 'Cambiar la contraseña',
};
