import { flushPromises, mount } from '@vue/test-utils';
import { describe, expect, it, vi } from 'vitest';
import { textsEn } from '#protocol/errors/texts.en.ts';
import { textsSv } from '#protocol/errors/texts.sv.ts';
import { setLanguage, useLanguageNow } from '../../app/i18n/i18n.ts';
import ErrorNote from './error-note.vue';

describe('ErrorNote', () => {
  it('says what happened, whether money moved and what to do, in the language on screen', async () => {
    useLanguageNow('en');
    const wrapper = mount(ErrorNote, { props: { code: 'storage-full', role: 'alert' }, slots: { default: 'Extra.' } });
    await vi.waitFor(() => expect(wrapper.find('[role=alert]').exists()).toBe(true));
    const en = textsEn['storage-full'];
    for (const part of [en.happened, en.money, en.todo, 'Extra.']) expect(wrapper.text()).toContain(part);
    await setLanguage('sv');
    await vi.waitFor(() => expect(wrapper.text()).toContain(textsSv['storage-full'].happened));
    await flushPromises();
    wrapper.unmount();
  });
});
