import { hostname } from 'node:os';
import { defaultPriceBook, type PriceBook } from '@pricecast/decision';
import { type Clock, type KubeClient, parseKey } from '@pricecast/kube';
import { type Logger, RuntimeError } from '@pricecast/runtime';
import type { Caches } from './cluster/caches.ts';
import type { Targets } from './cluster/targets.ts';
import type { AdapterConfig } from './config.ts';
import { readPriceBook } from './cost/price-book-file.ts';
import { pricesOf } from './cost/prices-of.ts';
import { openDemand, openRegressor, type SourceParts } from './demand/open-source.ts';
import type { Forecaster } from './forecasting/forecast-answer.ts';
import { attachedHistory } from './history/attached-history.ts';
import type { DemandHistory } from './history/demand-history.ts';
import { FileHistoryStore } from './history/file-history-store.ts';
import type { AdapterMetrics } from './metrics.ts';
import { Bulletin } from './scaler/bulletin.ts';
import type { Conclusion } from './scaler/conclude.ts';
import { loggedDecision } from './scaler/decision-log.ts';
import { explanationOf } from './scaler/explain.ts';
import { ScalerFleet } from './scaler/fleet.ts';
import type { Observation } from './scaler/observation.ts';
import { snapshotOf } from './scaler/snapshot-of.ts';
import type { Published } from './sharing/published.ts';
import { Sharing } from './sharing/sharing.ts';
import type { NamedObject, ScalerSnapshot } from './snapshot/scaler-snapshot.ts';
import { statusOf } from './status/status-of.ts';
import { StatusWriter } from './status/status-writer.ts';

/** What scaling stands on. */
export interface ScalingParts {
  readonly settings: AdapterConfig;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: AdapterMetrics;
  readonly client: KubeClient;
  readonly caches: Caches;
  readonly targets: Targets;
  readonly forecaster: Forecaster;
  readonly sources: Pick<SourceParts, 'reach' | 'secrets' | 'readers' | 'topics' | 'dispatcher'>;
}

/** The loops and what they publish. */
export interface Scaling {
  readonly fleet: ScalerFleet;
  readonly bulletin: Bulletin;
  /** Begins, when the caches are filled. Rejects when the store does not answer. */
  start(): Promise<void>;
  /** Ends every loop; other replicas take over at once, and what they decide is still served here. */
  handOver(): Promise<void>;
  /** Leaves the shared store. */
  close(): Promise<void>;
}

/**
 * How long a replica of several serves on when it ends, in milliseconds: until Services and those that use them know that
 * it goes.
 */
const lastLookupsMs = 4_000;

/** Puts the loops and everything that hears of them together. Rejects when the store cannot be had. */
export async function startScaling(parts: ScalingParts): Promise<Scaling> {
  const { settings, clock, log, client, caches, targets } = parts;
  const book = await priceBook(settings, log);
  const bulletin = new Bulletin((snapshot) => servingPods(snapshot, targets));
  const sharing = await openSharing(parts, (key, published) => {
    // A scaler that is gone here is gone everywhere soon.
    if (caches.scalers.get(key) !== undefined) bulletin.take(key, published);
  });
  const statuses = new StatusWriter({ client, monotonicSeconds: () => clock.monotonicMs() / 1_000 });
  const now = () => clock.now().getTime();
  const monotonicMs = () => clock.monotonicMs();
  const sources = { ...parts.sources, targets, now, monotonicMs, random: Math.random };
  const silence = (key: string) => {
    const { namespace, name } = parseKey(key);
    statuses.forget(key);
    void parts.metrics.gone(namespace, name);
  };
  const fleet = new ScalerFleet({
    scalers: caches.scalers,
    openDemand: (scaler) => openDemand(scaler, sources),
    openRegressor: (scaler, regressor) => openRegressor(scaler, regressor, sources),
    forecaster: parts.forecaster,
    targets,
    prices: (scaler) => {
      const target = targets.find(scaler.metadata.namespace, scaler.spec.targetRef);
      return pricesOf(scaler, target?.workload, book);
    },
    store: sharing?.store ?? new FileHistoryStore(folderOf(settings)),
    isMine: (key) => sharing?.rollCall.isMine(key) ?? true,
    attached: (scaler, slots) => attachedHistory(client, scaler, slots),
    clock,
    hpaSyncSeconds: settings.HPA_SYNC_SECONDS,
    log,
    concluded: (key, loop, conclusion, observation) => {
      const published = publishedOf(conclusion, observation, loop.history);
      bulletin.take(key, published);
      void sharing?.mirror.publish(key, published);
      parts.metrics.concluded(conclusion, observation);
      const status = statusOf(conclusion, observation, loop.history.seconds);
      void statuses
        .write(key, observation.scaler, status)
        .catch((error: unknown) => log.warn({ error, scaler: key }, 'Failed to write a status'));
    },
    gone: (key) => {
      bulletin.forget(key);
      void sharing?.mirror.withdraw(key);
      silence(key);
    },
    handedOver: silence,
  });
  sharing?.rollCall.onChange(() => fleet.reshare());
  return {
    fleet,
    bulletin,
    start: async () => {
      await sharing?.begin();
      fleet.start();
    },
    handOver: async () => {
      await sharing?.leave();
      await fleet.stop();
      if (sharing !== undefined)
        await new Promise<void>((resolve) => void clock.after(lastLookupsMs, resolve));
    },
    close: async () => sharing?.close(),
  };
}

async function openSharing(
  { settings, clock, log }: ScalingParts,
  heard: (key: string, published: Published) => void,
): Promise<Sharing | undefined> {
  const { STORE_REDIS_URL: url } = settings;
  if (url === undefined) return undefined;
  const { STORE_REDIS_PASSWORD_FILE: passwordFile, STORE_REDIS_CA_FILE: caFile } = settings;
  const replica = settings.REPLICA_NAME ?? hostname();
  return Sharing.open({ address: { url, passwordFile, caFile }, replica, clock, log, heard });
}

function folderOf({ STORE_FOLDER: folder }: AdapterConfig): string {
  if (folder !== undefined) return folder;
  const sentence = 'STORE_FOLDER or STORE_REDIS_URL has to say where history is kept';
  throw new RuntimeError('SETTINGS_INVALID', sentence);
}

/** What is published of a conclusion. */
export function publishedOf(
  conclusion: Conclusion,
  observation: Observation,
  history: DemandHistory,
): Published {
  return {
    snapshot: snapshotOf(conclusion, observation),
    explanation: explanationOf(conclusion, observation, history.seconds),
    decision: loggedDecision(conclusion, observation),
  };
}

/** Looked up at the moment of the question: a pod that is gone must not be averaged in. */
function servingPods({ scaler, target }: ScalerSnapshot, targets: Targets): readonly NamedObject[] {
  return (targets.find(scaler.namespace, target)?.serving ?? []).map(({ metadata }) => ({
    apiVersion: 'v1',
    kind: 'Pod',
    namespace: metadata.namespace,
    name: metadata.name,
    labels: metadata.labels ?? {},
  }));
}

async function priceBook({ PRICE_BOOK_FILE: file }: AdapterConfig, log: Logger): Promise<PriceBook> {
  if (file === undefined) return defaultPriceBook;
  const book = await readPriceBook(file);
  log.info({ tiers: book.tiers.length, currency: book.currency }, 'Read the price book');
  return book;
}
