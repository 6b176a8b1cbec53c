import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { cruise } from 'dependency-cruiser';
import { ESLint } from 'eslint';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import cruiserConfig from '../.dependency-cruiser.mjs';
import { projectRoot } from './support/paths.mjs';

/** Rules that enforce the module boundaries. Rules that need type information are left out because they take longer than the rest of this test. */
const WALL_RULES = new Set(['import-x/no-restricted-paths', 'no-restricted-imports', 'no-restricted-syntax']);

describe('eslint', () => {
  /** @type {ESLint} */
  let eslint;
  beforeAll(() => {
    eslint = new ESLint({
      cwd: projectRoot,
      ruleFilter: ({ ruleId }) => WALL_RULES.has(ruleId),
      overrideConfig: { languageOptions: { parserOptions: { projectService: false } } },
    });
  });

  /**
   * Lints a text as if it were the content of the given file. Writes nothing.
   * @param {string} file
   * @param {string} imported
   */
  async function messages(file, imported) {
    return messagesOf(file, `import * as planted from '${imported}';\nexport const used = planted;\n`);
  }

  /**
   * @param {string} file
   * @param {string} code
   */
  async function messagesOf(file, code) {
    const [result] = await eslint.lintText(code, { filePath: path.join(projectRoot, file) });
    return (result?.messages ?? []).map(({ message }) => message);
  }

  it.each([
    [
      'a domain by the platform',
      'operator/platform/clock/planted.ts',
      '../../domains/ledger/index.ts',
      'neither a domain',
    ],
    [
      'outside by the platform',
      'operator/platform/clock/planted.ts',
      '../../outside/seed/guard.ts',
      'nor operator/outside',
    ],
    [
      'outside by a domain',
      'operator/domains/news/planted.ts',
      '../../outside/seed/guard.ts',
      'No domain imports operator/outside',
    ],
    [
      'an inner file of another domain',
      'operator/domains/news/planted.ts',
      '../ledger/accounts.ts',
      'through its index.ts',
    ],
    [
      'an inner file from a subfolder',
      'operator/domains/accounts/sessions/planted.ts',
      '../../ledger/accounts.ts',
      'through its index.ts',
    ],
    [
      'an inner file of a domain by the seed',
      'operator/outside/seed/planted.ts',
      '../../domains/ledger/accounts.ts',
      'through its index.ts',
    ],
    [
      'a domain by the console',
      'operator/outside/console/planted.ts',
      '../../domains/ledger/index.ts',
      'for seeding alone',
    ],
    ['the composition root by a domain', 'operator/domains/news/planted.ts', '../../parts.ts', 'composition root'],
    ['Kysely by a rule', 'operator/domains/news/news-rules.ts', 'kysely', 'A rule is a pure function'],
    ['Fastify by a rule', 'operator/domains/news/rules.ts', 'fastify', 'A rule is a pure function'],
    [
      'the operator by electron',
      'electron/main/planted.ts',
      '../../operator/app.ts',
      'electron imports protocol alone',
    ],
  ])('refuses the import of %s', async (_, file, imported, message) => {
    expect(await messages(file, imported)).toEqual([expect.stringContaining(message)]);
  });

  it.each([
    ['its own inner file', 'operator/domains/ledger/planted.ts', './accounts.ts'],
    ['the index of another domain', 'operator/domains/news/planted.ts', '../ledger/index.ts'],
    ['the index of a domain by the seed', 'operator/outside/seed/planted.ts', '../../domains/ledger/index.ts'],
    ['the platform by a domain', 'operator/domains/news/planted.ts', '../../platform/clock/days.ts'],
    ['a domain by the composition root', 'operator/planted.ts', './domains/ledger/accounts.ts'],
  ])('allows the import of %s', async (_, file, imported) => {
    expect(await messages(file, imported)).toEqual([]);
  });

  it('rejects a query outside of a repository, and allows it inside', async () => {
    const query = "export const rows = (db) => db.selectFrom('news').selectAll().execute();\n";
    expect(await messagesOf('operator/domains/news/planted.ts', query)).toEqual([
      expect.stringContaining('SQL stands in'),
    ]);
    expect(await messagesOf('operator/domains/news/repository.ts', query)).toEqual([]);
  });
});

describe('dependency-cruiser', () => {
  /** @type {string | undefined} */
  let folder;
  afterEach(async () => {
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  });

  /**
   * Names of the rules that a set of files violates, under the project's own configuration.
   * @param {Record<string, string>} files
   */
  async function violations(files) {
    folder = await mkdtemp(path.join(os.tmpdir(), 'plus-cabinet-walls-'));
    for (const [name, text] of Object.entries(files)) {
      const file = path.join(folder, name);
      await mkdir(path.dirname(file), { recursive: true });
      await writeFile(file, text);
    }
    const { forbidden, options } = cruiserConfig;
    const { output } = await cruise(
      ['operator', 'src'],
      { ...options, tsConfig: undefined, baseDir: folder, ruleSet: { forbidden }, validate: true },
      { extensions: options.enhancedResolveOptions.extensions },
    );
    if (typeof output === 'string') throw new Error(output);
    return [...new Set(output.summary.violations.map(({ rule }) => rule.name))];
  }

  const empty = { 'operator/c.ts': 'export {};\n', 'src/c.ts': 'export {};\n' };

  it('rejects a cycle', async () => {
    const found = await violations({
      ...empty,
      'operator/a.ts': "import { b } from './b.ts';\nexport const a = () => b;\n",
      'operator/b.ts': "import { a } from './a.ts';\nexport const b = () => a;\n",
    });
    expect(found).toEqual(['no-import-cycle']);
  });

  it('rejects a cycle of type imports alone', async () => {
    const found = await violations({
      ...empty,
      'operator/a.ts': "import type { B } from './b.ts';\nexport interface A { b: B }\n",
      'operator/b.ts': "import type { C } from './d.ts';\nexport type B = C;\n",
      'operator/d.ts': "import type { A } from './a.ts';\nexport type C = A;\n",
    });
    expect(found).toEqual(['no-import-cycle']);
  });

  it('rejects a cycle through a Vue component and a dynamic import', async () => {
    const found = await violations({
      ...empty,
      'src/a.ts': "export const a = () => import('./b.vue');\n",
      'src/b.vue':
        '<script setup lang="ts">\nimport { a } from \'./a.ts\';\nvoid a;\n</script>\n<template><p /></template>\n',
    });
    expect(found).toEqual(['no-import-cycle']);
  });

  it('allows imports in one direction', async () => {
    const found = await violations({ ...empty, 'operator/a.ts': "export type { C } from './c.ts';\n" });
    expect(found).toEqual([]);
  });
});
