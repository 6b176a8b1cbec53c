import type { Component } from 'vue';
import { createMemoryHistory, createRouter, type RouteLocationRaw, type Router } from 'vue-router';
import { autopayTexts } from '../../features/autopay/texts.ts';
import { completionTexts } from '../../features/sign-in/completion/texts.ts';
import { contractTexts } from '../../features/contracts/texts.ts';
import { signInLayoutTexts } from '../../features/sign-in/layout/texts.ts';
import { otherWaysTexts } from '../../features/payments/other-ways/texts.ts';
import { overviewTexts } from '../../features/overview/texts.ts';
import { promiseTexts } from '../../features/promises/texts.ts';
import { reasonTexts } from '../../features/reasons/texts.ts';
import { personalDataTexts } from '../../features/accounts/personal-data/texts.ts';
import { securityTexts } from '../../features/accounts/security/texts.ts';
import { useSession } from '../../features/session/session.ts';
import { statementTexts } from '../../features/statement/texts.ts';
import { settingsTexts } from '../../features/settings/texts.ts';
import { topUpTexts } from '../../features/payments/texts.ts';
import { loadTexts, type Texts } from '../i18n/i18n.ts';
import { chooseContract, contracts, currentContract } from './chosen-contract.ts';

/** Signed-in screens. */
export type ScreenName = 'overview' | 'contract' | 'top-up' | 'statement' | 'promise' | 'no-contract' | SettingsPage;
/** Pages of the settings: of the account and the program, not of a contract. */
const settingsPages = ['settings', 'security', 'personal-data'] as const;
export type SettingsPage = (typeof settingsPages)[number];

/** Whether a screen is one of the settings' pages. */
export function isSettingsPage(name: unknown): name is SettingsPage {
  return settingsPages.some((page) => page === name);
}

/** Screens of one contract: they have no meaning without it. */
const contractScreens = [
  'overview',
  'contract',
  'top-up',
  'statement',
  'promise',
] as const satisfies readonly ScreenName[];

/** Whether a screen is about a contract. */
export function ofContract(name: unknown): name is (typeof contractScreens)[number] {
  return contractScreens.some((screen) => screen === name);
}

/** A screen and its words, brought together: it never stands without them. */
function screen(load: () => Promise<{ default: Component }>, ...texts: readonly Texts<string>[]) {
  return async (): Promise<Component> => (await Promise.all([load(), loadTexts(...texts)]))[0].default;
}

/** Kopecks of a query; undefined: none, or nothing that could be paid. */
function amountOf(text: unknown): number | undefined {
  return typeof text === 'string' && /^[1-9]\d{0,11}$/.test(text) ? Number(text) : undefined;
}

/** Where a screen of the contract on screen is. */
export function screenPlace(name: ScreenName): RouteLocationRaw {
  const number = currentContract.value?.number;
  if (isSettingsPage(name)) return { name };
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
        component: screen(() => import('../../features/contracts/contract-screen.vue'), contractTexts),
      },
      {
        path: '/contracts/:contractNumber/statement',
        name: 'statement',
        props: true,
        // The words of its lines are the overview's.
        component: screen(() => import('../../features/statement/statement-screen.vue'), statementTexts, overviewTexts),
      },
      {
        path: '/contracts/:contractNumber/top-up',
        name: 'top-up',
        // The amount to begin with, kopecks.
        props: ({ params, query }) => ({ contractNumber: params['contractNumber'], amount: amountOf(query['amount']) }),
        component: screen(
          () => import('../../features/payments/top-up-screen.vue'),
          topUpTexts,
          otherWaysTexts,
          autopayTexts,
          reasonTexts,
          overviewTexts,
        ),
      },
      {
        path: '/contracts/:contractNumber/promise',
        name: 'promise',
        props: true,
        component: screen(
          () => import('../../features/promises/promise-screen.vue'),
          promiseTexts,
          reasonTexts,
          overviewTexts,
        ),
      },
      {
        path: '/settings',
        component: screen(() => import('../../features/settings/settings-frame.vue'), settingsTexts),
        children: [
          {
            path: '',
            name: 'settings',
            component: () => import('../../features/settings/settings-screen.vue'),
          },
          {
            path: 'security',
            name: 'security',
            component: screen(
              () => import('../../features/accounts/security/security-screen.vue'),
              securityTexts,
              signInLayoutTexts,
            ),
          },
          {
            path: 'personal-data',
            name: 'personal-data',
            component: screen(
              () => import('../../features/accounts/personal-data/personal-data-screen.vue'),
              personalDataTexts,
              securityTexts,
            ),
          },
        ],
      },
      {
        path: '/no-contract',
        name: 'no-contract',
        component: screen(() => import('../../features/sign-in/completion/completion-screen.vue'), completionTexts),
      },
      { path: '/:rest(.*)*', redirect: '/' },
    ],
  });
  router.beforeEach((to) => {
    // While signed out no screen is opened: the sign-in is shown.
    if (useSession().status.state !== 'signed-in') return false;
    const number = to.params['contractNumber'];
    // The one-time completion is over once there is a contract.
    if (to.name === 'no-contract' && currentContract.value !== null) return screenPlace('overview');
    if (typeof number !== 'string') return true;
    if (!contracts.value.some((contract) => contract.number === number)) return screenPlace('overview');
    chooseContract(number);
    return true;
  });
  return router;
}
