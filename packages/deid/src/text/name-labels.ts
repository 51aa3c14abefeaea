/** Labels and phrases of reports after which the name of a person stands. */

import type { IdentityKind } from '../identity-kind.ts';

export type NameLabel = { readonly end: number; readonly kind: IdentityKind };

const patientLabels =
  "patient(?:'?s)?[ -]?(?:full )?name|name of patient|pt\\.? name|patient|pt|name|full name|last name|first name|middle name|surname|given name|family name|maiden name|re|subject|alias|aka|nombre(?: del paciente)?|paciente|apellidos?|nom(?: du patient)?|pr[ée]nom|nachname|vorname|name des patienten|patientin|paziente|cognome|naam";
const roles =
  'referr(?:ing|ed|al)|ordering|attending|requesting|requested|dictating|interpreting|reading|reporting|consulting|admitting|performing|supervising|signing|primary care|family|treating|covering|responsible|authori[sz]ing';
const persons =
  'physician|provider|doctor|dr\\.?|md|radiologist|clinician|practitioner|resident|fellow|surgeon|nurse|consultant|technologist|person';
const otherLabels = `(?:${roles})(?: (?:${persons}))?(?: name)?|(?:${persons}|pcp|gp|technician|tech|sonographer|operator|author|dictator|transcriptionist|transcriber|typist|scribe|cc|copies to|copy to|carbon copy|attn|attention|reader|signer|signature|signed|dictated|transcribed|mother(?:'?s)?(?: name)?|father(?:'?s)?(?: name)?|spouse|next of kin|nok|guardian|emergency contact|contact(?: person| name)?|witness|m[ée]dico(?: solicitante)?|radi[óo]logo|arzt|zuweiser|überweiser|m[ée]decin(?: traitant| prescripteur)?|facharzt|oberarzt|medico)(?: (?:1|2|name))?`;
const acts =
  'signed(?: off)?|dictated|transcribed|read|interpreted|reviewed|approved|verified|performed|reported|entered|supervised|scanned|ordered|requested|referred|typed|prepared|authenticated|finali[sz]ed|edited|attested|co-?signed|cosigned|seen|examined|injected|acknowledged|recorded|created|released|validated|authori[sz]ed|translated|witnessed|confirmed|electronically signed|digitally signed|firmado|informado|dictado|befundet|diktiert|unterschrieben|gezeichnet|sign[ée]|valid[ée]|dict[ée]';

const patient = once(
  `(?<![\\p{L}\\p{N}])(?:${patientLabels})(?: ?\\([^)\\n]{0,20}\\))?\\s{0,2}[:=]\\s{0,3}\\n?[ \\t]*`,
  'giu',
);
const other = once(
  `(?<![\\p{L}\\p{N}])(?:${otherLabels})(?: ?\\([^)\\n]{0,20}\\))?\\s{0,2}[:=]\\s{0,3}\\n?[ \\t]*`,
  'giu',
);
const act = once(
  `(?<![\\p{L}\\p{N}])(?:${acts})(?:,? ?(?:and|&|/|,) ?(?:${acts})){0,2}(?: electronically| digitally)?\\s(?:by|por|von|par)(?: the)?(?: (?:attending|resident|fellow|staff|radiologist|physician|technologist|interpreting))*\\s{0,2}[:\\-]?\\s{0,3}\\n?[ \\t]*`,
  'giu',
);
const signature =
  /\/s\/\s*|(?:^|\n)[ \t]*(?:Sincerely|Best regards|Kind regards|Regards|Respectfully|Yours truly|Mit freundlichen Grüßen|Saludos|Cordialement)(?: yours)?,?\s*\n\s*/gi;

/** Returns the ends of the labels of a text in their order. */
export function findNameLabels(text: string): readonly NameLabel[] {
  const found: NameLabel[] = [];
  const add = (expression: RegExp, kind: IdentityKind): void => {
    for (const match of text.matchAll(expression)) found.push({ end: match.index + match[0].length, kind });
  };
  if (/[:=]/.test(text)) {
    add(patient(), 'patient-name');
    add(other(), 'other-person');
  }
  if (/\s(?:by|por|von|par)/i.test(text)) add(act(), 'other-person');
  add(signature, 'other-person');
  return found.sort((a, b) => a.end - b.end);
}

/** Returns a function that makes an expression when the first text needs it: these take many milliseconds. */
function once(source: string, flags: string): () => RegExp {
  let made: RegExp | undefined;
  return () => {
    made ??= new RegExp(source, flags);
    return made;
  };
}
