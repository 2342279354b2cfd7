import { kubectlOfState } from '../cluster/kubectl.ts';
import type { Finding, Proof } from '../proof.ts';
import { readPipeline, type SeenPipeline } from './pipeline-watch.ts';
import { applySample, waitReady } from './sample-pipeline.ts';
import { scratchNamespace } from './scratch-namespace.ts';

const boundSeconds = 60;
const stages = [
  'KafkaReady',
  'TopicsReady',
  'CollectorReady',
  'TradesFlowing',
  'ProcessorReady',
  'ForecasterReady',
  'GatewayReady',
];

export const pipelineReady: Proof = {
  name: 'pipeline-ready',
  claim:
    'A pipeline is Ready within 60 s of its creation, and Ready means every stage and trades that arrive.',
  needs: ['cluster'],
  async run({ say }) {
    const kubectl = kubectlOfState();
    await using scratch = await scratchNamespace(kubectl, 'pricecast-proof-ready');
    const started = performance.now();
    await applySample(scratch.kubectl, 'btc-replay');
    const firstStatus = await untilAnswered(() => readPipeline(scratch.kubectl, 'btc'), started);
    await waitReady(scratch.kubectl, 'btc', 2 * boundSeconds);
    const seconds = (performance.now() - started) / 1_000;
    say(`Ready after ${seconds.toFixed(1)} s`);
    const pipeline = await readPipeline(scratch.kubectl, 'btc');
    const columns = (await scratch.kubectl(['get', 'pricepipelines'])).split('\n');
    return [timeFinding(seconds), firstStatus, ...stageFindings(pipeline), columnFinding(columns)];
  },
};

/** The time includes two starts of kubectl. */
async function untilAnswered(
  read: () => Promise<SeenPipeline | undefined>,
  started: number,
): Promise<Finding> {
  let pipeline = await read();
  while (pipeline?.status?.conditions === undefined && performance.now() - started < 10_000)
    pipeline = await read();
  const seconds = (performance.now() - started) / 1_000;
  const holds = pipeline?.status?.conditions !== undefined && seconds <= 1.5;
  return {
    what: 'first status after apply',
    measured: `${seconds.toFixed(2)} s`,
    bound: '≤ 1 s + 0.5 s for kubectl',
    holds,
  };
}

const timeFinding = (seconds: number): Finding => ({
  what: 'apply to Ready',
  measured: `${seconds.toFixed(1)} s`,
  bound: `≤ ${boundSeconds} s`,
  holds: seconds <= boundSeconds,
});

function stageFindings(pipeline: SeenPipeline | undefined): Finding[] {
  return stages.map((type) => {
    const found = pipeline?.status?.conditions?.find((condition) => condition.type === type);
    const generation = pipeline?.metadata.generation;
    return {
      what: type,
      measured: `${found?.status} at generation ${found?.observedGeneration}: ${found?.message}`,
      bound: `True at generation ${generation}`,
      holds: found?.status === 'True' && found.observedGeneration === generation,
    };
  });
}

function columnFinding(lines: readonly string[]): Finding {
  const widest = Math.max(...lines.map(({ length }) => length));
  return {
    what: 'kubectl get pricepipelines',
    measured: `${widest} columns`,
    bound: '≤ 120',
    holds: widest <= 120,
  };
}
