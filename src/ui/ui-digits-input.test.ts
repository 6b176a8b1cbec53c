import { enableAutoUnmount, mount } from '@vue/test-utils';
import { afterEach, describe, expect, it } from 'vitest';
import { nextTick, ref, type Ref } from 'vue';
import { groupDigits, placeAfter } from './digit-groups.ts';
import UiDigitsInput from './ui-digits-input.vue';
enableAutoUnmount(afterEach);

interface Typing {
  readonly input: HTMLInputElement;
  readonly digits: Ref<string>;
  /** The field as the browser leaves it after a key, with the caret at the mark `|`. */
  edit(text: string, inputType?: string): Promise<void>;
  /** The text with the caret marked. */
  shown(): string;
}

function field(first = ''): Typing {
  const digits = ref(first);
  const wrapper = mount(
    {
      components: { UiDigitsInput },
      setup: () => ({ digits }),
      template: `<UiDigitsInput v-model="digits" :groups="[2, 4, 4]" name="contract" />`,
    },
    { attachTo: document.body },
  );
  const input = wrapper.get<HTMLInputElement>('input[name=contract]').element;
  input.focus();
  return {
    input,
    digits,
    async edit(text, inputType = 'insertText'): Promise<void> {
      const caret = text.indexOf('|');
      input.value = text.replace('|', '');
      input.setSelectionRange(caret, caret);
      input.dispatchEvent(new InputEvent('input', { inputType }));
      await nextTick();
      await nextTick();
    },
    shown(): string {
      const caret = input.selectionStart ?? 0;
      return `${input.value.slice(0, caret)}|${input.value.slice(caret)}`;
    },
  };
}

describe('UiDigitsInput', () => {
  it('groups while one types, and holds the digits alone', async () => {
    const { edit, shown, digits } = field();
    await edit('225|');
    expect(shown()).toBe('22 5|');
    await edit('22 56884|');
    expect(shown()).toBe('22 5688 4|');
    expect(digits.value).toBe('2256884');
  });

  it('takes a paste of any form', async () => {
    const { edit, shown, digits } = field();
    await edit('№ 22-5688-4759, from 2019|'.slice(0, 14) + '|', 'insertFromPaste');
    expect(digits.value).toBe('2256884759');
    expect(shown()).toBe('22 5688 4759|');
  });

  it('keeps the caret behind the digit that it was behind', async () => {
    const { edit, shown, digits } = field('2256884759');
    await edit('22 59|688 4759');
    expect(digits.value).toBe('22596884759');
    expect(shown()).toBe('22 59|68 8475 9');
  });

  it('deletes the digit beside a gap, forwards and backwards', async () => {
    const { edit, shown, digits } = field('2256884759');
    await edit('22|5688 4759', 'deleteContentBackward');
    expect(digits.value).toBe('256884759');
    expect(shown()).toBe('2|5 6884 759');
    await edit('25 6884|759', 'deleteContentForward');
    expect(digits.value).toBe('25688459');
    expect(shown()).toBe('25 6884| 59');
  });

  it('throws letters away and nothing else: a digit too many stays in sight', async () => {
    const { edit, shown, input } = field('22');
    await edit('22a|');
    expect(shown()).toBe('22|');
    await edit('22 5688 47591|');
    expect(input.value).toBe('22 5688 4759 1');
  });

  it('follows what others put into it', async () => {
    const { digits, input } = field();
    digits.value = '2257001234';
    await nextTick();
    await nextTick();
    expect(input.value).toBe('22 5700 1234');
  });
});

describe('groups of digits', () => {
  it('are parted by blanks, with a place behind each digit', () => {
    expect(groupDigits('', [2, 4, 4])).toBe('');
    expect(groupDigits('2256884759', [2, 4, 4])).toBe('22 5688 4759');
    expect([0, 2, 3, 99].map((n) => placeAfter('22 56', n))).toEqual([0, 2, 4, 5]);
  });
});
