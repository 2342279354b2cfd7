/** Name and password that a client has to present by SASL/PLAIN. */
export interface Credentials {
  readonly username: string;
  readonly password: string;
}

/** What a single-node KRaft broker on loopback needs to know. */
export interface BrokerSettings {
  readonly dataDirectory: string;
  /** Address on which clients are served, and that they are told. */
  readonly clientHost: string;
  readonly clientPort: number;
  readonly controllerPort: number;
  /** Between the broker and itself, so that clients alone meet SASL and TLS. */
  readonly internalPort: number;
  /** Absent: clients connect without a password. */
  readonly sasl?: Credentials | undefined;
  /** PEM file with key and certificate of the broker; absent: no TLS. */
  readonly keystoreFile?: string | undefined;
  /** Further lines of server.properties; they win over those written here. */
  readonly properties?: Readonly<Record<string, string>> | undefined;
}

/** `server.properties` of a broker that is its own controller. */
export function serverProperties(settings: BrokerSettings): string {
  const entries = {
    ...baseProperties(settings),
    ...saslProperties(settings.sasl),
    ...tlsProperties(settings.keystoreFile),
    ...settings.properties,
  };
  return Object.entries(entries)
    .map(([key, value]) => `${key}=${value}\n`)
    .join('');
}

function baseProperties(settings: BrokerSettings): Record<string, string> {
  const client = `CLIENT://${settings.clientHost}:${settings.clientPort}`;
  const internal = `INTERNAL://127.0.0.1:${settings.internalPort}`;
  const controller = `CONTROLLER://127.0.0.1:${settings.controllerPort}`;
  return {
    'process.roles': 'broker,controller',
    'node.id': '1',
    'controller.quorum.bootstrap.servers': `127.0.0.1:${settings.controllerPort}`,
    listeners: `${client},${internal},${controller}`,
    'advertised.listeners': `${client},${internal}`,
    'listener.security.protocol.map': `CLIENT:${clientProtocol(settings)},INTERNAL:PLAINTEXT,CONTROLLER:PLAINTEXT`,
    'inter.broker.listener.name': 'INTERNAL',
    'controller.listener.names': 'CONTROLLER',
    'log.dirs': `${settings.dataDirectory}/log`,
    'auto.create.topics.enable': 'false',
    'offsets.topic.replication.factor': '1',
    'offsets.topic.num.partitions': '4',
    'transaction.state.log.replication.factor': '1',
    'transaction.state.log.min.isr': '1',
    'transaction.state.log.num.partitions': '4',
    'share.coordinator.state.topic.replication.factor': '1',
    'share.coordinator.state.topic.min.isr': '1',
    'group.initial.rebalance.delay.ms': '0',
    // A killed broker may register again only when its old session has run out (default 9 s).
    'broker.session.timeout.ms': '4000',
    'broker.heartbeat.interval.ms': '500',
  };
}

function clientProtocol({ sasl, keystoreFile }: BrokerSettings): string {
  const transport = keystoreFile === undefined ? 'PLAINTEXT' : 'SSL';
  return sasl === undefined ? transport : `SASL_${transport}`;
}

function saslProperties(sasl: Credentials | undefined): Record<string, string> {
  if (sasl === undefined) return {};
  const module = 'org.apache.kafka.common.security.plain.PlainLoginModule';
  return {
    'sasl.enabled.mechanisms': 'PLAIN',
    'listener.name.client.plain.sasl.jaas.config': `${module} required user_${sasl.username}="${sasl.password}";`,
  };
}

function tlsProperties(keystoreFile: string | undefined): Record<string, string> {
  if (keystoreFile === undefined) return {};
  return {
    'listener.name.client.ssl.keystore.type': 'PEM',
    'listener.name.client.ssl.keystore.location': keystoreFile,
  };
}

/** Log settings: one line per event on standard output, warnings only where a broker is chatty. */
export const logSettings = `rootLogger.level=INFO
rootLogger.appenderRef.stdout.ref=STDOUT
appender.stdout.type=Console
appender.stdout.name=STDOUT
appender.stdout.layout.type=PatternLayout
appender.stdout.layout.pattern=%d{ISO8601} %p %m (%c{1})%n
`;
