import type { Component } from 'vue';
import { createMemoryHistory, createRouter, type RouteLocationRaw, type Router } from 'vue-router';
import { contractTexts } from '../../features/contract/texts.ts';
import { overviewTexts } from '../../features/overview/texts.ts';
import { sessionStatus } from '../../features/session/session.ts';
import { settingsTexts } from '../../features/settings/texts.ts';
import { loadTexts, type Texts } from '../i18n/i18n.ts';
import { chooseContract, contracts, currentContract } from './chosen-contract.ts';

/** Screens behind the door. */
export type ScreenName = 'overview' | 'contract' | 'settings' | 'no-contract';

/** A screen and its words, brought together: it never stands without them. */
function screen<Key extends string>(load: () => Promise<{ default: Component }>, texts: Texts<Key>) {
  return async (): Promise<Component> => (await Promise.all([load(), loadTexts(texts)]))[0].default;
}

/** Where a screen of the contract on screen is. */
export function screenPlace(name: ScreenName): RouteLocationRaw {
  const number = currentContract.value?.number;
  if (name === 'settings') return { name };
  return number === undefined ? { name: 'no-contract' } : { name, params: { contractNumber: number } };
}

/**
 * The way between the screens, in memory: the address of the program's page never changes. Each screen of a
 * contract names it in its place, so that switching contracts is a step like any other.
 */
export function makeRouter(): Router {
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [
      { path: '/', redirect: () => screenPlace('overview') },
      {
        path: '/contracts/:contractNumber/overview',
        name: 'overview',
        props: true,
        component: screen(() => import('../../features/overview/overview-screen.vue'), overviewTexts),
      },
      {
        path: '/contracts/:contractNumber',
        name: 'contract',
        props: true,
        component: screen(() => import('../../features/contract/contract-screen.vue'), contractTexts),
      },
      {
        path: '/settings',
        name: 'settings',
        component: screen(() => import('../../features/settings/settings-screen.vue'), settingsTexts),
      },
      { path: '/no-contract', name: 'no-contract', component: () => import('./no-contract-screen.vue') },
      { path: '/:rest(.*)*', redirect: '/' },
    ],
  });
  router.beforeEach((to) => {
    // Signed out, the door stands instead of every screen: nothing behind it is opened meanwhile.
    if (sessionStatus.value.state !== 'signed-in') return false;
    const number = to.params['contractNumber'];
    if (typeof number !== 'string') return true;
    if (!contracts.value.some((contract) => contract.number === number)) return screenPlace('overview');
    chooseContract(number);
    return true;
  });
  return router;
}
