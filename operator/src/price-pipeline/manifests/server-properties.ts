import { embeddedAdvertisedListener, kafkaPort, type PricePipeline } from '@pricecast/crds';

/** Directory that the volume of the broker is mounted at. */
export const kafkaVolumePath = '/var/lib/kafka';

/** Port of the KRaft controller. It listens on loopback only: nobody but the broker beside it asks. */
const controllerPort = 9093;

/** Threads and buffers by profile. */
const tuning = {
  Standard: { networkThreads: 2, ioThreads: 4 },
  Performance: { networkThreads: 3, ioThreads: 8 },
} as const;

/**
 * `server.properties` of the single-node KRaft broker. What only holds for one node (replication factors and
 * in-sync minimum of 1) is said once here. Topics are never made by accident: the operator makes them.
 */
export const serverProperties = ({ metadata, spec }: PricePipeline): string => {
  const { networkThreads, ioThreads } = tuning[spec.profile];
  const lines: readonly (readonly [string, string | number | boolean])[] = [
    ['process.roles', 'broker,controller'],
    ['node.id', 0],
    ['controller.quorum.bootstrap.servers', `localhost:${controllerPort}`],
    ['controller.listener.names', 'CONTROLLER'],
    ['inter.broker.listener.name', 'CLIENTS'],
    ['listener.security.protocol.map', 'CLIENTS:PLAINTEXT,CONTROLLER:PLAINTEXT'],
    ['listeners', `CLIENTS://:${kafkaPort},CONTROLLER://localhost:${controllerPort}`],
    ['advertised.listeners', `CLIENTS://${embeddedAdvertisedListener(metadata.namespace, metadata.name)}`],
    ['log.dirs', `${kafkaVolumePath}/data`],
    ['auto.create.topics.enable', false],
    ['default.replication.factor', 1],
    ['min.insync.replicas', 1],
    ['offsets.topic.replication.factor', 1],
    ['offsets.topic.num.partitions', 12],
    ['transaction.state.log.replication.factor', 1],
    ['transaction.state.log.min.isr', 1],
    ['transaction.state.log.num.partitions', 12],
    ['share.coordinator.state.topic.replication.factor', 1],
    ['share.coordinator.state.topic.min.isr', 1],
    ['group.initial.rebalance.delay.ms', 0],
    // A killed broker may register again only when its old session has run out.
    ['broker.session.timeout.ms', 4_000],
    ['broker.heartbeat.interval.ms', 1_000],
    ['num.network.threads', networkThreads],
    ['num.io.threads', ioThreads],
  ];
  return `${lines.map(([key, value]) => `${key}=${value}`).join('\n')}\n`;
};
