import { languages, type Language } from '#protocol/primitives.ts';
import { html, page, styleOf, type Markup, type Style } from '../../platform/http/html.ts';
import type { NetworkKind, NetworkLook } from './kinds.ts';
import { demoPeople } from './people.ts';
import { fillText, networkTexts } from './texts.ts';

/** Context of a network page. */
export interface NetworkPage {
  readonly language: Language;
  /** Target of its form and links. */
  readonly path: string;
  /** Name of the requesting client in the page's language. */
  readonly app: string;
}

/** Pages of one network. */
export interface NetworkPages {
  readonly style: Style;
  /** @param wrong the login entered with a wrong password; null at first */
  signIn(about: NetworkPage, wrong: string | null): string;
  consent(about: NetworkPage, person: { readonly name: string }): string;
  /** Page for an invalid request that must not be redirected. */
  broken(language: Language): string;
}

const languageNames: Readonly<Record<Language, string>> = { ru: 'Русский', en: 'English', sv: 'Svenska' };

function sheet(look: NetworkLook): string {
  return `
*{box-sizing:border-box}
body{margin:0;background:${look.ground};color:#1b1d21;font:16px/1.45 ${look.face}}
header{padding:18px 24px;font-size:24px;font-weight:700;letter-spacing:-.02em;
${look.bar ? `background:${look.accent};color:${look.onAccent}` : `color:${look.accent};text-align:center`}}
main{max-width:400px;margin:24px auto;padding:0 16px}
section{background:#fff;border-radius:${look.corner};padding:24px;margin-bottom:16px;box-shadow:0 1px 3px #0002}
h1{margin:0 0 4px;font-size:22px}h2{margin:0 0 8px;font-size:15px}p{margin:0 0 16px}
label{display:block;margin-bottom:14px;font-size:14px;font-weight:600}
input{display:block;width:100%;margin-top:6px;padding:10px 12px;font:inherit;font-weight:400;
border:1px solid #8a8f98;border-radius:${look.corner}}
button{width:100%;margin-top:8px;padding:11px;font:inherit;font-weight:600;cursor:pointer;border:0;
border-radius:${look.corner};background:${look.accent};color:${look.onAccent}}
button.quiet{background:#e7e9ed;color:#1b1d21}
:focus-visible{outline:3px solid #1b1d21;outline-offset:2px}
.error{padding:10px 12px;border-left:4px solid #c3241c;background:#fdeeed}
ul{margin:0 0 16px;padding-left:22px}
dl{margin:0;font-size:14px}dt{margin-top:10px;font-weight:600}dd{margin:0}code{font-size:14px;overflow-wrap:anywhere}
.demo{border:2px dashed #8a8f98;box-shadow:none;font-size:14px}
nav{text-align:center;font-size:14px}nav a{color:#1b1d21;margin:0 6px}`;
}

function languageLinks({ path, language }: NetworkPage): Markup {
  return html`<nav aria-label="${networkTexts[language].languages}">
    ${languages.map((one) =>
      one === language
        ? html`<b lang="${one}">${languageNames[one]}</b> `
        : html`<a href="${path}?ui_locales=${one}" lang="${one}" hreflang="${one}">${languageNames[one]}</a> `,
    )}
  </nav>`;
}

function demoBox(kind: NetworkKind, language: Language): Markup {
  const texts = networkTexts[language];
  return html`<section class="demo" aria-labelledby="demo">
    <h2 id="demo">${texts.demo}</h2>
    <p>${fillText(texts.demoAbout, { network: kind.look.wordmark })}</p>
    <dl>
      ${demoPeople[kind.id].map(
        (person) => html`
          <dt>${person.name} — ${person.about[language]}</dt>
          <dd>${texts.login}: <code>${person.login}</code></dd>
          <dd>${texts.password}: <code>${person.password}</code></dd>
        `,
      )}
    </dl>
  </section>`;
}

/** Creates the pages of a network. */
export function networkPages(kind: NetworkKind): NetworkPages {
  const style = styleOf(sheet(kind.look));
  const whole = (language: Language, title: string, body: Markup): string =>
    page({
      language,
      title: `${title} · ${kind.look.wordmark}`,
      style,
      body: html`<header>${kind.look.wordmark}</header>
        <main>${body}</main>`,
    });
  return {
    style,
    signIn(about, wrong) {
      const texts = networkTexts[about.language];
      const complaint = wrong === null ? '' : html`<p class="error" role="alert">${texts.wrong}</p>`;
      return whole(
        about.language,
        texts.signIn,
        html`<section>
            <h1>${texts.signIn}</h1>
            <p>${fillText(texts.signInFor, { app: about.app })}</p>
            ${complaint}
            <form method="post" action="${about.path}">
              <label>
                ${texts.login}
                <input
                  name="login"
                  value="${wrong ?? ''}"
                  autocomplete="username"
                  autocapitalize="none"
                  maxlength="100"
                />
              </label>
              <label>
                ${texts.password}
                <input name="password" type="password" autocomplete="current-password" maxlength="100" />
              </label>
              <button name="act" value="sign-in">${texts.enter}</button>
              <button name="act" value="deny" class="quiet">${texts.cancel}</button>
            </form>
          </section>
          ${demoBox(kind, about.language)} ${languageLinks(about)}`,
      );
    },
    consent(about, person) {
      const texts = networkTexts[about.language];
      const title = fillText(texts.consent, { app: about.app });
      return whole(
        about.language,
        title,
        html`<section>
            <h1>${title}</h1>
            <p>${person.name}</p>
            <p>${texts.asks}</p>
            <ul>
              <li>${texts.asksName}</li>
              ${kind.speech === 'oidc' ? html`<li>${texts.asksEmail}</li>` : ''}
            </ul>
            <form method="post" action="${about.path}">
              <button name="act" value="allow">${texts.allow}</button>
              <button name="act" value="deny" class="quiet">${texts.deny}</button>
            </form>
          </section>
          ${languageLinks(about)}`,
      );
    },
    broken(language) {
      const texts = networkTexts[language];
      return whole(
        language,
        texts.brokenTitle,
        html`<section>
          <h1>${texts.brokenTitle}</h1>
          <p>${texts.broken}</p>
        </section>`,
      );
    },
  };
}
