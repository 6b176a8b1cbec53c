import { realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import vue from '@vitejs/plugin-vue';
import { defineConfig, type HtmlTagDescriptor, type Plugin, type Rolldown } from 'vite';
import electron, { type MultiEnvElectronOptions } from 'vite-plugin-electron/multi-env';
import { bridgeNamesPlugin } from './scripts/support/bridge-names-plugin.ts';
import { hotTexts, reloadPage, restartProgram, withoutPreloads, type OnStart } from './vite.dev.ts';

const at = (place: string): string => fileURLToPath(new URL(place, import.meta.url));

/**
 * The older of the two Electrons that run the program (33: Node 20.18, Chromium 130); an API that is newer is used
 * behind a feature check.
 */
const target = { node: 'node20.18', chrome: 'chrome130' };

interface Program {
  readonly name: string;
  readonly input: Record<string, string>;
  /** Packages that cannot be bundled because they find files beside themselves. */
  readonly external?: readonly string[];
  readonly single?: boolean;
  /** Development: what happens after a rebuild; the first build of all programs starts Electron. */
  readonly onstart: OnStart;
}

/**
 * A program that runs on Node: CommonJS, minified, everything bundled but `external`; lazy imports become chunks. In
 * development it is built into a folder of its own, unminified, and rebuilt at each change.
 */
function nodeProgram(
  { name, input, external = [], single = false, onstart }: Program,
  dev: boolean,
): MultiEnvElectronOptions {
  return {
    name,
    input,
    bundleDeps: { both: { include: true, exclude: ['electron', ...external] } },
    onstart,
    options: {
      define: { 'process.env.NODE_ENV': '"production"', __DEV_SERVER__: JSON.stringify(dev) },
      resolve: { conditions: ['module', 'default'] },
      build: {
        outDir: at(`${dev ? '.cache/dev/' : ''}dist/${name}`),
        emptyOutDir: true,
        target: target.node,
        minify: dev ? false : 'oxc',
        sourcemap: dev ? true : 'hidden',
        copyPublicDir: false,
        reportCompressedSize: false,
        rolldownOptions: {
          external: [...external],
          // The development builds of main and preload do not run the plugins of the renderer's server.
          ...(dev ? { plugins: [bridgeNamesPlugin()] } : {}),
          output: {
            format: 'cjs',
            entryFileNames: '[name].cjs',
            chunkFileNames: '[name]-[hash].cjs',
            ...(single ? { codeSplitting: false } : {}),
          },
        },
      },
    },
  };
}

/** Modules of the first screen after a start with a saved session, in import order, and the starts that need them. */
const sessionModules = [
  { module: 'src/app/layout/signed-in-app.ts', words: 'session' },
  { module: 'src/features/overview/overview-screen.vue', words: 'session' },
  ...['ru', 'en', 'sv'].flatMap((language) =>
    ['src/app/layout', 'src/features/overview'].map((folder) => ({
      module: `${folder}/texts.${language}.ts`,
      words: `session ${language}`,
    })),
  ),
];

/**
 * Adds preload links for the chunks of the overview to the page. Main removes them when no session is saved (`data-for`,
 * see boot-page.ts). Without the links the page finds the chunks in three steps, one after the other.
 */
function preloadSessionModules(): Plugin {
  return {
    name: 'preload-session-modules',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler(html, { bundle = {} }): HtmlTagDescriptor[] {
        const tags = new Map<string, string>();
        const chunks = Object.values(bundle).filter((one) => one.type === 'chunk');
        const take = (chunk: Rolldown.OutputChunk, words: string): void => {
          if (html.includes(chunk.fileName) || tags.has(chunk.fileName)) return;
          tags.set(chunk.fileName, words);
          for (const file of chunk.viteMetadata?.importedCss ?? []) if (!html.includes(file)) tags.set(file, words);
          for (const one of chunks) if (chunk.imports.includes(one.fileName)) take(one, words);
        };
        for (const { module, words } of sessionModules) {
          const chunk = chunks.find(({ facadeModuleId }) => facadeModuleId === at(module));
          if (chunk === undefined) this.error(`Not the entry of a chunk: ${module}`);
          take(chunk, words);
        }
        return [...tags].map(([file, words]) => ({
          tag: 'link',
          attrs: {
            ...(file.endsWith('.css') ? { rel: 'preload', as: 'style' } : { rel: 'modulepreload' }),
            crossorigin: true,
            'data-for': words,
            href: `/${file}`,
          },
          injectTo: 'head',
        }));
      },
    },
  };
}

