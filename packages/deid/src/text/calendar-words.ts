/** Names of months and of days of the week as reports of several languages write them, in folded form. */

export const monthNames: readonly (readonly string[])[] = [
  'january february march april may june july august september october november december',
  'jan feb mar apr may jun jul aug sep oct nov dec',
  'jan feb mar apr may june july aug sept oct nov dec',
  'enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre',
  'ene feb mar abr may jun jul ago sep oct nov dic',
  'januar februar marz april mai juni juli august september oktober november dezember',
  'jan feb mrz apr mai jun jul aug sep okt nov dez',
  'janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre',
  'janv fevr mars avr mai juin juil aout sept oct nov dec',
  'gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre',
  'gen feb mar apr mag giu lug ago set ott nov dic',
  'janeiro fevereiro marco abril maio junho julho agosto setembro outubro novembro dezembro',
  'jan fev mar abr mai jun jul ago set out nov dez',
  'januari februari maart april mei juni juli augustus september oktober november december',
].map((names) => names.split(' '));

/** Sunday first, as `Date.getUTCDay` counts. */
export const weekdayNames: readonly (readonly string[])[] = [
  'sunday monday tuesday wednesday thursday friday saturday',
  'sun mon tue wed thu fri sat',
  'sun mon tues wed thurs fri sat',
  'domingo lunes martes miercoles jueves viernes sabado',
  'sonntag montag dienstag mittwoch donnerstag freitag samstag',
  'dimanche lundi mardi mercredi jeudi vendredi samedi',
].map((names) => names.split(' '));

export const ordinalWords =
  'first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth twenty-first twenty-second twenty-third twenty-fourth twenty-fifth twenty-sixth twenty-seventh twenty-eighth twenty-ninth thirtieth thirty-first'.split(
    ' ',
  );

/** With the accents they are written with, so that they are found without folding a text. */
const accented = ['märz', 'février', 'fevr', 'févr', 'août', 'décembre', 'déc', 'março', 'miércoles', 'sábado'];

/** Alternatives of a regular expression, the longest first. */
export const monthAlternatives = alternatives([...monthNames.flat(), ...accented.slice(0, 8)]);
export const weekdayAlternatives = alternatives([...weekdayNames.flat(), ...accented.slice(8)]);

function alternatives(words: readonly string[]): string {
  return [...new Set(words)].sort((a, b) => b.length - a.length).join('|');
}
