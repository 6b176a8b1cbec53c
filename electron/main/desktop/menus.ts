import { Menu, type MenuItemConstructorOptions } from 'electron';
import { demoPages, type LinkRequest, type Navigation } from '#protocol/ipc/state.ts';
import type { Language } from '#protocol/primitives.ts';
import { menuTexts } from './menu-texts.ts';

/** What the menu items do. */
export interface MenuActions {
  navigate(screen: Navigation['screen']): void;
  open(target: LinkRequest['target']): void;
  quit(): void;
}

/** What stands in the menus for some people alone. */
export interface MenuExtras {
  /** Reload and developer tools. */
  readonly dev: boolean;
  /** The pages of the demo's console. */
  readonly demo: boolean;
}

/** Sets the native menus in the chosen language. */
export function setMenus(language: Language, actions: MenuActions, { dev, demo }: MenuExtras): void {
  const t = menuTexts[language];
  const separator: MenuItemConstructorOptions = { type: 'separator' };
  const mac = process.platform === 'darwin';
  const settings: MenuItemConstructorOptions = {
    label: t.settings,
    accelerator: 'CmdOrCtrl+,',
    click: () => actions.navigate('settings'),
  };
  const quit: MenuItemConstructorOptions = { label: t.quit, accelerator: 'CmdOrCtrl+Q', click: () => actions.quit() };
  const template: MenuItemConstructorOptions[] = [
    { label: mac ? 'Plus Cabinet' : t.file, submenu: [settings, separator, quit] },
    {
      label: t.edit,
      submenu: [
        { role: 'undo', label: t.undo },
        { role: 'redo', label: t.redo },
        separator,
        { role: 'cut', label: t.cut },
        { role: 'copy', label: t.copy },
        { role: 'paste', label: t.paste },
        { role: 'selectAll', label: t.selectAll },
      ],
    },
    {
      label: t.view,
      submenu: [
        { label: t.overview, click: () => actions.navigate('overview') },
        separator,
        { role: 'zoomIn', label: t.zoomIn },
        { role: 'zoomOut', label: t.zoomOut },
        { role: 'resetZoom', label: t.zoomReset },
        separator,
        { role: 'togglefullscreen', label: t.fullScreen },
        ...(dev
          ? [
              separator,
              { role: 'reload' as const, label: t.reload },
              { role: 'toggleDevTools' as const, label: t.developerTools },
            ]
          : []),
      ],
    },
    ...(demo
      ? [
          {
            label: t.demo,
            submenu: demoPages.map((target) => ({ label: t.demoPages[target], click: () => actions.open(target) })),
          },
        ]
      : []),
    {
      label: t.help,
      role: 'help',
      submenu: [
        { label: t.site, click: () => actions.open('site') },
        { label: t.hotline, click: () => actions.open('hotline') },
      ],
    },
  ];
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}
