import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { quantityOf } from '../../../adapter/src/metric-api/quantity.ts';
import { kubectlOfState } from '../cluster/kubectl.ts';
import { layoutOf } from '../cluster/layout.ts';
import { network } from '../cluster/network.ts';
import { release } from '../deploy/chart.ts';
import { applyObjects } from '../proofs/apply-object.ts';
import { type ScratchNamespace, scratchNamespace } from '../proofs/scratch-namespace.ts';
import { stateDirectory } from '../repository.ts';
import { printLine } from '../screen.ts';
import { cacheDirectory } from '../tools/cache.ts';
import { conformance } from '../tools/conformance.ts';
import { ensureTool } from '../tools/tool.ts';
import { type CheckResult, conformanceChecks } from './checks.ts';
import { conformanceScene } from './scene.ts';
import { TwoAdapters } from './two-adapters.ts';

const layout = layoutOf(stateDirectory);
const results = new Map<number, CheckResult>();
let scratch: ScratchNamespace;
let adapters: TwoAdapters;
let folder: string;

/** Numbers whose texts Go has to read as we meant them, and those that no HPA may see. */
const numbers = [
  ...[Number.NaN, Number.POSITIVE_INFINITY, -1, -0.0005, 9.3e15, 1e21],
  ...[0, 1, 1_000, 1_500, 1.5, 0.125, 0.001, 0.0005, 1e-10, 1 / 3, 137.5, 2_000_000, 9.2e15, 9e15, 999.9999],
  ...Array.from({ length: 500 }, (_, index) => (index * 7919.137) ** ((index % 9) / 3) / 1_000),
];

async function writeQuantities(): Promise<string> {
  const file = join(folder, 'quantities.json');
  const rows = numbers.map((value) => ({ number: String(value), text: quantityOf(value) ?? null }));
  await writeFile(file, JSON.stringify(rows));
  return file;
}

async function layOutScene(): Promise<void> {
  const path = 'jsonpath={.spec.template.spec.containers[0].image}';
  const operator = ['-n', release.namespace, 'get', 'deployment', `${release.name}-operator`];
  const kubectl = kubectlOfState();
  scratch = await scratchNamespace(kubectl, 'adapter-e2e-conformance');
  const image = await kubectl([...operator, '-o', path]);
  await applyObjects(scratch.kubectl, ...conformanceScene(image, scratch.name));
}

beforeAll(async () => {
  const program = await ensureTool({ cache: cacheDirectory(), say: printLine }, conformance());
  folder = await mkdtemp(join(tmpdir(), 'pricecast-conformance-'));
  const beginBoth = async () => {
    adapters = await TwoAdapters.begin();
  };
  await Promise.all([beginBoth(), layOutScene()]);
  const { stdout } = await execa(join(program, 'conformance'), [
    ...['--kubeconfig', layout.kubeconfig, '--kubectl', join(layout.bin, 'kubectl'), '--pki', layout.pki],
    ...['--namespace', scratch.name, '--host', network.nodeAddress],
    ...['--quantities', await writeQuantities()],
  ]);
  for (const line of stdout.split('\n')) {
    const result: CheckResult = JSON.parse(line);
    results.set(result.check, result);
    printLine(`  ${result.check}: ${result.seconds.toFixed(1)} s ${result.figures.join('; ')}`);
  }
});
afterAll(async () => {
  await scratch?.[Symbol.asyncDispose]();
  await adapters?.[Symbol.asyncDispose]();
  if (folder !== undefined) await rm(folder, { recursive: true });
});

test.each(conformanceChecks.map((name, index) => [name, index + 1] as const))('%s', (name, number) => {
  const result = results.get(number);
  expect(result?.name).toBe(name);
  expect(result?.failures).toEqual([]);
});
