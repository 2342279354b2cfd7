import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { applyObjects, secretOf } from './apply-object.ts';
import { operatorImages } from './operator-stand-in.ts';
import type { ScratchNamespace } from './scratch-namespace.ts';

/** A broker of somebody else: one port asks for a password, another one speaks TLS. It forgets all when it stops. */
export interface SecuredKafka {
  /** `host:port` that asks for user `pricecast` and the password. */
  readonly passwordServer: string;
  /** `host:port` that shows a certificate signed by `ca`. */
  readonly tlsServer: string;
  /** PEM. */
  readonly ca: string;
  start(): Promise<void>;
  /** Deletes its pod; nobody makes another. */
  stop(): Promise<void>;
}

const name = 'secured-kafka';
const clusterId = 'SecuredKafkaForTests00';

/** Makes the Service and the configuration; the broker comes with `start`. */
export async function securedKafka(
  { name: namespace, kubectl }: ScratchNamespace,
  password: string,
): Promise<SecuredKafka> {
  const host = `${name}.${namespace}.svc`;
  const { key, cert } = await certificateFor(host);
  await applyObjects(
    kubectl,
    secretOf(name, { 'server.properties': properties(host, password), 'keystore.pem': `${key}\n${cert}` }),
    service,
  );
  const image = await operatorImages(kubectl);
  const pod = podOf(`${image.registry}/kafka:${image.tag}`);
  return {
    passwordServer: `${host}:9092`,
    tlsServer: `${host}:9093`,
    ca: cert,
    start: async () => {
      await applyObjects(kubectl, pod);
      await kubectl(['wait', '--for=condition=Ready', `pod/${name}`, '--timeout=90s']);
    },
    stop: async () => void (await kubectl(['delete', 'pod', name, '--grace-period=1', '--wait'])),
  };
}

function properties(host: string, password: string): string {
  const module = 'org.apache.kafka.common.security.plain.PlainLoginModule';
  return [
    'process.roles=broker,controller',
    'node.id=0',
    'controller.quorum.bootstrap.servers=localhost:9094',
    'controller.listener.names=CONTROLLER',
    'inter.broker.listener.name=INTERNAL',
    'listeners=PASSWORD://:9092,TLS://:9093,CONTROLLER://localhost:9094,INTERNAL://localhost:9095',
    `advertised.listeners=PASSWORD://${host}:9092,TLS://${host}:9093,INTERNAL://localhost:9095`,
    'listener.security.protocol.map=PASSWORD:SASL_PLAINTEXT,TLS:SSL,CONTROLLER:PLAINTEXT,INTERNAL:PLAINTEXT',
    'sasl.enabled.mechanisms=PLAIN',
    `listener.name.password.plain.sasl.jaas.config=${module} required user_pricecast="${password}";`,
    'listener.name.tls.ssl.keystore.type=PEM',
    'listener.name.tls.ssl.keystore.location=/etc/kafka/keystore.pem',
    'log.dirs=/data/log',
    'offsets.topic.replication.factor=1',
    'transaction.state.log.replication.factor=1',
    'transaction.state.log.min.isr=1',
    'group.initial.rebalance.delay.ms=0',
    '',
  ].join('\n');
}

const service = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name },
  spec: {
    clusterIP: 'None',
    selector: { app: name },
    ports: [
      { name: 'password', port: 9092 },
      { name: 'tls', port: 9093 },
    ],
  },
};

const restricted = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'] },
  readOnlyRootFilesystem: true,
};

function podOf(image: string): object {
  const java = (container: string, ...args: readonly string[]) => ({
    name: container,
    image,
    command: ['java', '-Xmx256m', '-cp', '/opt/kafka/lib/*', ...args],
    securityContext: restricted,
    volumeMounts: [
      { name: 'config', mountPath: '/etc/kafka' },
      { name: 'data', mountPath: '/data' },
      { name: 'tmp', mountPath: '/tmp' },
    ],
  });
  const config = '/etc/kafka/server.properties';
  const format = ['kafka.tools.StorageTool', 'format', '--standalone', '-t', clusterId, '-c', config];
  const listening = { tcpSocket: { port: 9092 }, periodSeconds: 1 };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, labels: { app: name } },
    spec: {
      automountServiceAccountToken: false,
      securityContext: {
        runAsNonRoot: true,
        runAsUser: 65_532,
        fsGroup: 65_532,
        seccompProfile: { type: 'RuntimeDefault' },
      },
      initContainers: [java('format', ...format)],
      containers: [{ ...java('kafka', 'kafka.Kafka', config), readinessProbe: listening }],
      volumes: [
        { name: 'config', secret: { secretName: name } },
        { name: 'data', emptyDir: {} },
        { name: 'tmp', emptyDir: {} },
      ],
    },
  };
}

/** A self-signed certificate for one host name; it is valid for a day. */
export async function certificateFor(host: string): Promise<{ readonly key: string; readonly cert: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'certificate-'));
  const [keyFile, certFile] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  try {
    const key = ['-newkey', 'rsa:2048', '-nodes', '-keyout', keyFile];
    const subject = ['-subj', '/CN=kafka', '-addext', `subjectAltName=DNS:${host}`];
    await execa('openssl', ['req', '-x509', '-days', '1', ...key, ...subject, '-out', certFile]);
    return { key: await readFile(keyFile, 'utf8'), cert: await readFile(certFile, 'utf8') };
  } finally {
    await rm(folder, { recursive: true });
  }
}
