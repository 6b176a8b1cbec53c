import { watch, type App, type Component } from 'vue';
import { PiniaColada, useQueryCache, type QueryCache } from '@pinia/colada';
import type { Router } from 'vue-router';
import { overviewTexts } from '../../features/overview/texts.ts';
import { useSession } from '../../features/session/session.ts';
import { useTrackedPayments } from '../../features/payments/tracked-payments.ts';
import { addIcons } from '../../ui/icons/icons.ts';
import { cabinetIcons } from '../../ui/icons/cabinet-icons.ts';
import { useSettings } from '../../features/settings/settings.ts';
import { bridge } from '../../bridge.ts';
import { followAccount, followChanges, queryKeys, valueOf } from '../data/queries.ts';
import { dateFormat } from '#protocol/format/intl.ts';
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

/** The signed-in screens. */
export interface Cabinet {
  readonly layout: Component;
  /** Makes the first screen of a session ready: its code, its words and, when they come soon, its figures. */
  enter(): Promise<void>;
}

/**
 * Installs what only the signed-in screens need (router and queries). Query data is removed when the session ends or is
 * locked; after unlocking the same account returns to the screen it left.
 */
export async function openCabinet(app: App): Promise<Cabinet> {
  addIcons(cabinetIcons);
  const session = useSession();
  const payments = useTrackedPayments();
  const router = makeRouter();
  app.use(PiniaColada, {
    // News comes through events (`followChanges`); nothing is asked again because a window was clicked.
    queryOptions: { refetchOnWindowFocus: false, refetchOnReconnect: false, staleTime: Number.POSITIVE_INFINITY },
  });
  const cache = useQueryCache();
  followChanges(cache);
  followAccount(cache);
  void useSettings().refresh();
  watch(
    () => session.status.state,
    (state) => {
      if (state !== 'signed-out' && state !== 'locked') return;
      for (const entry of cache.getEntries()) cache.remove(entry);
      payments.clear();
      if (state !== 'signed-out') return;
      forgetContract();
      placeOf = null;
    },
  );
  app.use(router);
  // The first formatter loads the habits of the locale, 10 ms: done here, while main still fetches the figures.
  dateFormat(currentLanguage().value, 'day').format(0);
  // Loads the first signed-in screen in idle time.
  await Promise.all([loadTexts(cabinetTexts, overviewTexts), import('../../features/overview/overview-screen.vue')]);
  return { layout: CabinetLayout, enter: () => enter(router, cache) };
}

async function enter(router: Router, cache: QueryCache): Promise<void> {
  const wanted = wantedScreen.value;
  wantedScreen.value = null;
  if (wanted?.contractNumber) chooseContract(wanted.contractNumber);
  const { status } = useSession();
  const who = status.state === 'signed-in' ? status.account.id : null;
  const stays = wanted === null && who !== null && who === placeOf;
  placeOf = who;
  void useTrackedPayments().refresh();
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
