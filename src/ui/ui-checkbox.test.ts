import { mount, type VueWrapper } from '@vue/test-utils';
import { afterEach, describe, expect, it } from 'vitest';
import UiCheckbox from './ui-checkbox.vue';

let wrapper: VueWrapper | undefined;
afterEach(() => wrapper?.unmount());

describe('UiCheckbox', () => {
  it('is named by its words, explained by its hint, and changed by a press on either', async () => {
    wrapper = mount(UiCheckbox, {
      props: { modelValue: false, label: 'Send me news', hint: 'Not needed for anything.' },
      attachTo: document.body,
    });
    const box = wrapper.get<HTMLInputElement>('input[type=checkbox]');
    expect(box.element.labels?.[0]?.textContent).toContain('Send me news');
    expect(wrapper.get(`[id="${box.attributes('aria-describedby')!}"]`).text()).toBe('Not needed for anything.');
    await box.setValue(true);
    expect(wrapper.emitted('update:modelValue')).toEqual([[true]]);
  });
});
