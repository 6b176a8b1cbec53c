import { mount } from '@vue/test-utils';
import { describe, expect, it } from 'vitest';
import { nextTick, ref } from 'vue';
import UiCodeInput from './ui-code-input.vue';

function field(): {
  input: HTMLInputElement;
  type: (text: string) => Promise<void>;
  code: { value: string };
  complete: string[];
} {
  const code = ref('');
  const complete: string[] = [];
  const wrapper = mount(
    {
      components: { UiCodeInput },
      setup: () => ({ code, done: () => complete.push(code.value) }),
      template: `<UiCodeInput v-model="code" @complete="done" />`,
    },
    { attachTo: document.body },
  );
  const input = wrapper.get('input').element;
  return {
    input,
    code,
    complete,
    async type(text): Promise<void> {
      input.value = text;
      input.dispatchEvent(new Event('input'));
      await nextTick();
    },
  };
}

describe('UiCodeInput', () => {
  it('takes digits however they are written, and says when all are there', async () => {
    const { input, type, code, complete } = field();
    await type('12');
    expect(complete).toEqual([]);
    await type('Code: 123-456.');
    expect(code.value).toBe('123456');
    expect(input.value).toBe('123456');
    expect(complete).toEqual(['123456']);
  });

  it('says it once, and again for another code', async () => {
    const { input, type, complete } = field();
    await type('123456');
    await type('1234567');
    expect(input.value).toBe('123456');
    await type('123457');
    expect(complete).toEqual(['123456', '123457']);
  });
});
