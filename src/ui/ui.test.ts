import { mount, type VueWrapper } from '@vue/test-utils';
import { afterEach, describe, expect, it } from 'vitest';
import UiButton from './ui-button.vue';
import UiField from './ui-field.vue';
import UiNote from './ui-note.vue';
import UiPasswordInput from './ui-password-input.vue';
import UiRadioCards from './ui-radio-cards.vue';
import UiSegmented from './ui-segmented.vue';
import UiInput from './ui-input.vue';

let wrapper: VueWrapper | undefined;
afterEach(() => wrapper?.unmount());

describe('UiButton', () => {
  it('stays reachable when refused, says why and does nothing', async () => {
    const pressed: Event[] = [];
    wrapper = mount(UiButton, {
      props: { reason: 'First choose one.', onClick: (event: Event) => pressed.push(event) },
      slots: { default: 'Go' },
      attachTo: document.body,
    });
    const button = wrapper.get('button');
    expect(button.attributes('aria-disabled')).toBe('true');
    expect(button.attributes('disabled')).toBeUndefined();
    expect(wrapper.get(`[id="${button.attributes('aria-describedby')!}"]`).text()).toBe('First choose one.');
    await button.trigger('click');
    expect(pressed).toEqual([]);
  });

  it('is pressed once it may be, and not twice while busy', async () => {
    const pressed: Event[] = [];
    wrapper = mount(UiButton, { props: { onClick: (event: Event) => pressed.push(event) } });
    await wrapper.get('button').trigger('click');
    await wrapper.setProps({ busy: true });
    await wrapper.get('button').trigger('click');
    expect(pressed).toHaveLength(1);
    expect(wrapper.get('button').attributes('aria-busy')).toBe('true');
  });
});

describe('UiSegmented', () => {
  it('is a named group with one pressed button, each name in its own language', async () => {
    wrapper = mount(UiSegmented, {
      props: {
        label: 'Language',
        modelValue: 'en',
        options: [
          { value: 'ru', label: 'Русский', lang: 'ru' },
          { value: 'en', label: 'English', lang: 'en' },
        ],
      },
    });
    expect(wrapper.get('[role=group]').attributes('aria-label')).toBe('Language');
    expect(wrapper.findAll('button').map((b) => [b.attributes('lang'), b.attributes('aria-pressed')])).toEqual([
      ['ru', 'false'],
      ['en', 'true'],
    ]);
    await wrapper.findAll('button')[0]!.trigger('click');
    expect(wrapper.emitted('update:modelValue')).toEqual([['ru']]);
  });
});

describe('UiRadioCards', () => {
  it('asks a question with native radio buttons, none chosen, each named and explained', async () => {
    wrapper = mount(UiRadioCards, {
      props: {
        legend: 'Whose?',
        modelValue: null,
        options: [
          { value: 'own', title: 'Mine', detail: 'Stays.', icon: 'laptop' },
          { value: 'shared', title: 'Theirs', detail: 'Goes.', icon: 'leave' },
        ],
      },
      attachTo: document.body,
    });
    const radios = wrapper.findAll<HTMLInputElement>('input[type=radio]');
    expect(radios.map((radio) => radio.element.checked)).toEqual([false, false]);
    expect(new Set(radios.map((radio) => radio.attributes('name'))).size).toBe(1);
    const [own] = radios;
    const words = (attribute: string): string => wrapper!.get(`[id="${own!.attributes(attribute)!}"]`).text();
    expect(words('aria-labelledby')).toBe('Mine');
    expect(words('aria-describedby')).toBe('Stays.');
    expect(wrapper.get('legend').text()).toBe('Whose?');
    await radios[1]!.setValue();
    expect(wrapper.emitted('update:modelValue')).toEqual([['shared']]);
  });
});

describe('UiField', () => {
  it('ties label, hint and error to the input', () => {
    wrapper = mount(
      {
        components: { UiField, UiInput },
        template: `<UiField v-slot="f" label="E-mail" hint="As registered" error="Enter it."><UiInput v-bind="f" model-value="" /></UiField>`,
      },
      { attachTo: document.body },
    );
    const input = wrapper.get('input');
    expect(wrapper.get('label').attributes('for')).toBe(input.attributes('id'));
    expect(input.attributes('aria-invalid')).toBe('true');
    const described = input.attributes('aria-describedby')!.split(' ');
    expect(described.map((id) => wrapper!.get(`[id="${id}"]`).text())).toEqual(['As registered', 'Enter it.']);
  });
});

describe('UiPasswordInput', () => {
  it('shows and hides what is typed', async () => {
    wrapper = mount(UiPasswordInput, { props: { modelValue: 'secret', showLabel: 'Show', hideLabel: 'Hide' } });
    expect(wrapper.get('input').attributes('type')).toBe('password');
    await wrapper.get('button[aria-label=Show]').trigger('click');
    expect(wrapper.get('input').attributes('type')).toBe('text');
    await wrapper.get('button[aria-label=Hide]').trigger('click');
    expect(wrapper.get('input').attributes('type')).toBe('password');
  });
});

describe('UiNote', () => {
  it('is dismissed by a named button', async () => {
    wrapper = mount(UiNote, { props: { title: 'Happened.', role: 'status', dismiss: 'Dismiss' } });
    expect(wrapper.attributes('role')).toBe('status');
    await wrapper.get('button[aria-label=Dismiss]').trigger('click');
    expect(wrapper.emitted('dismiss')).toHaveLength(1);
  });
});
