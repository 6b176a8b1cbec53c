import { enableAutoUnmount, mount } from '@vue/test-utils';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { nextTick, ref } from 'vue';
import UiDialog from './ui-dialog.vue';
import UiSwitch from './ui-switch.vue';
enableAutoUnmount(afterEach);

let follow: () => void = () => undefined;

beforeEach(() => {
  vi.stubGlobal(
    'ResizeObserver',
    class {
      constructor(seen: () => void) {
        follow = seen;
      }
      observe(): void {
        follow();
      }
      disconnect(): void {
        follow = () => undefined;
      }
    },
  );
  return () => vi.unstubAllGlobals();
});

function dialog(stays = false) {
  const open = ref(false);
  const asked = ref(true);
  const wrapper = mount(
    {
      components: { UiDialog },
      setup: () => ({ open, asked, stays }),
      template: `<main tabindex="-1"><button v-if="asked" @click="open = true">Ask</button>
        <UiDialog v-if="open" title="Sure?" :stays="stays" @close="open = false"><input /></UiDialog></main>`,
    },
    { attachTo: document.body },
  );
  return { wrapper, open, asked };
}

describe('UiDialog', () => {
  it('is modal, named by its title, and closes by its owner', async () => {
    const { wrapper, open } = dialog();
    await wrapper.get('button').trigger('click');
    const element = wrapper.get('dialog');
    expect(element.attributes('open')).toBeDefined();
    expect(wrapper.get(`[id="${element.attributes('aria-labelledby')!}"]`).text()).toBe('Sure?');
    await element.trigger('cancel');
    expect(open.value).toBe(false);
    expect(wrapper.find('dialog').exists()).toBe(false);
  });

  it('stays while it must, also when the browser closed it by itself', async () => {
    const { wrapper, open } = dialog(true);
    await wrapper.get('button').trigger('click');
    await wrapper.get('dialog').trigger('cancel');
    expect(open.value).toBe(true);
    (wrapper.get('dialog').element as HTMLDialogElement).close();
    await wrapper.get('dialog').trigger('close');
    expect(open.value).toBe(true);
    expect(wrapper.get('dialog').attributes('open')).toBeDefined();
  });

  it('steps back while its screen is not shown, and comes again with it', async () => {
    const { wrapper, open } = dialog();
    await wrapper.get('button').trigger('click');
    const shown = vi.spyOn(Element.prototype, 'checkVisibility').mockReturnValue(false);
    follow();
    expect(wrapper.get('dialog').attributes('open')).toBeUndefined();
    expect(open.value).toBe(true);
    shown.mockReturnValue(true);
    follow();
    expect(wrapper.get('dialog').attributes('open')).toBeDefined();
    shown.mockRestore();
  });

  it('gives the keyboard to the screen when the button that asked is gone', async () => {
    const { wrapper, open, asked } = dialog();
    const button = wrapper.get('button');
    button.element.focus();
    await button.trigger('click');
    asked.value = false;
    await nextTick();
    open.value = false;
    await nextTick();
    expect(document.activeElement?.tagName).toBe('MAIN');
  });
});

describe('UiSwitch', () => {
  it('shows what is so and asks for the other; refused and busy it asks nothing', async () => {
    const wrapper = mount(UiSwitch, { props: { on: false, label: 'Agree', hint: 'Not given.' } });
    const button = wrapper.get('button[role=switch]');
    expect(button.attributes('aria-checked')).toBe('false');
    await button.trigger('click');
    expect(wrapper.emitted('toggle')).toEqual([[true]]);
    expect(button.attributes('aria-checked')).toBe('false');
    await wrapper.setProps({ busy: true });
    await button.trigger('click');
    await wrapper.setProps({ busy: false, reason: 'The line is down.' });
    await button.trigger('click');
    expect(wrapper.emitted('toggle')).toHaveLength(1);
    expect(button.attributes('aria-disabled')).toBe('true');
    const described = button.attributes('aria-describedby')!.split(' ');
    expect(described.map((id) => wrapper.get(`[id="${id}"]`).text())).toEqual(['Not given.', 'The line is down.']);
  });
});
