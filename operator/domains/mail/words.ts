import type { MailKind } from './mail-kinds.ts';

/** Values available to the templates, as plain text. */
export interface MailFacts {
  readonly brand: string;
  /** Time of the event or request, in the operator's time zone. */
  readonly at: string;
  /** Name of a social network, or empty. */
  readonly provider: string;
  /** New e-mail address, or empty. */
  readonly email: string;
}

/** Texts of one mail in one language, as plain text; the layout escapes them. */
export interface MailWords {
  readonly subject: string;
  readonly heading: string;
  readonly paragraphs: readonly string[];
  /** Button label; required for mail with a link. */
  readonly button?: string;
  /** What to do if the reader did not cause the event. */
  readonly notYou: string;
}

/** Templates of one language and the texts common to all of them. */
export interface LanguageWords {
  readonly templates: Readonly<Record<MailKind, (facts: MailFacts) => MailWords>>;
  readonly linkLife: (life: string) => string;
  /** Introduces the link address, for mail clients where the button does not work. */
  readonly orOpen: string;
  readonly hotline: (number: string) => string;
  /** Why the mail was sent, and that replies are not read. */
  readonly footer: (brand: string) => string;
}
