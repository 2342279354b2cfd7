import type { PipelineName } from '@pricecast/market';

/** What the processes of a local pipeline have in common. */
export interface LocalPipeline {
  readonly pipeline: PipelineName;
  readonly bootstrapServers: string;
  readonly symbols: readonly string[];
  /** Where trades come from. */
  readonly market: MarketAddress;
  /** Folder with the built dashboard. */
  readonly assets: string;
  readonly gatewayPort: number;
  readonly dashboardPort: number;
}

/** The exchange of this machine, or Binance itself. */
export type MarketAddress =
  | {
      readonly kind: 'Synthetic';
      readonly port: number;
      readonly controlPort: number;
      readonly tradesPerSecond: number;
    }
  | { readonly kind: 'Binance' };

/** A process of a local pipeline: its room below workloads/ and its settings. */
export interface LocalStage {
  readonly room: string;
  readonly opsPort: number;
  readonly environment: Readonly<Record<string, string>>;
}

const consumers = ['collector', 'processor', 'forecaster'] as const;

/** Rooms of a local pipeline in the order in which they start; each takes one ops port. */
export const localRooms = ['exchange', ...consumers, 'gateway'] as const;

type Room = (typeof localRooms)[number];

/**
 * The processes of a pipeline on this machine. `isBuilt` tells which rooms have a process; those that have none are
 * left out, as they are from a PricePipeline that does not ask for them.
 */
export function localStages(
  local: LocalPipeline,
  opsPorts: readonly number[],
  isBuilt: (room: Room) => boolean,
): LocalStage[] {
  const rooms = localRooms.filter(
    (room) => isBuilt(room) && (room !== 'exchange' || local.market.kind === 'Synthetic'),
  );
  const portOf = (room: Room) => opsPorts[localRooms.indexOf(room)] ?? 0;
  const stages = consumers
    .filter((room) => rooms.includes(room))
    .map((room) => `${room}=127.0.0.1:${portOf(room)}/1`);
  return rooms.map((room) => ({
    room,
    opsPort: portOf(room),
    environment: {
      OPS_HOST: '127.0.0.1',
      OPS_PORT: String(portOf(room)),
      ...(room === 'exchange' ? exchange(local) : inPipeline(local)),
      ...(room === 'collector' ? collector(local) : {}),
      ...(room === 'gateway' ? gateway(local, stages) : {}),
    },
  }));
}

function exchange({ market, symbols }: LocalPipeline): Record<string, string> {
  if (market.kind === 'Binance') return {};
  return {
    MARKET_HOST: '127.0.0.1',
    MARKET_PORT: String(market.port),
    CONTROL_PORT: String(market.controlPort),
    SYMBOLS: symbols.join(','),
    TRADES_PER_SECOND: String(market.tradesPerSecond),
  };
}

function inPipeline({ pipeline, bootstrapServers }: LocalPipeline): Record<string, string> {
  return {
    KAFKA_BOOTSTRAP_SERVERS: bootstrapServers,
    PIPELINE_NAMESPACE: pipeline.namespace,
    PIPELINE_NAME: pipeline.name,
  };
}

function collector({ market, symbols }: LocalPipeline): Record<string, string> {
  const own = (protocol: string, port: number) => `${protocol}://127.0.0.1:${port}`;
  return {
    SYMBOLS: symbols.join(','),
    SOURCE_NAME: market.kind === 'Binance' ? 'binance' : 'replay',
    BINANCE_WS_URL: market.kind === 'Binance' ? 'wss://data-stream.binance.vision' : own('ws', market.port),
    BINANCE_REST_URL:
      market.kind === 'Binance' ? 'https://data-api.binance.vision' : own('http', market.port),
  };
}

function gateway(local: LocalPipeline, stages: readonly string[]): Record<string, string> {
  const { market, symbols, assets, gatewayPort, dashboardPort } = local;
  return {
    GATEWAY_HOST: '127.0.0.1',
    GATEWAY_PORT: String(gatewayPort),
    DASHBOARD_PORT: String(dashboardPort),
    ASSETS_DIR: assets,
    STAGES: stages.join(','),
    ...(market.kind === 'Synthetic' ? { SYNTHETIC_SYMBOLS: symbols.join(',') } : {}),
  };
}
