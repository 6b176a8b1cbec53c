import type { Language } from '#protocol/primitives.ts';
import { styleOf } from '../../platform/http/html.ts';

/** Style of the page that the payment system redirects to. */
export const returnStyle = styleOf(`
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; }
main { max-width: 28rem; padding: 2rem; text-align: center; }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 0 0 0.5rem; }
p { margin: 0; }
`);

/** Texts of the page. They say nothing about the payment. */
export const returnTexts: Readonly<Record<Language, { readonly title: string; readonly lead: string }>> = {
  ru: { title: 'Эту страницу можно закрыть', lead: 'Остальное покажет программа.' },
  en: { title: 'You can close this page', lead: 'The program shows the rest.' },
  sv: { title: 'Du kan stänga den här sidan', lead: 'Programmet visar resten.' },
};
