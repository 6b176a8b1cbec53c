import { watch, type App, type Component } from 'vue';
import { PiniaColada, useQueryCache, type QueryCache } from '@pinia/colada';
import { createPinia } from 'pinia';
import type { Router } from 'vue-router';
import { overviewTexts } from '../../features/overview/texts.ts';
import { sessionStatus } from '../../features/session/session.ts';
import { askPayments, forgetPayments } from '../../features/payments/tracked-payments.ts';
import { addIcons } from '../../ui/icons/icons.ts';
import { cabinetIcons } from '../../ui/icons/cabinet-icons.ts';
import { askSettings } from '../../features/settings/settings.ts';
import { bridge } from '../../bridge.ts';
import { followAccount, followChanges, queryKeys, valueOf } from '../data/queries.ts';
import { dateFormat } from '../../format/intl.ts';
import { currentLanguage, loadTexts } from '../i18n/i18n.ts';
import { wantedScreen } from '../wanted-screen.ts';
import CabinetLayout from './app-layout.vue';
import { chooseContract, currentContract, forgetContract } from './chosen-contract.ts';
import { makeRouter, screenPlace } from './router.ts';
import { cabinetTexts } from './texts.ts';

/** How long entering waits for the figures before it shows the layout without them, ms. */
const patienceMs = 2000;

/** Whose screen it is that the router stands at: after a lock the same person finds it again, and nobody else. */
let placeOf: string | null = null;

/** The screens behind the door. */
export interface Cabinet {
  readonly layout: Component;
  /** Makes the first screen of a session ready: its code, its words and, when they come soon, its figures. */
  enter(): Promise<void>;
}

/**
 * Installs what only the screens behind the door need (router, Pinia, queries). Whoever signs in next finds nothing
 * of the one before: the figures are forgotten as soon as a session ends. Behind the lock they are forgotten as well;
 * only the place is kept, for the one who unlocks to go on from.
 */
export async function openCabinet(app: App): Promise<Cabinet> {
  addIcons(cabinetIcons);
  const pinia = createPinia();
  const router = makeRouter();
  app.use(pinia);
  app.use(PiniaColada, {
    // News comes through events (`followChanges`); nothing is asked again because a window was clicked.
    queryOptions: { refetchOnWindowFocus: false, refetchOnReconnect: false, staleTime: Number.POSITIVE_INFINITY },
  });
  const cache = useQueryCache(pinia);
  followChanges(cache);
  followAccount(cache);
  void askSettings();
  watch(
    () => sessionStatus.value.state,
    (state) => {
      if (state !== 'signed-out' && state !== 'locked') return;
      for (const entry of cache.getEntries()) cache.remove(entry);
      forgetPayments();
      if (state !== 'signed-out') return;
      forgetContract();
      placeOf = null;
    },
  );
  app.use(router);
  // The first formatter loads the habits of the locale, 10 ms: done here, while main still fetches the figures.
  dateFormat(currentLanguage().value, 'day').format(0);
  // The first screen behind the door, brought along while there is time.
  await Promise.all([loadTexts(cabinetTexts, overviewTexts), import('../../features/overview/overview-screen.vue')]);
  return { layout: CabinetLayout, enter: () => enter(router, cache) };
}

async function enter(router: Router, cache: QueryCache): Promise<void> {
  const wanted = wantedScreen.value;
  wantedScreen.value = null;
  if (wanted?.contractNumber) chooseContract(wanted.contractNumber);
  const who = sessionStatus.value.state === 'signed-in' ? sessionStatus.value.account.id : null;
  const stays = wanted === null && who !== null && who === placeOf;
  placeOf = who;
  void askPayments();
  const soon = new Promise<void>((resolve) => setTimeout(resolve, patienceMs));
  await Promise.all([
    stays ? undefined : router.replace(screenPlace(wanted?.screen ?? 'overview')),
    Promise.race([soon, askOverview(cache)]),
  ]);
}

/** Asks for the figures before their screen stands, so that it stands with them. A failure is the screen's to tell. */
async function askOverview(cache: QueryCache): Promise<void> {
  const number = currentContract.value?.number;
  if (number === undefined) return;
  const entry = cache.ensure({
    key: [...queryKeys.overview(number)],
    query: () => valueOf(bridge.overview.get({ contractNumber: number })),
  });
  await cache.refresh(entry).catch(() => undefined);
}
