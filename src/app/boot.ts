import type { BootState } from '#protocol/ipc/state.ts';

const nothing: BootState = {
  language: 'en',
  theme: 'system',
  platform: 'linux',
  version: '',
  session: 'signed-out',
  profile: null,
};

/**
 * What main wrote into the page for the first paint. Written by the program itself and checked there, so it is
 * only read here: a schema library would cost the first screen more than all of its own code.
 */
export function readBoot(page: Document = document): BootState {
  const text = page.getElementById('boot')?.textContent;
  return text ? (JSON.parse(text) as BootState) : nothing;
}

export const boot: BootState = readBoot();
