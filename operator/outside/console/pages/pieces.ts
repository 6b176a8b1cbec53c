import { html, type Markup } from '../../../platform/http/html.ts';

/** A button that sends a request to the console's API. */
export interface SendButton {
  /** Identifies the focusable element across re-rendering. */
  readonly key: string;
  readonly label: string;
  /** `PUT /console/…` */
  readonly send: string;
  readonly body: object;
  /** Id of the element that describes the button (`aria-describedby`). */
  readonly about?: string;
  /** Primary button. */
  readonly first?: boolean;
  /** Clears its form after sending. */
  readonly clears?: boolean;
}

/** Renders a send button. */
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

/** State of an external system, with the button that changes it. */
export interface StateRow {
  readonly key: string;
  readonly bad: boolean;
  readonly text: string;
  readonly button: string;
  readonly send: string;
  readonly body: object;
}

/** Renders a state by text, shape and colour. */
export function stateRow({ key, bad, text, button, send, body }: StateRow): Markup {
  return html`<div class="state ${bad ? 'off' : 'on'}">
    <p id="${key}-state">${text}</p>
    ${sendButton({ key, label: button, send, body, about: `${key}-state` })}
  </div>`;
}
