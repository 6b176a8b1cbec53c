import { builtinModules } from 'node:module';
import { fileURLToPath } from 'node:url';
import vue from '@vitejs/plugin-vue';
import { bridgeNamesPlugin } from './scripts/support/bridge-names-plugin.ts';
import { defineConfig, type EnvironmentOptions, type HtmlTagDescriptor, type Plugin, type Rolldown } from 'vite';

const at = (place: string): string => fileURLToPath(new URL(place, import.meta.url));

/**
 * The older of the two Electrons that run the program (33: Node 20.18, Chromium 130); an API that is newer is used
 * behind a feature check.
 */
const target = { node: 'node20.18', chrome: 'chrome130' };

/** What Node and Electron bring along, and what cannot be bundled because it finds files beside itself. */
const builtins = ['electron', /^node:/, ...builtinModules];

interface Program {
  readonly input: Record<string, string>;
  readonly outDir: string;
  readonly external?: readonly string[];
  readonly single?: boolean;
}

/** A program that runs on Node: CommonJS, minified, everything bundled but `external`; lazy imports become chunks. */
function nodeProgram({ input, outDir, external = [], single = false }: Program): EnvironmentOptions {
  return {
    consumer: 'server',
    define: { 'process.env.NODE_ENV': '"production"' },
    resolve: { noExternal: true, external: ['electron', ...external], conditions: ['node', 'module', 'default'] },
    build: {
      outDir: at(outDir),
      emptyOutDir: true,
      target: target.node,
      minify: 'oxc',
      sourcemap: 'hidden',
      copyPublicDir: false,
      reportCompressedSize: false,
      rolldownOptions: {
        platform: 'node',
        input,
        external: [...builtins, ...external],
        output: {
          format: 'cjs',
          entryFileNames: '[name].cjs',
          chunkFileNames: '[name]-[hash].cjs',
          ...(single ? { codeSplitting: false } : {}),
        },
      },
    },
  };
}

/** What a start with a kept session shows first, in the order in which it would otherwise be found out, step by step. */
const behindTheDoor = [
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
 * Names the code behind the door in the page, for starts with a kept session alone (`data-for`, see boot-page.ts): the
 * page asks for all of it at once instead of in three rounds, each of which waits for main.
 */
function namedBehindTheDoor(): Plugin {
  return {
    name: 'named-behind-the-door',
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
        for (const { module, words } of behindTheDoor) {
          const chunk = chunks.find(({ facadeModuleId }) => facadeModuleId === at(module));
          if (chunk === undefined) this.error(`No chunk of its own: ${module}`);
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

/** All four builds of the program. `vite build` makes each of them, one after the other. */
export default defineConfig({
  root: at('src'),
  publicDir: false,
  cacheDir: at('node_modules/.cache/vite'),
  plugins: [vue(), namedBehindTheDoor(), bridgeNamesPlugin(), withoutSchemaCompiler()],
  builder: {
    async buildApp(builder) {
      // Named one by one: Vite adds an `ssr` environment of its own, which is none of ours.
      for (const name of ['client', 'main', 'preload', 'operator']) {
        const environment = builder.environments[name];
        if (environment !== undefined) await builder.build(environment);
      }
    },
  },
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
    /** The main process. What the start needs is the entry; all else are chunks loaded after the first paint. */
    main: nodeProgram({ input: { index: at('electron/main/index.ts') }, outDir: 'dist/main' }),
    /** The preload: a sandboxed one is a single CommonJS file. */
    preload: nodeProgram({
      input: { index: at('electron/preload/index.ts') },
      outDir: 'dist/preload',
      single: true,
    }),
    /** The operator service inside the program. libsql is native; the others are loaded by the standalone service only. */
    operator: nodeProgram({
      input: { embedded: at('operator/embedded.ts') },
      outDir: 'dist/operator',
      external: ['libsql', 'pg', '@fastify/swagger-ui', 'pino-pretty'],
    }),
  },
});
