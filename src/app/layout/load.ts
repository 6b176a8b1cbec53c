import type { App } from 'vue';
import type { Cabinet } from './signed-in-app.ts';

let loading: Promise<Cabinet> | undefined;

/** The screens behind the sign-in, with their router and their server state: one chunk, brought and installed once. */
export function loadCabinet(app: App): Promise<Cabinet> {
  loading ??= import('./signed-in-app.ts').then(({ openCabinet }) => openCabinet(app));
  return loading;
}
