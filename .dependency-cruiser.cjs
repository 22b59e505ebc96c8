/** Who may know whom. The reasons stand in ARCHITECTURE.md. */
const TEST = '\\.test\\.tsx?$|/testkit/|/testing/';

/** Nobody in `from` may reach into `to`. */
const forbid = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

module.exports = {
  forbidden: [
    forbid(
      'contract-knows-nobody',
      'What the platform says does not depend on how we listen.',
      { path: '^packages/contract/' },
      { path: '^packages/(?!contract/)|^bench/' },
    ),
    forbid(
      'contract-is-pure',
      'Data and pure functions only: no sockets, no files, no database, no clock. Hashes and ciphers are pure.',
      { path: '^packages/contract/', pathNot: TEST },
      { dependencyTypes: ['core'], pathNot: '^(node:)?(crypto|buffer)$' },
    ),
    forbid(
      'contract-has-one-library',
      'The schema library is the only one the contract needs.',
      { path: '^packages/contract/', pathNot: TEST },
      { path: 'node_modules/', pathNot: 'node_modules/typebox/' },
    ),
    forbid(
      'runtime-knows-nobody',
      'Plumbing without domain words.',
      { path: '^packages/runtime/' },
      { path: '^packages/(?!runtime/)|^bench/' },
    ),
    ...['gateway', 'sandbox', 'acceptance'].map((name) =>
      forbid(
        `${name}-knows-contract-and-runtime`,
        'A sandbox that shares domain code with the gateway would agree with its mistakes.',
        { path: `^packages/${name}/` },
        { path: `^packages/(?!(${name}|contract|runtime)/)|^bench/` },
      ),
    ),
    forbid(
      'console-knows-only-http',
      'Pages speak to the programs the way everybody else does; their tests start the programs and play on them.',
      { path: '^packages/console/', pathNot: TEST },
      { path: '^packages/(?!console/)|^bench/' },
    ),
    forbid(
      'nobody-knows-cli-and-bench',
      'They stand on top.',
      { path: '^packages/', pathNot: '^packages/cli/' },
      { path: '^packages/cli/|^bench/' },
    ),
    forbid(
      'testkit-is-for-tests',
      'What ships does not lean on the tests.',
      { path: '^packages/', pathNot: TEST },
      { path: '^packages/runtime/src/testkit/' },
    ),
    forbid(
      'no-tests-in-code',
      'Tests and what they share are leaves; measurements use what tests share.',
      { pathNot: `${TEST}|^bench/` },
      { path: '\\.test\\.ts$|/testing/' },
    ),
    forbid(
      'no-circles',
      'A circle can not be read from one end; one of types alone is a circle too.',
      {},
      { circular: true },
    ),
    forbid('no-unresolvable', 'Every import leads somewhere.', {}, { couldNotResolve: true }),
    forbid(
      'declared-packages',
      'What is imported stands in the package.json of the importer.',
      { path: '^packages/', pathNot: TEST },
      { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^packages/[^/]+/dist/|\\.generated\\.' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default'] },
  },
};
