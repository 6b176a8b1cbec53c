// One linter, type-aware. The walls between the parts stand here: what may import what, and which doors exist once.
import tseslint from 'typescript-eslint';
import vue from 'eslint-plugin-vue';
import importX from 'eslint-plugin-import-x';
import { createTypeScriptImportResolver } from 'eslint-import-resolver-typescript';

const parts = ['protocol', 'operator', 'electron', 'src', 'tests'];
/** A zone says: files under `target` never import from `from`. */
const zone = (target, from, message) => ({ target: `./${target}`, from: from.map((name) => `./${name}`), message });
const others = (part, allowed = []) => parts.filter((name) => name !== part && !allowed.includes(name));

const doors = {
  ipcMain: {
    selector: "ImportDeclaration[source.value='electron'] ImportSpecifier[imported.name='ipcMain']",
    message: 'ipcMain is used in electron/main/ipc alone.',
  },
  ipcRenderer: {
    selector: "ImportDeclaration[source.value='electron'] ImportSpecifier[imported.name='ipcRenderer']",
    message: 'ipcRenderer is used in electron/preload alone.',
  },
  openExternal: {
    selector: "MemberExpression[object.name='shell'][property.name='openExternal']",
    message: 'Links leave through electron/main/security/external-links.ts alone.',
  },
  bridge: {
    selector: "MemberExpression[object.name='window'][property.name='cabinet']",
    message: 'window.cabinet is touched in src/bridge.ts alone.',
  },
};
const closed = (...open) => [
  'error',
  ...Object.entries(doors)
    .filter(([name]) => !open.includes(name))
    .map(([, rule]) => rule),
];

export default tseslint.config(
  { ignores: ['dist/**', 'release/**', 'node_modules/**', 'test-results/**', '.cache/**'] },
  ...tseslint.configs.strictTypeChecked,
  ...vue.configs['flat/recommended'],
  {
    plugins: { 'import-x': importX },
    settings: {
      'import-x/resolver-next': [
        createTypeScriptImportResolver({
          project: ['tsconfig.node.json', 'tsconfig.web.json'],
          noWarnOnMultipleProjects: true,
        }),
      ],
    },
    languageOptions: {
      parserOptions: {
        parser: tseslint.parser,
        projectService: true,
        tsconfigRootDir: import.meta.dirname,
        extraFileExtensions: ['.vue'],
      },
    },
    rules: {
      'import-x/no-restricted-paths': [
        'error',
        {
          zones: [
            zone('protocol', others('protocol'), 'protocol imports nothing of ours.'),
            zone('operator', others('operator', ['protocol']), 'operator imports protocol alone.'),
            zone('electron', others('electron', ['protocol']), 'electron imports protocol alone.'),
            zone('src', others('src', ['protocol']), 'src imports protocol alone.'),
          ],
        },
      ],
      'import-x/no-default-export': 'error',
      'no-restricted-syntax': closed(),
      'no-console': 'error',
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      'vue/multi-word-component-names': 'off',
      'vue/html-self-closing': 'off',
      'vue/max-attributes-per-line': 'off',
      'vue/singleline-html-element-content-newline': 'off',
      'vue/html-indent': 'off',
      'vue/html-closing-bracket-newline': 'off',
      'vue/multiline-html-element-content-newline': 'off',
      'vue/first-attribute-linebreak': 'off',
    },
  },
  {
    files: ['protocol/**/*.ts'],
    ignores: ['**/*.test.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        { patterns: [{ regex: '^(node:|electron$|fastify|kysely|vue|axios)', message: 'protocol is plain.' }] },
      ],
    },
  },
  {
    files: ['operator/**/rules.ts', 'operator/**/*-rules.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        { patterns: [{ regex: '^(fastify|kysely|pg|libsql|node:)', message: 'A rule is a pure function.' }] },
      ],
    },
  },
  {
    files: ['operator/**/*.ts'],
    rules: {
      'no-restricted-syntax': [
        ...closed(),
        {
          selector: "NewExpression[callee.name='Date'][arguments.length=0]",
          message: 'Time comes from the one clock.',
        },
        {
          selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']",
          message: 'Time comes from the one clock.',
        },
      ],
    },
  },
  { files: ['operator/platform/clock/system-time.ts'], rules: { 'no-restricted-syntax': closed() } },
  {
    files: ['src/**/*.{ts,vue}'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [{ regex: '^(node:|electron$|fs$|path$)', message: 'The renderer has neither Node nor Electron.' }],
        },
      ],
    },
  },
  {
    files: ['src/**/*.{ts,vue}'],
    ignores: ['**/*.test.ts', '**/*.fixture.ts', 'src/testing/**'],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              regex: '^#protocol/(?!assert-never|reason-numbers|format/|api/statement-kinds)',
              allowTypeImports: true,
              message: 'Schemas compile code at run time, which the page’s policy forbids: types alone.',
            },
          ],
        },
      ],
    },
  },
  { files: ['electron/main/ipc/*.ts'], rules: { 'no-restricted-syntax': closed('ipcMain') } },
  { files: ['electron/preload/*.ts'], rules: { 'no-restricted-syntax': closed('ipcRenderer') } },
  { files: ['electron/main/security/external-links.ts'], rules: { 'no-restricted-syntax': closed('openExternal') } },
  {
    // Marked "deprecated" by its makers to stand out: plain http, which is spoken to this very machine alone.
    files: [
      'electron/main/session/social/authorization.ts',
      'operator/domains/accounts/identities/network-client.ts',
      'operator/domains/accounts/identities/oauth.test.ts',
    ],
    rules: {
      '@typescript-eslint/no-deprecated': [
        'error',
        { allow: [{ from: 'package', package: 'oauth4webapi', name: 'allowInsecureRequests' }] },
      ],
    },
  },
  { files: ['src/bridge.ts'], rules: { 'no-restricted-syntax': closed('bridge') } },
  {
    files: ['**/*.vue', '*.config.{ts,mjs}', 'tests/**/*.config.ts', 'tests/support/global-setup.ts'],
    rules: { 'import-x/no-default-export': 'off' },
  },
  {
    files: ['**/*.{test,proof}.ts', 'tests/**/*.ts'],
    rules: {
      // Tests beside their source share what stands in tests/support; the walls between the parts stay.
      'import-x/no-restricted-paths': [
        'error',
        {
          zones: parts
            .filter((name) => name !== 'tests')
            .map((name) =>
              zone(name, others(name, ['protocol', 'tests']), `${name} imports protocol and tests/support alone.`),
            ),
        },
      ],
      '@typescript-eslint/no-non-null-assertion': 'off',
      'no-restricted-syntax': 'off',
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  {
    files: ['**/*.mjs'],
    ...tseslint.configs.disableTypeChecked,
    rules: {
      ...tseslint.configs.disableTypeChecked.rules,
      'no-console': 'off',
      '@typescript-eslint/explicit-module-boundary-types': 'off',
      'import-x/no-restricted-paths': 'off',
    },
  },
);
