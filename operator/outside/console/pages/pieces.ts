import { html, type Markup } from '../../../platform/http/html.ts';

/** A button that sends something to the console's API. */
export interface SendButton {
  /** Names it among all that can have the focus on its page, also when the page is drawn again. */
  readonly key: string;
  readonly label: string;
  /** `PUT /console/…` */
  readonly send: string;
  readonly body: object;
  /** Id of what says more than the label. */
  readonly about?: string;
  /** The one that is usually wanted. */
  readonly first?: boolean;
  /** What was typed into its form goes, once it is sent. */
  readonly clears?: boolean;
}

/** Draws a button that sends. */
export function sendButton({ key, label, send, body, about, first, clears }: SendButton): Markup {
  return html`<button
    type="button"
    ${first === true ? html`class="first"` : html``}
    ${clears === true ? html`data-clears` : html``}
    data-key="${key}"
    data-send="${send}"
    data-body="${JSON.stringify(body)}"
    ${about === undefined ? html`` : html`aria-describedby="${about}"`}
  >
    ${label}
  </button>`;
}

/** How something outside stands, with the button that changes it. */
export interface StateRow {
  readonly key: string;
  readonly bad: boolean;
  readonly text: string;
  readonly button: string;
  readonly send: string;
  readonly body: object;
}

/** Draws a state: said in words, by shape and by colour. */
export function stateRow({ key, bad, text, button, send, body }: StateRow): Markup {
  return html`<div class="state ${bad ? 'off' : 'on'}">
    <p id="${key}-state">${text}</p>
    ${sendButton({ key, label: button, send, body, about: `${key}-state` })}
  </div>`;
}
