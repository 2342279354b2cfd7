import { adapterNames } from '@pricecast/crds';
import { kubectlOfState } from '../cluster/kubectl.ts';
import { steadyScene } from '../conformance/scene.ts';
import { TwoAdapters } from '../conformance/two-adapters.ts';
import { release } from '../deploy/chart.ts';
import type { Finding, Proof } from '../proof.ts';
import { applyObjects } from './apply-object.ts';
import { ApiServiceLog } from './metric-apis/api-service-log.ts';
import { onFullNode } from './metric-apis/full-node.ts';
import { renewedCertificate } from './metric-apis/renewed-certificate.ts';
import { isSteady, SteadyAnswers } from './metric-apis/steady-answers.ts';
import { until } from './pipeline-watch.ts';
import { scratchNamespace } from './scratch-namespace.ts';

/** How often both adapters are replaced in order. */
const rollouts = 3;

/** In short, `hack/test` goes through it in the conformance checks, all but the full node. */
export const metricApisProof: Proof = {
  name: 'metric-apis',
  claim:
    'The metric APIs of two adapters stay Available, and no lookup fails, while the adapters are replaced three times in order and their certificate is renewed, and while they are replaced on a node that is full, where others have to go.',
  // It waits for minutes.
  needs: ['cluster', 'free-machine'],
  async run({ say }) {
    const kubectl = kubectlOfState();
    await using scratch = await scratchNamespace(kubectl, 'pricecast-proof-metric-apis');
    await using _ = await TwoAdapters.begin();
    const operator = ['get', 'deployment', `${release.name}-operator`];
    const path = 'jsonpath={.spec.template.spec.containers[0].image}';
    const image = await kubectl(['-n', release.namespace, ...operator, '-o', path]);
    await applyObjects(scratch.kubectl, ...steadyScene(image));
    await until('a load that is served', () => isSteady(scratch), 120);
    await using services = await ApiServiceLog.open();
    await using answers = SteadyAnswers.begin(scratch);
    const findings: Finding[] = [];
    const seen = async (what: string) => {
      findings.push(services.during(what), await answers.during(what));
      for (const { what: of, measured } of findings.slice(-2)) say(`${of}: ${measured}`);
    };
    for (let round = 1; round <= rollouts; round += 1) {
      await replaced();
      say(`both adapters replaced, ${round} of ${rollouts}`);
    }
    await seen(`two adapters were replaced ${rollouts} times`);
    findings.push(await renewedCertificate(kubectl));
    await seen('a certificate was renewed');
    findings.push(await onFullNode(kubectl, { scratch, image }, replaced));
    await seen('the node was full');
    return findings;
  },
};

async function replaced(): Promise<void> {
  const rollout = (word: string, ...more: readonly string[]) =>
    kubectlOfState()([
      ...['-n', release.namespace, 'rollout', word, `deployment/${adapterNames.workload}`],
      ...more,
    ]);
  await rollout('restart');
  await rollout('status', '--timeout=120s');
}
