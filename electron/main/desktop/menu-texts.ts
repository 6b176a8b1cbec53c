import type { DemoPage } from '#protocol/ipc/state.ts';
import type { Language } from '#protocol/primitives.ts';

/** Words of the native menus. */
export interface MenuTexts {
  readonly file: string;
  readonly settings: string;
  readonly quit: string;
  readonly edit: string;
  readonly undo: string;
  readonly redo: string;
  readonly cut: string;
  readonly copy: string;
  readonly paste: string;
  readonly selectAll: string;
  readonly view: string;
  readonly overview: string;
  readonly zoomIn: string;
  readonly zoomOut: string;
  readonly zoomReset: string;
  readonly fullScreen: string;
  readonly reload: string;
  readonly developerTools: string;
  readonly help: string;
  readonly site: string;
  readonly hotline: string;
  readonly demo: string;
  readonly demoPages: Readonly<Record<DemoPage, string>>;
}

export const menuTexts: Readonly<Record<Language, MenuTexts>> = {
  ru: {
    file: 'Файл',
    settings: 'Настройки',
    quit: 'Выход',
    edit: 'Правка',
    undo: 'Отменить',
    redo: 'Повторить',
    cut: 'Вырезать',
    copy: 'Копировать',
    paste: 'Вставить',
    selectAll: 'Выделить всё',
    view: 'Вид',
    overview: 'Обзор',
    zoomIn: 'Крупнее',
    zoomOut: 'Мельче',
    zoomReset: 'Обычный размер',
    fullScreen: 'Во весь экран',
    reload: 'Загрузить заново',
    developerTools: 'Средства разработчика',
    help: 'Справка',
    site: 'Сайт оператора',
    hotline: 'Горячая линия',
    demo: 'Демо',
    demoPages: {
      'demo-mailbox': 'Почта',
      'demo-phone': 'Телефон',
      'demo-payments': 'Платежи',
      'demo-faults': 'Неполадки',
      'demo-clock': 'Часы',
    },
  },
  en: {
    file: 'File',
    settings: 'Settings',
    quit: 'Quit',
    edit: 'Edit',
    undo: 'Undo',
    redo: 'Redo',
    cut: 'Cut',
    copy: 'Copy',
    paste: 'Paste',
    selectAll: 'Select all',
    view: 'View',
    overview: 'Overview',
    zoomIn: 'Zoom in',
    zoomOut: 'Zoom out',
    zoomReset: 'Actual size',
    fullScreen: 'Full screen',
    reload: 'Reload',
    developerTools: 'Developer tools',
    help: 'Help',
    site: 'The operator’s site',
    hotline: 'Hotline',
    demo: 'Demo',
    demoPages: {
      'demo-mailbox': 'Mailbox',
      'demo-phone': 'Phone',
      'demo-payments': 'Payments',
      'demo-faults': 'Faults',
      'demo-clock': 'Clock',
    },
  },
  sv: {
    file: 'Arkiv',
    settings: 'Inställningar',
    quit: 'Avsluta',
    edit: 'Redigera',
    undo: 'Ångra',
    redo: 'Gör om',
    cut: 'Klipp ut',
    copy: 'Kopiera',
    paste: 'Klistra in',
    selectAll: 'Markera allt',
    view: 'Visa',
    overview: 'Översikt',
    zoomIn: 'Zooma in',
    zoomOut: 'Zooma ut',
    zoomReset: 'Verklig storlek',
    fullScreen: 'Helskärm',
    reload: 'Läs in igen',
    developerTools: 'Utvecklarverktyg',
    help: 'Hjälp',
    site: 'Operatörens webbplats',
    hotline: 'Kundtjänst',
    demo: 'Demo',
    demoPages: {
      'demo-mailbox': 'Brevlåda',
      'demo-phone': 'Telefon',
      'demo-payments': 'Betalningar',
      'demo-faults': 'Fel',
      'demo-clock': 'Klocka',
    },
  },
};
