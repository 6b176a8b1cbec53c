/**
 * Import cycles. `import-x/no-cycle` ignores type-only imports, so cycles have a check of their own; the other walls stand
 * in eslint.config.mjs. Tests are left out: nothing imports them.
 * @type {import('dependency-cruiser').IConfiguration}
 */
export default {
  forbidden: [
    {
      name: 'no-import-cycle',
      comment: 'Modules that import each other, also by types alone, cannot be understood or moved apart.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '\\.test\\.ts$' },
    tsConfig: { fileName: 'tsconfig.node.json' },
    enhancedResolveOptions: { extensions: ['.ts', '.vue', '.mjs', '.js'], conditionNames: ['import', 'node'] },
  },
};
