import type { Plugin } from 'vite';

const ID = 'virtual:bridge-names';

/**
 * Vite plugin: the module `virtual:bridge-names`, made from the declarations in protocol/. The preload and the IPC
 * registration get the names of the bridge without loading a schema.
 */
export function bridgeNamesPlugin(): Plugin {
  return {
    name: 'bridge-names',
    resolveId: (source) => (source === ID ? `\0${ID}` : undefined),
    async load(id) {
      if (id !== `\0${ID}`) return undefined;
      const { bridgeNames } = await import('../../protocol/ipc/names.ts');
      return `export const bridgeNames = ${JSON.stringify(bridgeNames())};`;
    },
  };
}
