import type { MenuItemConstructorOptions } from 'electron';
import { beforeEach, expect, test, vi } from 'vitest';
import { demoPages } from '#protocol/ipc/state.ts';
import { languages } from '#protocol/primitives.ts';
import { menuTexts } from './menu-texts.ts';
import { setMenus, type MenuExtras } from './menus.ts';

type Items = MenuItemConstructorOptions[];

const built = vi.hoisted(() => ({ templates: [] as Items[] }));
vi.mock('electron', () => ({
  Menu: {
    buildFromTemplate: (template: Items) => built.templates.push(template),
    setApplicationMenu: () => undefined,
  },
}));

const actions = { navigate: vi.fn(), open: vi.fn<(target: string) => void>(), quit: vi.fn() };

beforeEach(() => {
  built.templates.length = 0;
  actions.open.mockReset();
});

function menus(language: (typeof languages)[number], extras: Partial<MenuExtras> = {}): Items {
  setMenus(language, actions, { dev: false, demo: false, ...extras });
  return built.templates.at(-1) ?? [];
}

function itemsOf(menu: MenuItemConstructorOptions | undefined): Items {
  return Array.isArray(menu?.submenu) ? menu.submenu : [];
}

test.each(languages)('the demo’s pages stand in a menu of their own: %s', (language) => {
  const t = menuTexts[language];
  const demo = itemsOf(menus(language, { demo: true }).find(({ label }) => label === t.demo));
  expect(demo.map(({ label }) => label)).toEqual(demoPages.map((page) => t.demoPages[page]));
  for (const item of demo) (item.click as () => void)();
  expect(actions.open.mock.calls.map(([target]) => target)).toEqual([...demoPages]);
});

test.each(languages)('nothing of a demo is offered where there is none: %s', (language) => {
  const t = menuTexts[language];
  const labels = menus(language).flatMap((menu) => [menu.label, ...itemsOf(menu).map(({ label }) => label)]);
  for (const page of demoPages) expect(labels).not.toContain(t.demoPages[page]);
  expect(menus(language).map(({ label }) => label)).not.toContain(t.demo);
});

test('no two items of a menu have the same words', () => {
  for (const language of languages) {
    for (const menu of menus(language, { demo: true, dev: true })) {
      const labels = itemsOf(menu).flatMap(({ label }) => label ?? []);
      expect(new Set(labels).size).toBe(labels.length);
    }
  }
});
