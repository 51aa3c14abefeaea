/**
 * What messages say: one template a kind and language, filled with values that are never of a patient.
 *
 * A new kind is a member of `MessageContent` and an entry in the table of each language; the compiler asks for all of
 * them. The subject is used by mail alone. A text for SMS should fit 160 characters.
 */

import type { Language } from '@isocenter/contract/language';
import type { NoticeKind } from '@isocenter/contract/notices';
import { arabic } from './arabic.ts';
import { english } from './english.ts';
import { spanish } from './spanish.ts';

/** Whose sign-in or joining a code belongs to. */
export type CodePurpose = 'join' | 'sign-in' | 'phone';

export type MessageContent =
  /** An administrator tries the channel. */
  | { readonly kind: 'test' }
  /** Whoever opens the link shows that mail to this address is read by them. */
  | { readonly kind: 'confirm-address'; readonly link: string; readonly minutes: number }
  /** What kinds of things wait to be read, how many of each, and where. */
  | {
      readonly kind: 'notices';
      readonly news: readonly { readonly kind: NoticeKind; readonly count: number }[];
      readonly link: string;
      readonly choicesLink: string;
    }
  /** To who answers for a service account and has no account here. */
  | { readonly kind: 'token-ending'; readonly service: string; readonly label: string; readonly day: string }
  /** A code over the second channel. */
  | { readonly kind: 'code'; readonly purpose: CodePurpose; readonly code: string; readonly minutes: number };

export type MessageText = { readonly subject: string; readonly text: string };

export type Templates = {
  readonly [Kind in MessageContent['kind']]: (content: Extract<MessageContent, { kind: Kind }>) => MessageText;
};

const templates: Record<Language, Templates> = { en: english, es: spanish, ar: arabic };

/** Returns subject and text as they are sent. */
export function renderMessage(content: MessageContent, language: Language): MessageText {
  // The union is taken apart by its own discriminant: each template gets the content of its kind.
  const template = templates[language][content.kind] as (content: MessageContent) => MessageText;
  return template(content);
}
