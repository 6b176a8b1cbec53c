import { expect, test } from 'vitest';
import type { LinkForm } from '#protocol/ipc/state.ts';
import { createLinkForms } from './link-forms.ts';

const first = 'a'.repeat(43);
const second = 'b'.repeat(43);

test('a link opens its form and keeps the token until the form is left', () => {
  const forms = createLinkForms();
  expect(forms.current()).toBeNull();
  forms.opened(`plus-cabinet://password-reset?token=${first}`);
  expect(forms.current()).toBe('reset-password');
  expect(forms.token('reset-password')).toBe(first);
  expect(forms.token('confirm-email')).toBeNull();
  forms.close();
  expect(forms.current()).toBeNull();
  expect(forms.token('reset-password')).toBeNull();
});

test('a link while another form is open takes its place', () => {
  const forms = createLinkForms();
  forms.opened(`plus-cabinet://password-reset?token=${first}`);
  forms.opened(`plus-cabinet://email?token=${second}`);
  expect(forms.current()).toBe('confirm-email');
  expect(forms.token('reset-password')).toBeNull();
  expect(forms.token('confirm-email')).toBe(second);
});

test('links that open no form change nothing', () => {
  const forms = createLinkForms();
  forms.opened(`plus-cabinet://registration?token=${first}`);
  for (const other of ['plus-cabinet://open', 'plus-cabinet://sign-out', `plus-cabinet://email?token=${second}&x=1`]) {
    forms.opened(other);
    expect(forms.token('confirm-registration')).toBe(first);
  }
});

test('whoever watches is told the form, never the token, each time a link opens it', () => {
  const forms = createLinkForms();
  const told: LinkForm[] = [];
  const stop = forms.watch((form) => told.push(form));
  forms.opened(`plus-cabinet://password-reset?token=${first}`);
  forms.opened(`plus-cabinet://password-reset?token=${second}`);
  forms.opened('plus-cabinet://open');
  stop();
  forms.opened(`plus-cabinet://email?token=${second}`);
  expect(told).toEqual(['reset-password', 'reset-password']);
});