/**
 * Leaves electron-store's JSON-schema compiler out of main: it is used only by a store that names a schema, and ours is
 * validated with zod. It would be 145 KB to read before a kept session opens.
 */
function withoutSchemaCompiler(): Plugin {
  const unused = new Map([
    ['ajv/dist/2020.js', 'export class Ajv2020 {}'],
    ['ajv-formats', 'export default {};'],
  ]);
  return {
    name: 'without-schema-compiler',
    enforce: 'pre',
    applyToEnvironment: ({ name }) => name === 'main',
    resolveId: (id) => (unused.has(id) ? `\0unused:${id}` : null),
    load: (id) => (id.startsWith('\0unused:') ? unused.get(id.slice('\0unused:'.length)) : null),
  };
}

/** All four builds of the program: the renderer, main, preload, operator. `vite build` makes each of them, in this order. */
export default defineConfig(({ command }) => {
  const dev = command === 'serve';
  return {
    root: at('src'),
    // vite-plugin-electron would make it relative; the page names its files from the root of `app://cabinet`.
    base: '/',
    publicDir: false,
    cacheDir: at('.cache/vite'),
    server: {
      host: '127.0.0.1',
      cors: false,
      // The page's origin is `app://cabinet`: the address of the socket cannot follow from it.
      ws: { protocol: 'ws', host: '127.0.0.1' },
      fs: { allow: [at('src'), at('protocol'), realpathSync(at('node_modules'))] },
    },
    plugins: [
      vue(),
      preloadSessionModules(),
      withoutPreloads(),
      hotTexts(),
      bridgeNamesPlugin(),
      withoutSchemaCompiler(),
      electron([
        /** The main process. What the start needs is the entry; all else are chunks loaded after the first paint. */
        nodeProgram({ name: 'main', input: { index: at('electron/main/index.ts') }, onstart: restartProgram }, dev),
        /** The preload: a sandboxed one is a single CommonJS file. */
        nodeProgram(
          { name: 'preload', input: { index: at('electron/preload/index.ts') }, single: true, onstart: reloadPage },
          dev,
        ),
        /** The operator service inside the program. libsql is native; the others are loaded by the standalone service only. */
        nodeProgram(
          {
            name: 'operator',
            input: { embedded: at('operator/embedded.ts') },
            external: ['libsql', 'pg', '@fastify/swagger-ui', 'pino-pretty'],
            onstart: restartProgram,
          },
          dev,
        ),
      ]),
    ],
    environments: {
      /** The renderer: Vue, one page, no script inside it. */
      client: {
        define: {
          __VUE_OPTIONS_API__: 'false',
          __VUE_PROD_DEVTOOLS__: 'false',
          __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: 'false',
          __VUE_I18N_FULL_INSTALL__: 'false',
          __VUE_I18N_LEGACY_API__: 'false',
          __INTLIFY_PROD_DEVTOOLS__: 'false',
          __INTLIFY_JIT_COMPILATION__: 'true',
          __INTLIFY_DROP_MESSAGE_COMPILER__: 'false',
        },
        build: {
          outDir: at('dist/renderer'),
          emptyOutDir: true,
          target: target.chrome,
          sourcemap: 'hidden',
          // The content policy allows no data: fonts and no inline styles.
          assetsInlineLimit: 0,
          modulePreload: { polyfill: false },
          reportCompressedSize: false,
          rolldownOptions: {
            input: at('src/index.html'),
            // What the first screen needs is one file, whatever else shares parts of it: each file is a question to main.
            output: { codeSplitting: { groups: [{ name: 'start', tags: ['$initial'] }] } },
          },
        },
      },
    },
  };
});
