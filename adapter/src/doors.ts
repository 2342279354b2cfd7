import { adapterNames } from '@pricecast/crds';
import { type Clock, formatKey } from '@pricecast/kube';
import { type Logger, type ProcessContext, RuntimeError } from '@pricecast/runtime';
import { Authenticator } from './access/authenticator.ts';
import { Authorizer } from './access/authorizer.ts';
import { kubeAccessReviews, kubeTokenReviews } from './access/kube-reviews.ts';
import { trustConfigMap } from './access/trust.ts';
import type { AdapterConfig } from './config.ts';
import { ExplainDoor } from './explain-api/explain-door.ts';
import { KedaDoor } from './keda/keda-door.ts';
import { KedaMetricsServer } from './keda/metrics-server.ts';
import { type PassOn, passOnToKeda } from './keda/pass-on.ts';
import type { AdapterMetrics } from './metrics.ts';
import type { Platform } from './platform.ts';
import { followedFile } from './server/followed-file.ts';
import { Gate, type Turned } from './server/gate.ts';
import { SecureDoor, trustReader } from './server/secure-door.ts';
import type { PublishedWorld } from './snapshot/scaler-snapshot.ts';
import { notReady, type StageView } from './stage.ts';

/** What every door of the adapter stands on. */
export interface DoorsParts {
  readonly settings: AdapterConfig;
  readonly platform: Platform;
  readonly world: PublishedWorld;
  readonly view: StageView;
  readonly metrics: AdapterMetrics;
  readonly clock: Clock;
  readonly log: Logger;
  readonly onShutdown: ProcessContext<AdapterConfig>['onShutdown'];
}

/** Who asks, may they, and who hears of those that may not. */
type Guards = ReturnType<typeof guardsOf>;

/** The doors of the adapter. */
export interface Doors {
  readonly metricApis: SecureDoor;
  /**
   * Opens KEDA's door where it is wanted; rejects when the port is taken. To be called when there is something to say:
   * KEDA looks at no probe, and asks whoever takes its connection.
   */
  openKeda(): Promise<void>;
}

/** Opens the metric APIs and the explain API; rejects when a port is taken. */
export async function openDoors(parts: DoorsParts): Promise<Doors> {
  const guards = guardsOf(parts);
  const metricApis = await openMetricApis(parts, guards);
  await openExplainApi(parts, guards);
  let keda: KedaDoor | undefined;
  parts.onShutdown('KEDA', async () => keda?.close());
  return {
    metricApis,
    openKeda: async () => {
      keda = await openKeda(parts);
    },
  };
}

function guardsOf({ platform: { caches, connection }, metrics, clock, log }: DoorsParts) {
  const monotonicMs = () => clock.monotonicMs();
  const now = () => clock.now().getTime();
  const trustData = () => caches.trust.get(formatKey(trustConfigMap))?.data;
  const turned: Turned = (what) => {
    metrics.denied(what.code);
    log.warn(what, 'Turned a request away');
  };
  return {
    authenticator: new Authenticator({
      trust: trustReader(trustData),
      tokens: kubeTokenReviews(connection.direct, monotonicMs),
      now,
    }),
    authorizer: new Authorizer({
      reviews: kubeAccessReviews(connection.direct),
      monotonicMs,
      decided: (how, milliseconds) => metrics.authorized(how, milliseconds),
    }),
    ...{ trustData, turned, now, monotonicMs },
  };
}

const filesOf = ({ SERVING_CERT_FILE: cert, SERVING_KEY_FILE: key }: AdapterConfig) => ({ cert, key });

async function openMetricApis(parts: DoorsParts, guards: Guards): Promise<SecureDoor> {
  const { settings, world, view, metrics, clock, log } = parts;
  const { trustData, now, monotonicMs } = guards;
  const gate = new Gate({
    ...{ ...guards, world, clock, passOn: passageToKeda(parts) },
    probe: (probe) => (probe === 'readyz' ? notReady(view) : []),
  });
  const door = await SecureDoor.open({
    host: settings.SECURE_HOST,
    port: settings.SECURE_PORT,
    files: filesOf(settings),
    failed: (error) => log.debug({ error }, 'Gave a request up'),
    answered: (request, answer, milliseconds) => metrics.answered(request, answer, milliseconds, now()),
    ...{ gate, trustData, clock, log, monotonicMs },
  });
  parts.onShutdown('metric APIs', () => door.close());
  log.info({ port: door.port }, 'Serves the metric APIs');
  return door;
}

/** The way to KEDA's metrics server, where the external metric API is ours beside KEDA. */
function passageToKeda({ settings, platform, clock, log, onShutdown }: DoorsParts): PassOn | undefined {
  const { KEDA_METRICS_URL: url, KEDA_METRICS_CA_FILE: authority } = settings;
  if (url === undefined) return undefined;
  if (authority === undefined)
    throw new RuntimeError('SETTINGS_INVALID', 'KEDA_METRICS_URL needs KEDA_METRICS_CA_FILE beside it');
  const server = new KedaMetricsServer({
    url: url.replace(/\/+$/, ''),
    authority: followedFile(authority),
    token: platform.token,
    monotonicMs: () => clock.monotonicMs(),
    failed: (error) => log.warn({ error }, 'KEDA did not answer what was passed on to it'),
  });
  onShutdown('KEDA metrics server', () => server.close());
  return passOnToKeda(server);
}

async function openExplainApi(parts: DoorsParts, guards: Guards): Promise<void> {
  const { settings, world, view, clock, log } = parts;
  const door = await ExplainDoor.open({
    host: settings.SECURE_HOST,
    port: settings.EXPLAIN_PORT,
    files: filesOf(settings),
    ...{ ...guards, world, clock, log },
    waitsFor: () => notReady(view),
    scalers: view.scalers,
    assets: settings.ASSETS_DIR,
    failed: (error) => log.error({ error }, 'Failed to explain'),
  });
  parts.onShutdown('explain API', () => door.close());
  log.info({ port: door.port }, 'Serves the explain API');
}

async function openKeda({ settings, world, metrics, clock, log }: DoorsParts): Promise<KedaDoor | undefined> {
  const { KEDA_CLIENT_CA_FILE: clientAuthorities } = settings;
  if (clientAuthorities === undefined) return undefined;
  const door = await KedaDoor.open({
    host: settings.SECURE_HOST,
    port: settings.KEDA_PORT,
    files: { ...filesOf(settings), clientAuthorities },
    clientNames: [adapterNames.kedaClientCertificate],
    answered: (method, code, why) => {
      metrics.answeredKeda(method, code);
      if (code === 'PERMISSION_DENIED') log.warn({ method, why }, 'Turned a caller of KEDA away');
    },
    ...{ world, clock, log },
  });
  log.info({ port: door.port }, 'Serves the external scaler contract of KEDA');
  return door;
}
