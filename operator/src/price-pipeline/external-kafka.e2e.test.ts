import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { kubectlOfState } from '../../../hack/src/cluster/kubectl.ts';
import { applyObjects, pipelineOf, secretOf } from '../../../hack/src/proofs/apply-object.ts';
import { operatorImages } from '../../../hack/src/proofs/operator-stand-in.ts';
import { untilCondition } from '../../../hack/src/proofs/pipeline-watch.ts';
import { type ScratchNamespace, scratchNamespace } from '../../../hack/src/proofs/scratch-namespace.ts';
import { certificateFor, type SecuredKafka, securedKafka } from '../../../hack/src/proofs/secured-kafka.ts';

const password = 'canary-7f3e9c';
const source = {
  name: 'live',
  type: 'Binance',
  symbols: ['BTCUSDT'],
  service: { name: 'no-exchange', port: 8080 },
};

/** An exchange of the user's own, under the name that the source has been looking for. */
const exchangeObjects = (image: string): object[] => {
  const metadata = { name: source.service.name, labels: { app: source.service.name } };
  const securityContext = { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } };
  const ports = [{ port: source.service.port }];
  return [
    { apiVersion: 'v1', kind: 'Service', metadata, spec: { selector: metadata.labels, ports } },
    {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata,
      spec: {
        securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
        containers: [{ name: 'exchange', image, securityContext }],
      },
    },
  ];
};

let scratch: ScratchNamespace;
let kafka: SecuredKafka;

const withPassword = (topics = {}) =>
  pipelineOf('login', {
    sources: [source],
    kafka: {
      mode: 'External',
      topics,
      external: {
        bootstrapServers: [kafka.passwordServer],
        sasl: { mechanism: 'Plain', username: 'pricecast', passwordSecretRef: { name: 'login' } },
      },
    },
  });

const kafkaReady = (status: 'True' | 'False', reason: string) =>
  untilCondition(scratch.kubectl, 'login', { type: 'KafkaReady', status, reason });

beforeAll(async () => {
  scratch = await scratchNamespace(kubectlOfState(), 'operator-e2e-external');
  kafka = await securedKafka(scratch, password);
  await kafka.start();
});
afterAll(() => scratch[Symbol.asyncDispose]());

describe('brokers of somebody else', () => {
  // Two pipelines of their own, each of which mostly waits until the operator looks again.
  test.concurrent('a Secret that is missing, then lacks the key, then holds a wrong password, and heals', async () => {
    await applyObjects(scratch.kubectl, withPassword());
    const missing = await kafkaReady('False', 'SecretNotFound');
    expect(missing.message).toContain(`Secret login does not exist in namespace ${scratch.name}, since `);
    expect(missing.message).toContain('Create the Secret in the namespace of the object.');

    await applyObjects(scratch.kubectl, secretOf('login', { other: 'value' }));
    const incomplete = await kafkaReady('False', 'SecretKeyNotFound');
    expect(incomplete.message).toContain('Secret login has no value under key password');

    await applyObjects(scratch.kubectl, secretOf('login', { password: 'wrong' }));
    const refused = await kafkaReady('False', 'KafkaAuthenticationFailed');
    expect(refused.message).toContain(`${kafka.passwordServer} do not let in user pricecast`);

    await applyObjects(scratch.kubectl, secretOf('login', { password }));
    await kafkaReady('True', 'BrokerReady');
    await untilCondition(scratch.kubectl, 'login', { type: 'TopicsReady', status: 'True' });
  });

  test.concurrent('a certificate that another authority has signed, until the right one is named', async () => {
    const ready = (status: 'True' | 'False', reason: string) =>
      untilCondition(scratch.kubectl, 'tls', { type: 'KafkaReady', status, reason });
    const { cert: stranger } = await certificateFor('elsewhere');
    const external = { bootstrapServers: [kafka.tlsServer], tls: { caSecretRef: { name: 'ca' } } };
    await applyObjects(
      scratch.kubectl,
      secretOf('ca', { 'ca.crt': stranger }),
      pipelineOf('tls', { sources: [source], kafka: { mode: 'External', external } }),
    );
    await ready('False', 'KafkaTlsFailed');
    await applyObjects(scratch.kubectl, secretOf('ca', { 'ca.crt': kafka.ca }));
    await ready('True', 'BrokerReady');
    await scratch.kubectl(['delete', 'pricepipeline', 'tls', '--wait=false']);
  });

  test('a collector that cannot reach its exchange says so', async () => {
    const expected = { type: 'CollectorReady', status: 'False', reason: 'ExchangeUnreachable' } as const;
    const unreachable = await untilCondition(scratch.kubectl, 'login', expected);
    expect(unreachable.message).toContain('Pod login-collector-live-0-');
    const ready = await untilCondition(scratch.kubectl, 'login', { ...expected, type: 'Ready' });
    expect(ready.message).toMatch(/^CollectorReady: /);
  });

  test('an exchange that appears heals it, and the pipeline gets Ready', async () => {
    const { registry, tag } = await operatorImages(kubectlOfState());
    await applyObjects(scratch.kubectl, ...exchangeObjects(`${registry}/exchange:${tag}`));
    await untilCondition(scratch.kubectl, 'login', { type: 'Ready', status: 'True' }, 120);
  });

  test('a broker that goes away and comes back empty', async () => {
    await kafka.stop();
    const silent = await kafkaReady('False', 'BrokerUnreachable');
    expect(silent.message).toContain(`No broker answers at ${kafka.passwordServer}`);
    await kafka.start();
    await kafkaReady('True', 'BrokerReady');
    await untilCondition(scratch.kubectl, 'login', { type: 'TopicsReady', status: 'True' });
  });

  test('a topic with another number of partitions is left as it is', async () => {
    await scratch.kubectl(['delete', 'pricepipeline', 'login']);
    await applyObjects(scratch.kubectl, withPassword({ partitions: 3 }));
    const expected = { type: 'TopicsReady', status: 'False', reason: 'TopicSettingsDiffer' } as const;
    const differs = await untilCondition(scratch.kubectl, 'login', expected);
    expect(differs.message).toContain(
      `Topic ${scratch.name}.login.trades.v1 has partitions 12, and the spec wants 3`,
    );
  });

  test('the password is in no object but the Secrets, in no event and in no log of the operator', async () => {
    const objects = await scratch.kubectl(['get', 'pricepipelines,deployments,pods,events', '-o', 'yaml']);
    const log = await kubectlOfState()(['logs', '-n', 'pricecast-system', 'deployment/pricecast-operator']);
    expect(objects).toContain('login');
    expect(`${objects}${log}`).not.toContain(password);
  });
});
