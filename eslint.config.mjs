// One linter, type-aware. The walls between the parts stand here: what may import what, and which doors exist once.
import { readdirSync } from 'node:fs';
import path from 'node:path';
import tseslint from 'typescript-eslint';
import vue from 'eslint-plugin-vue';
import importX from 'eslint-plugin-import-x';
import { createTypeScriptImportResolver } from 'eslint-import-resolver-typescript';

const parts = ['protocol', 'operator', 'electron', 'src', 'tests'];
/** A zone says: files under `target` never import from `from`. */
const zone = (target, from, message) => ({ target: `./${target}`, from: from.map((name) => `./${name}`), message });
const others = (part, allowed = []) => parts.filter((name) => name !== part && !allowed.includes(name));

/** The domains of the operator service; a new folder is one more. */
const domains = readdirSync(path.join(import.meta.dirname, 'operator/domains'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name);
const domainsFolder = './operator/domains';
const outsideFolder = './operator/outside';

/** The walls inside the operator service. Import cycles are checked by `.dependency-cruiser.mjs`. */
const operatorZones = [
  {
    target: './operator/platform',
    from: [domainsFolder, outsideFolder],
    message: 'operator/platform imports neither a domain nor operator/outside.',
  },
  {
    target: ['./operator/platform', domainsFolder, outsideFolder],
    from: ['./operator/*.ts', './operator/migrations/**'],
    message: 'Only the composition root (operator/*.ts) knows operator/*.ts and operator/migrations.',
  },
  {
    target: domainsFolder,
    from: outsideFolder,
    message: 'No domain imports operator/outside: it gets a port from the composition root.',
  },
  {
    target: './operator/outside/!(seed|demo)/**',
    from: domainsFolder,
    message: 'operator/outside imports a domain for seeding alone: it gets a port from the composition root.',
  },
  ...domains.map((domain) => ({
    target: [`${domainsFolder}/!(${domain})/**`, `${outsideFolder}/**`, './operator/migrations/[0-9]*.ts'],
    from: `${domainsFolder}/${domain}`,
    except: ['./index.ts'],
    message: `The ${domain} domain is imported through its index.ts.`,
  })),
];

const noClockOfItsOwn = [
  {
    selector: "NewExpression[callee.name='Date'][arguments.length=0]",
    message: 'Time comes from the one clock.',
  },
  {
    selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']",
    message: 'Time comes from the one clock.',
  },
];
const sqlInRepositories = [
  {
    selector: 'CallExpression[callee.property.name=/^(selectFrom|insertInto|updateTable|deleteFrom)$/]',
    message: 'SQL stands in repository.ts or *-repository.ts.',
  },
  { selector: "TaggedTemplateExpression[tag.name='sql']", message: 'SQL stands in repository.ts or *-repository.ts.' },
];

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
            ...operatorZones,
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
      'no-restricted-syntax': [...closed(), ...noClockOfItsOwn],
    },
  },
  {
    // SQL stands in repositories. Domains that still have it elsewhere: accounts, audit, mail, payments, sms-payments.
    files: domains
      .filter((domain) => !['accounts', 'audit', 'mail', 'payments', 'sms-payments'].includes(domain))
      .map((domain) => `operator/domains/${domain}/**/*.ts`),
    ignores: ['**/repository.ts', '**/*-repository.ts', '**/migrations/**'],
    rules: { 'no-restricted-syntax': [...closed(), ...noClockOfItsOwn, ...sqlInRepositories] },
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
    files: [
      '**/*.vue',
      '*.config.{ts,mjs}',
      '.dependency-cruiser.mjs',
      'tests/**/*.config.ts',
      'tests/support/global-setup.ts',
    ],
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
