import { childNames, opsPort, priorityClasses, type Source, sourceLabels } from '@pricecast/crds';
import type { Manifest } from '@pricecast/kube';
import type { Blueprint } from './blueprint.ts';
import { variables } from './environment.ts';
import { exchangePort } from './exchange-endpoints.ts';
import { imageOf } from './images.ts';
import { nodeProcess } from './node-process.ts';
import { ownedMetadata } from './owner.ts';
import { scratch, sealedPod } from './security.ts';
import { selectorOf } from './selector.ts';
import { sizes } from './sizes.ts';

/** The exchange that replays a source. One pod: two would be two markets. */
export const makeExchangeDeployment = (blueprint: Blueprint, source: Source): Manifest => {
  const { pipeline } = blueprint;
  const { name } = pipeline.metadata;
  const labels = sourceLabels(name, 'exchange', source.name);
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: ownedMetadata(pipeline, childNames.exchange(name, source.name), labels),
    spec: {
      replicas: 1,
      revisionHistoryLimit: 2,
      strategy: { type: 'Recreate' },
      selector: { matchLabels: selectorOf(labels) },
      template: { metadata: { labels: { ...labels } }, spec: podSpec(blueprint, source) },
    },
  };
};

const podSpec = ({ pipeline, settings }: Blueprint, source: Source) => {
  const process = nodeProcess();
  return {
    ...sealedPod(childNames.workload(pipeline.metadata.name)),
    priorityClassName: priorityClasses.normal.name,
    containers: [
      {
        name: 'exchange',
        ...imageOf(settings.images, 'exchange'),
        ...process,
        ports: [{ name: 'market', containerPort: exchangePort, protocol: 'TCP' }, ...process.ports],
        env: environment(source),
        resources: sizes[pipeline.spec.profile].exchange,
        volumeMounts: [scratch.mount],
      },
    ],
    volumes: [scratch.volume],
  };
};

const environment = ({ symbols, replay }: Source) =>
  variables({
    MARKET_PORT: String(exchangePort),
    OPS_PORT: String(opsPort.number),
    SYMBOLS: symbols.join(','),
    TRADES_PER_SECOND: replay === undefined ? undefined : String(replay.tradesPerSecond),
    SEED: replay === undefined ? undefined : String(replay.seed),
  });
