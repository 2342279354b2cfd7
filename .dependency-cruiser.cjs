/**
 * The arrows of ARCHITECTURE.md: rooms import downward only, through the one
 * door of each workspace, and pure rooms touch neither Node nor the network.
 */
const realServerTests = '[.](it|e2e)[.]test[.]ts$|/testing/';

const leaf = (name, path, also = '') => ({
  name,
  severity: 'error',
  comment: 'A level-0 room imports nothing of ours; its tests against real servers may use what starts them.',
  from: { path: `^${path}/`, pathNot: realServerTests },
  to: { path: '^(crds|operator|adapter|workloads|hack)/', pathNot: `^${path}/${also}` },
});

const leaves = [
  'crds',
  'operator/kube',
  'adapter/forecast',
  'workloads/runtime',
  'workloads/stream',
  'workloads/market',
  'workloads/page',
];
const processes = ['exchange', 'collector', 'processor', 'forecaster', 'gateway'];
const levelZero = `^(${leaves.join('|')})/src/index\\.ts$`;

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'resolvable',
      severity: 'error',
      comment: 'Every import resolves to a file or a declared dependency.',
      from: {},
      to: { couldNotResolve: true },
    },
    ...leaves.map((path) => leaf(`leaf-${path.replace('/', '-')}`, path)),
    {
      name: 'operator-imports-level-zero',
      severity: 'error',
      from: { path: '^operator/src/', pathNot: realServerTests },
      to: { path: '^(crds|operator|adapter|workloads|hack)/', pathNot: ['^operator/src/', levelZero] },
    },
    ...processes.map((name) => ({
      name: `${name}-imports-level-zero`,
      severity: 'error',
      comment: 'Processes agree through crds and market; they never import one another.',
      from: { path: `^workloads/${name}/`, pathNot: realServerTests },
      to: { path: '^(crds|operator|adapter|workloads|hack)/', pathNot: [`^workloads/${name}/`, levelZero] },
    })),
    {
      name: 'decision-imports-level-zero',
      severity: 'error',
      from: { path: '^adapter/decision/', pathNot: realServerTests },
      to: {
        path: '^(crds|operator|adapter|workloads|hack)/',
        pathNot: ['^adapter/decision/', '^(adapter/forecast|crds)/src/index\\.ts$'],
      },
    },
    {
      name: 'replay-imports-forecast-and-decision',
      severity: 'error',
      from: { path: '^adapter/replay/', pathNot: realServerTests },
      to: {
        path: '^(crds|operator|adapter|workloads|hack)/',
        pathNot: ['^adapter/replay/', '^adapter/(forecast|decision)/src/index\\.ts$'],
      },
    },
    {
      name: 'adapter-imports-decision-and-level-zero',
      severity: 'error',
      from: { path: '^adapter/src/', pathNot: realServerTests },
      to: {
        path: '^(crds|operator|adapter|workloads|hack)/',
        pathNot: ['^adapter/src/', '^adapter/decision/src/index\\.ts$', levelZero],
      },
    },
    {
      name: 'nobody-imports-hack',
      severity: 'error',
      from: { path: '^(crds|operator|adapter|workloads)/', pathNot: realServerTests },
      to: { path: '^hack/' },
    },
    {
      name: 'pure-rooms-do-no-io',
      severity: 'error',
      comment: 'crds, market, forecast and decision are values in, values out.',
      from: {
        path: '^(crds|workloads/market|adapter/(forecast|decision))/src/',
        pathNot: '[.]test[.]ts$|/bench/|^adapter/forecast/src/commands/',
      },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'judgement-does-no-io',
      severity: 'error',
      comment: 'Desired, checks, status and manifests are pure.',
      from: { path: '^operator/src/.*(manifests/|desired|status|checks)', pathNot: '[.]test[.]ts$' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'no-undeclared-packages',
      severity: 'error',
      from: { pathNot: '[.]test[.]ts$' },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(node_modules|hack/[.]state)' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default'],
      extensions: ['.ts', '.js', '.json'],
    },
  },
};
