import type { LetterKind } from './mail-kinds.ts';

/** What a letter's words may speak of; every part is plain text. */
export interface LetterFacts {
  readonly brand: string;
  /** When it happened or was asked for, in the operator's zone. */
  readonly at: string;
  /** Name of a social network, or empty. */
  readonly provider: string;
  /** An address that the letter speaks of, or empty. */
  readonly email: string;
}

/** One letter in one language, as plain text; the layout escapes it. */
export interface LetterWords {
  readonly subject: string;
  readonly heading: string;
  readonly paragraphs: readonly string[];
  /** What the button says; letters with a link have one. */
  readonly button?: string;
  /** What to do if the reader had no part in it. */
  readonly notYou: string;
}

/** The letters of one language, and what all of them say. */
export interface LanguageWords {
  readonly letters: Readonly<Record<LetterKind, (facts: LetterFacts) => LetterWords>>;
  readonly linkLife: (life: string) => string;
  /** Before the link's address, for where a button does not work. */
  readonly orOpen: string;
  readonly hotline: (number: string) => string;
  /** Why the letter came and that nobody reads answers. */
  readonly footer: (brand: string) => string;
}
