import { describe, expect, it } from 'vitest';
import { computed } from 'vue';
import { currentLanguage, defineTexts, loadTexts, setLanguage, useLanguageNow, useTexts } from './i18n.ts';
import { russianForm } from './plural.ts';

describe('russianForm', () => {
  it.each([
    [0, 2],
    [1, 0],
    [2, 1],
    [4, 1],
    [5, 2],
    [11, 2],
    [12, 2],
    [14, 2],
    [21, 0],
    [22, 1],
    [25, 2],
    [101, 0],
    [111, 2],
    [112, 2],
    [122, 1],
  ])('%i takes form %i', (count, form) => {
    expect(russianForm(count)).toBe(form);
  });
});

describe('texts', () => {
  const lazy = defineTexts<'days'>('test', {
    en: () => Promise.resolve({ days: '{n} day | {n} days' }),
    ru: () => Promise.resolve({ days: '{n} день | {n} дня | {n} дней' }),
    sv: () => Promise.resolve({ days: '{n} dag | {n} dagar' }),
  });
  const t = useTexts(lazy);
  const day = (n: number): string => t('days', { n }, n);

  it('says the right form in each language and follows a change at once', async () => {
    useLanguageNow('en');
    await loadTexts(lazy);
    const said = computed(() => [1, 2, 5, 21].map(day));
    expect(said.value).toEqual(['1 day', '2 days', '5 days', '21 days']);
    await setLanguage('ru');
    expect(said.value).toEqual(['1 день', '2 дня', '5 дней', '21 день']);
    expect(document.documentElement.lang).toBe('ru');
    await setLanguage('sv');
    expect(said.value).toEqual(['1 dag', '2 dagar', '5 dagar', '21 dagar']);
  });

  it('ends in the language asked for last, however the words arrive', async () => {
    await Promise.all([setLanguage('ru'), setLanguage('en'), setLanguage('sv')]);
    expect(currentLanguage().value).toBe('sv');
  });

  it('ends a sentence with one stop, also behind an abbreviation', () => {
    useLanguageNow('ru');
    const until = { until: 'До {day}. Дальше…', rest: 'Ещё...' } as const;
    const say = useTexts(defineTexts<'until' | 'rest'>('stops', { en: until, ru: until, sv: until }));
    expect(say('until', { day: '8 января 2027 г.' })).toBe('До 8 января 2027 г. Дальше…');
    expect(say('until', { day: '8 января' })).toBe('До 8 января. Дальше…');
    expect(say('rest')).toBe('Ещё...');
  });
});
