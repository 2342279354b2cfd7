import { defaultPriceBook, type PriceBook } from '@pricecast/decision';
import { type Clock, formatKey, type KubeClient, parseKey } from '@pricecast/kube';
import type { Logger } from '@pricecast/runtime';
import type { Caches } from './cluster/caches.ts';
import type { Targets } from './cluster/targets.ts';
import type { AdapterConfig } from './config.ts';
import { readPriceBook } from './cost/price-book-file.ts';
import { pricesOf } from './cost/prices-of.ts';
import { openSource, type SourceParts } from './demand/open-source.ts';
import type { Forecaster } from './forecasting/forecast-answer.ts';
import { attachedHistory } from './history/attached-history.ts';
import { FileHistoryStore } from './history/file-history-store.ts';
import type { AdapterMetrics } from './metrics.ts';
import { Board } from './scaler/board.ts';
import type { Conclusion } from './scaler/conclude.ts';
import { DecisionLog } from './scaler/decision-log.ts';
import { explanationOf } from './scaler/explain.ts';
import { ScalerFleet } from './scaler/fleet.ts';
import type { Observation } from './scaler/observation.ts';
import { snapshotOf } from './scaler/snapshot-of.ts';
import type { Explanation } from './snapshot/explanation.ts';
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
  readonly sources: Pick<SourceParts, 'reach' | 'secrets' | 'readers' | 'dispatcher'>;
}

/** The loops and what they publish. */
export interface Scaling {
  readonly fleet: ScalerFleet;
  readonly board: Board;
  readonly decisions: DecisionLog;
}

/** Puts the loops and everything that hears of them together; `fleet.start()` begins. */
export async function startScaling(parts: ScalingParts): Promise<Scaling> {
  const { settings, clock, log, client, caches, targets } = parts;
  const book = await priceBook(settings, log);
  const decisions = new DecisionLog();
  const newest = new Map<string, () => Explanation>();
  const board = new Board({
    readyPods: (snapshot) => servingPods(snapshot, targets),
    explain: ({ scaler }) => newest.get(formatKey(scaler))?.(),
  });
  const statuses = new StatusWriter({ client, monotonicSeconds: () => clock.monotonicMs() / 1_000 });
  const now = () => clock.now().getTime();
  const monotonicMs = () => clock.monotonicMs();
  const fleet = new ScalerFleet({
    scalers: caches.scalers,
    openSource: (scaler) =>
      openSource(scaler, { ...parts.sources, targets, now, monotonicMs, random: Math.random }),
    forecaster: parts.forecaster,
    targets,
    prices: (scaler) => {
      const target = targets.find(scaler.metadata.namespace, scaler.spec.targetRef);
      return pricesOf(scaler, target?.workload, book);
    },
    store: new FileHistoryStore(settings.STORE_FOLDER),
    attached: (scaler, slots) => attachedHistory(client, scaler, slots),
    clock,
    hpaSyncSeconds: settings.HPA_SYNC_SECONDS,
    log,
    concluded: (key, loop, conclusion, observation) => {
      publish(board, conclusion, observation);
      decisions.add(key, conclusion, observation);
      newest.set(key, () =>
        explanationOf(conclusion, observation, {
          decisions: decisions.of(key),
          historySeconds: loop.history.seconds,
        }),
      );
      parts.metrics.concluded(conclusion, observation);
      const status = statusOf(conclusion, observation, loop.history.seconds);
      void statuses
        .write(key, observation.scaler, status)
        .catch((error: unknown) => log.warn({ error, scaler: key }, 'Failed to write a status'));
    },
    gone: (key) => {
      const { namespace, name } = parseKey(key);
      board.withdraw({ namespace, name });
      decisions.forget(key);
      newest.delete(key);
      statuses.forget(key);
      void parts.metrics.gone(namespace, name);
    },
  });
  return { fleet, board, decisions };
}

function publish(board: Board, conclusion: Conclusion, observation: Observation): void {
  const snapshot = snapshotOf(conclusion, observation);
  if (snapshot === undefined) board.withdraw(observation.scaler.metadata);
  else board.publish(snapshot);
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
