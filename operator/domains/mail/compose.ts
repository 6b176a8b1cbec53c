import type { OperatorProfile } from '#protocol/api/profile.ts';
import { locales } from '#protocol/format/intl.ts';
import type { Language } from '#protocol/primitives.ts';
import { durationInWords } from './durations.ts';
import { mailHtml, mailText, type MailContent } from './layout.ts';
import type { MailKind } from './mail-kinds.ts';
import { en } from './words.en.ts';
import { ru } from './words.ru.ts';
import { sv } from './words.sv.ts';
import type { LanguageWords } from './words.ts';

const languageWords: Readonly<Record<Language, LanguageWords>> = { ru, en, sv };

/** A mail to compose. */
export interface MailToCompose {
  readonly kind: MailKind;
  readonly language: Language;
  readonly facts: Readonly<Record<string, string>>;
  /** ms UTC: time of the event that the mail reports. */
  readonly at: number;
  /** One-time link and its lifetime (ms); null: none. */
  readonly link: { readonly address: string; readonly lifeMs: number } | null;
}

/** Subject and bodies of a composed mail. */
export interface ComposedMail {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

function formatTime(at: number, language: Language, timeZone: string): string {
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

/** Reduces a value to one line: values may come from outside. */
function oneLine(text: string): string {
  // Control characters, format characters, line and paragraph separators.
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ').trim();
}

/** Composes a mail in its language, with the operator's brand and hotline. */
export function composeMail(mail: MailToCompose, profile: OperatorProfile): ComposedMail {
  const { kind, language, facts, link } = mail;
  const words = languageWords[language];
  const brand = profile.brand[language];
  const provider = profile.identityProviders.find(({ id }) => id === facts['provider']);
  const life = link === null ? '' : durationInWords(link.lifeMs, language);
  const { subject, heading, paragraphs, button, notYou } = words.templates[kind]({
    brand,
    at: formatTime(mail.at, language, profile.timeZone),
    provider: provider?.name[language] ?? '',
    email: oneLine(facts['email'] ?? ''),
  });
  const content: MailContent = {
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
  return { subject, text: mailText(content), html: mailHtml(content) };
}
