import { disableAutoUnmount } from '@vue/test-utils';
import { afterAll } from 'vitest';

/** Runs before each test file of the renderer, whose files share a DOM: empties it after the file. */
disableAutoUnmount();

afterAll(() => {
  for (const element of [document.documentElement, document.head, document.body]) {
    for (const { name } of [...element.attributes]) element.removeAttribute(name);
  }
  document.head.replaceChildren();
  document.body.replaceChildren();
  document.title = '';
  localStorage.clear();
  sessionStorage.clear();
});
