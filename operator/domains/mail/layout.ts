import type { Language } from '#protocol/primitives.ts';
import { html, type Markup } from '../../platform/http/html.ts';

/** Contents of a mail; all values are plain text. */
export interface MailContent {
  readonly language: Language;
  readonly subject: string;
  readonly brand: string;
  readonly heading: string;
  readonly paragraphs: readonly string[];
  /** Null: a mail without a link. */
  readonly action: {
    readonly label: string;
    readonly link: string;
    readonly life: string;
    readonly orOpen: string;
  } | null;
  readonly notYou: string;
  readonly hotline: string;
  readonly footer: string;
}

const font = 'font-family:Segoe UI,-apple-system,SF Pro Text,Inter,Roboto,Helvetica,Arial,sans-serif';

/**
 * Styles by class name. They are inlined because many mail clients drop style sheets; the style sheet only adds the
 * dark theme.
 */
const styles = {
  page: `margin:0;padding:0;background:#f4f5f7;${font}`,
  sheet: 'background:#f4f5f7;padding:32px 16px',
  column: 'width:100%;max-width:560px',
  card: 'background:#ffffff;border:1px solid #dfe3ea;border-radius:16px;padding:32px',
  brand: `margin:0 0 24px;color:#4a5464;font-size:14px;line-height:20px;font-weight:600;letter-spacing:.02em;${font}`,
  heading: `margin:0 0 16px;color:#14181f;font-size:24px;line-height:32px;font-weight:600;${font}`,
  words: `margin:0 0 16px;color:#14181f;font-size:16px;line-height:24px;${font}`,
  action: 'margin:24px 0',
  button: `display:inline-block;background:#2453d6;color:#ffffff;border-radius:10px;padding:12px 20px;font-size:16px;line-height:24px;font-weight:600;text-decoration:none;${font}`,
  small: `margin:0 0 8px;color:#4a5464;font-size:14px;line-height:20px;${font}`,
  link: 'color:#2453d6;word-break:break-all',
  rule: 'margin:24px 0 16px;border:0;border-top:1px solid #dfe3ea',
  footer: `margin:16px 0 0;color:#667085;font-size:13px;line-height:20px;${font}`,
} as const;

const dark = `:root{color-scheme:light dark;supported-color-schemes:light dark}
@media (prefers-color-scheme:dark){
.page,.sheet{background:#0f1217!important}
.card{background:#171b22!important;border-color:#2a313d!important}
.heading,.words{color:#eef1f6!important}
.brand,.small{color:#b3bccb!important}
.footer{color:#8f9aad!important}
.button{background:#86a8ff!important;color:#0b1430!important}
.link{color:#86a8ff!important}
.rule{border-color:#2a313d!important}
}`;

function styled(name: keyof typeof styles): Markup {
  return html`class="${name}" style="${styles[name]}"`;
}

function words(name: 'brand' | 'words' | 'small' | 'footer', text: string): Markup {
  return html`<p ${styled(name)}>${text}</p>`;
}

function anchor(name: 'button' | 'link', link: string, label: string): Markup {
  return html`<a ${styled(name)} href="${link}" target="_blank" rel="noopener noreferrer">${label}</a>`;
}

function actionHtml({ action }: MailContent): Markup {
  if (action === null) return html``;
  return html`<p ${styled('action')}>${anchor('button', action.link, action.label)}</p>
    ${words('small', action.life)}
    <p ${styled('small')}>${action.orOpen}<br />${anchor('link', action.link, action.link)}</p>`;
}

/** One-cell table: mail clients lay tables out consistently. */
function box(attributes: Markup, cell: Markup, inside: Markup): Markup {
  return html`<table role="presentation" ${attributes} cellpadding="0" cellspacing="0" border="0">
    <tr>
      <td ${cell}>${inside}</td>
    </tr>
  </table>`;
}

/** Renders a mail as HTML: one column, no images, light and dark themes. */
export function mailHtml(content: MailContent): string {
  const card = html`${words('brand', content.brand)}
    <h1 ${styled('heading')}>${content.heading}</h1>
    ${content.paragraphs.map((text) => words('words', text))} ${actionHtml(content)}
    <hr ${styled('rule')} />
    ${words('small', content.notYou)} ${words('small', content.hotline)}`;
  const column = html`${box(html`width="100%"`, html`${styled('card')} align="left"`, card)}
  ${words('footer', content.footer)}`;
  const sheet = box(html`width="560" ${styled('column')}`, html`align="left"`, column);
  return [
    `<!doctype html><html lang="${content.language}"><head><meta charset="utf-8">`,
    '<meta name="viewport" content="width=device-width">',
    '<meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark">',
    html`<title>${content.subject}</title>`.markup,
    `<style>${dark}</style></head>`,
    html`<body ${styled('page')}>
      ${box(html`width="100%"`, html`${styled('sheet')} align="center"`, sheet)}
    </body>`.markup,
    '</html>',
  ].join('\n');
}

/** Renders a mail as plain text. */
export function mailText(content: MailContent): string {
  const { action } = content;
  return [
    content.brand,
    content.heading,
    ...content.paragraphs,
    ...(action === null ? [] : [`${action.label}:\n${action.link}`, action.life]),
    content.notYou,
    content.hotline,
    `-- \n${content.footer}`,
  ].join('\n\n');
}
