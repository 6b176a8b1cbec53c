import type { OperatorProfile } from '#protocol/api/profile.ts';
import { locales } from '#protocol/format/intl.ts';
import type { Language } from '#protocol/primitives.ts';
import { durationInWords } from './durations.ts';
import { letterHtml, letterText, type LetterContent } from './layout.ts';
import type { LetterKind } from './mail-kinds.ts';
import { en } from './words.en.ts';
import { ru } from './words.ru.ts';
import { sv } from './words.sv.ts';
import type { LanguageWords } from './words.ts';

const languageWords: Readonly<Record<Language, LanguageWords>> = { ru, en, sv };

/** A letter about to leave. */
export interface LetterToCompose {
  readonly kind: LetterKind;
  readonly language: Language;
  readonly facts: Readonly<Record<string, string>>;
  /** ms UTC: when what it tells of happened. */
  readonly at: number;
  /** Its one-time link and how long that is good (ms); null: none. */
  readonly link: { readonly address: string; readonly lifeMs: number } | null;
}

/** A letter in words. */
export interface ComposedLetter {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

function moment(at: number, language: Language, timeZone: string): string {
  return new Intl.DateTimeFormat(locales[language], {
    timeZone,
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: 'short',
  }).format(at);
}

/** One line, whatever it holds: a fact may come from outside. */
function oneLine(text: string): string {
  // Control and format characters, line and paragraph separators.
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ').trim();
}

/** Writes a letter in its language with the operator's name and numbers. */
export function composeLetter(letter: LetterToCompose, profile: OperatorProfile): ComposedLetter {
  const { kind, language, facts, link } = letter;
  const words = languageWords[language];
  const brand = profile.brand[language];
  const provider = profile.identityProviders.find(({ id }) => id === facts['provider']);
  const life = link === null ? '' : durationInWords(link.lifeMs, language);
  const { subject, heading, paragraphs, button, notYou } = words.letters[kind]({
    brand,
    at: moment(letter.at, language, profile.timeZone),
    provider: provider?.name[language] ?? '',
    email: oneLine(facts['email'] ?? ''),
  });
  const content: LetterContent = {
    language,
    subject,
    brand,
    heading,
    paragraphs,
    action:
      link === null || button === undefined
        ? null
        : { label: button, link: link.address, life: words.linkLife(life), orOpen: words.orOpen },
    notYou,
    hotline: words.hotline(profile.hotline.display),
    footer: words.footer(brand),
  };
  return { subject, text: letterText(content), html: letterHtml(content) };
}
